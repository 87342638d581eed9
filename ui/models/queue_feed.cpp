#include "ui/models/queue_feed.h"

namespace ndas::ui {

namespace {

constexpr std::chrono::milliseconds reloadDelay{100};
constexpr std::size_t mostWhole = 100;

void nameTwin(QueueVideo& video, const library::Video& twin)
{
    video.duplicateTitle = twin.title;
    video.duplicateImportedAt = twin.importedAt;
}

/// Everything about a recording; its twin's name when it was refused because of one.
Result<QueueVideo> wholeVideo(GatewayParts& parts, Learnt& learnt, VideoId id)
{
    NDAS_TRY(const library::Video video, parts.library.find(id));
    QueueVideo shown = queueVideoOf(video, parts.presets, *learnt.from(parts));
    if (video.duplicateOf)
        if (const auto twin = parts.library.find(video.duplicateOf))
            nameTwin(shown, *twin);
    return shown;
}

/// Those whose rows say more than a list needs, up to what somebody looks at.
std::vector<VideoId> telling(const std::vector<jobs::Job>& jobs)
{
    std::vector<VideoId> ids;
    for (const jobs::Job& job : jobs)
        if (job.state != jobs::JobState::Succeeded && job.state != jobs::JobState::Cancelled &&
            ids.size() < mostWhole)
            ids.push_back(job.video);
    return ids;
}

} // namespace

QueueFeed::QueueFeed(Gateway& gateway, QueueModel& model, QObject* parent)
    : QObject(parent)
    , gateway_(gateway)
    , model_(model)
{
    soon_.setSingleShot(true);
    soon_.setInterval(reloadDelay);
    connect(&soon_, &QTimer::timeout, this, &QueueFeed::startReading);
    connect(&gateway, &Gateway::queueChanged, this, &QueueFeed::reload);
    connect(&gateway, &Gateway::jobsChanged, this, &QueueFeed::takeStates);
    connect(&gateway, &Gateway::progressed, &model, &QueueModel::updateProgress);
    startReading();
}

void QueueFeed::reload()
{
    if (reading_)
        again_ = true;
    else if (!soon_.isActive())
        soon_.start();
}

Result<QueueFeed::Snapshot> QueueFeed::read(GatewayParts& parts, Learnt& learnt)
{
    Snapshot snapshot;
    NDAS_TRY(snapshot.jobs, parts.jobs.list());
    NDAS_TRY(snapshot.paused, parts.jobs.isQueuePaused());
    std::vector<VideoId> wanted;
    for (const jobs::Job& job : snapshot.jobs)
        wanted.push_back(job.video);
    NDAS_TRY(const auto summaries, parts.library.summaries(wanted));
    for (const library::VideoSummary& video : summaries)
        snapshot.videos.push_back(queueVideoOf(video));
    // Later ones take the place of earlier ones.
    for (const VideoId id : telling(snapshot.jobs))
        if (auto video = wholeVideo(parts, learnt, id))
            snapshot.videos.push_back(std::move(*video));
    return snapshot;
}

void QueueFeed::startReading()
{
    reading_ = true;
    meanwhile_.clear();
    gateway_.run(
        this, [learnt = learnt_](GatewayParts& parts) { return read(parts, *learnt); },
        [this](Result<Snapshot> snapshot) { take(std::move(snapshot)); });
}

void QueueFeed::take(Result<Snapshot> snapshot)
{
    reading_ = false;
    if (std::exchange(again_, false))
        soon_.start();
    if (!snapshot) {
        Q_EMIT loadFailed(snapshot.error());
        return;
    }
    model_.setQueue(std::move(snapshot->jobs), std::move(snapshot->videos));
    model_.updateJobs(meanwhile_); // a snapshot must not undo what was announced while it was taken
    if (std::exchange(queuePaused_, snapshot->paused) != snapshot->paused)
        Q_EMIT queuePausedChanged(queuePaused_);
    Q_EMIT loaded();
}

void QueueFeed::takeStates(const std::vector<jobs::Job>& jobs)
{
    if (reading_)
        meanwhile_.insert(meanwhile_.end(), jobs.begin(), jobs.end());
    std::vector<VideoId> finished;
    for (const jobs::Job& job : jobs)
        if (jobs::isTerminal(job.state))
            finished.push_back(job.video);
    if (!model_.updateJobs(jobs))
        reload();
    else if (!finished.empty())
        readVideos(std::move(finished));
}

/// A finished job leaves a title's picture, length or rendition behind.
void QueueFeed::readVideos(std::vector<VideoId> ids)
{
    gateway_.run(
        this,
        [ids = std::move(ids), learnt = learnt_](GatewayParts& parts) {
            std::vector<QueueVideo> videos;
            for (const VideoId id : ids)
                if (auto video = wholeVideo(parts, *learnt, id))
                    videos.push_back(std::move(*video));
            return videos;
        },
        [this](std::vector<QueueVideo> videos) { model_.updateVideos(std::move(videos)); });
}

} // namespace ndas::ui
