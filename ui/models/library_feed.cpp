#include "ui/models/library_feed.h"

namespace ndas::ui {

namespace {

using std::chrono::milliseconds;

constexpr int firstPage = 200;  ///< more than a screen shows
constexpr int laterPages = 500; ///< taken in within a few milliseconds
constexpr milliseconds longestRest{30'000};

} // namespace

LibraryFeed::LibraryFeed(Gateway& gateway, LibraryModel& model, QObject* parent)
    : QObject(parent)
    , gateway_(gateway)
    , model_(model)
{
    rest_.setSingleShot(true);
    connect(&rest_, &QTimer::timeout, this, [this] {
        if (std::exchange(readAgain_, false))
            reload();
    });
    connect(&gateway_, &Gateway::libraryChanged, this, &LibraryFeed::reload);
    connect(&gateway_, &Gateway::jobsChanged, this, &LibraryFeed::applyJobs);
    connect(&gateway_, &Gateway::progressed, this, [this](const std::vector<jobs::JobProgress>& progress) {
        model_.update([&](LibraryCatalog& catalog) { return catalog.applyProgress(progress); });
    });
    reload();
}

Result<LibraryFeed::Page> LibraryFeed::readPage(const library::LibraryStore& store, VideoId below, int limit)
{
    NDAS_TRY(auto videos, store.summaries(below, limit));
    const bool reachesEnd = videos.size() < static_cast<std::size_t>(limit);
    return Page{std::move(videos), reachesEnd};
}

/// While it rests only the newest are read: what has just been added is there at once.
void LibraryFeed::reload()
{
    if (reading_ || rest_.isActive()) {
        readAgain_ = true;
        if (!reading_)
            readStart(Reach::Newest);
        return;
    }
    reading_ = true;
    pass_.start();
    readStart(Reach::All);
}

void LibraryFeed::readStart(Reach reach)
{
    ++starts_;
    const auto read = [](GatewayParts& parts) -> Result<Start> {
        using enum jobs::JobState;
        Start start;
        NDAS_TRY(start.page, readPage(parts.library, {}, firstPage));
        NDAS_TRY(start.jobs, parts.jobs.list({.ids = {},
                                              .states = {Queued, Running, Paused, Blocked, Failed, Cancelled},
                                              .kind = {},
                                              .video = {},
                                              .limit = 0}));
        return start;
    };
    gateway_.run(this, read, [this, reach](Result<Start> start) {
        --starts_;
        if (start)
            takeStart(std::move(*start), reach);
        else
            giveUp(start.error());
    });
}

void LibraryFeed::takeStart(Start start, Reach reach)
{
    model_.update([&](LibraryCatalog& catalog) { return catalog.setJobs(start.jobs); });
    // What was announced while it was read is newer.
    model_.update([&](LibraryCatalog& catalog) { return catalog.applyJobs(meanwhile_); });
    if (starts_ == 0)
        meanwhile_.clear();
    const VideoId last = start.page.videos.empty() ? VideoId() : start.page.videos.back().id;
    const bool more = takePage({}, std::move(start.page));
    model_.setLoaded();
    if (reach == Reach::Newest)
        return;
    if (more)
        readFrom(last);
    else
        finishReading();
}

bool LibraryFeed::takePage(VideoId below, Page page)
{
    const bool more = !page.reachesEnd;
    model_.update([&](LibraryCatalog& catalog) {
        return catalog.mergePage(below, std::move(page.videos), page.reachesEnd);
    });
    return more;
}

void LibraryFeed::readFrom(VideoId below)
{
    const auto read = [below](GatewayParts& parts) { return readPage(parts.library, below, laterPages); };
    gateway_.run(this, read, [this, below](Result<Page> page) {
        if (!page)
            return giveUp(page.error());
        const VideoId last = page->videos.empty() ? VideoId() : page->videos.back().id;
        if (takePage(below, std::move(*page)))
            readFrom(last);
        else
            finishReading();
    });
}

void LibraryFeed::finishReading()
{
    reading_ = false;
    rest_.start(std::min(4 * milliseconds(pass_.elapsed()), longestRest));
}

void LibraryFeed::giveUp(const Error& error)
{
    reading_ = false;
    rest_.start(milliseconds(2000));
    Q_EMIT gateway_.changeFailed(error);
}

void LibraryFeed::refresh(const std::vector<VideoId>& ids)
{
    using Videos = Result<std::vector<library::VideoSummary>>;
    gateway_.run(
        this, [ids](GatewayParts& parts) { return parts.library.summaries(ids); },
        [this, ids](Videos videos) {
            if (!videos)
                return reload();
            model_.update(
                [&](LibraryCatalog& catalog) { return catalog.mergeSome(ids, std::move(*videos)); });
        });
}

/// A job's end leaves a rendition, a picture or a refusal behind.
void LibraryFeed::applyJobs(const std::vector<jobs::Job>& jobs)
{
    if (starts_ > 0)
        meanwhile_.insert(meanwhile_.end(), jobs.begin(), jobs.end());
    model_.update([&](LibraryCatalog& catalog) { return catalog.applyJobs(jobs); });
    std::vector<VideoId> ended;
    for (const jobs::Job& job : jobs)
        if (jobs::isTerminal(job.state))
            ended.push_back(job.video);
    if (!ended.empty())
        refresh(ended);
}

} // namespace ndas::ui
