#include "app/cli/process_selection.h"

#include "app/cli/preset_list.h"

#include <algorithm>
#include <set>

namespace ndas::cli {

namespace {

bool isMissing(const library::Video& video, const QString& preset)
{
    return std::none_of(
        video.renditions.begin(), video.renditions.end(), [&](const library::Rendition& rendition) {
            return rendition.preset == preset && rendition.state != library::RenditionState::Failed;
        });
}

bool makesAnyway(const std::vector<jobs::Job>& retried, const library::Video& video, const QString& preset)
{
    return std::any_of(retried.begin(), retried.end(),
                       [&](const jobs::Job& job) { return job.video == video.id && job.preset == preset; });
}

Result<QStringList> presetsOf(const app::Workspace& workspace, const ProcessOptions& options)
{
    if (!options.quality.empty())
        return presetIds(QString::fromStdString(options.quality), workspace.presets());
    if (options.batch)
        return presetIds(workspace.settings().defaultPreset, workspace.presets());
    return QStringList();
}

} // namespace

Selection::Selection(app::Workspace& workspace, const ProcessOptions& options, QStringList presets)
    : workspace_(&workspace)
    , options_(options)
    , presets_(std::move(presets))
{
}

Result<Selection> Selection::make(app::Workspace& workspace, const ProcessOptions& options)
{
    NDAS_TRY(QStringList presets, presetsOf(workspace, options));
    if (options.videoId != 0) {
        NDAS_TRY(const library::Video video, workspace.library().find(VideoId{options.videoId}));
        if (!presets.isEmpty() && video.state != library::VideoState::Ready)
            return fail(ErrorCode::InvalidTransition,
                        QStringLiteral("video %1 is not ready").arg(options.videoId));
    }
    return Selection(workspace, options, std::move(presets));
}

jobs::JobFilter Selection::base() const
{
    jobs::JobFilter filter;
    if (options_.videoId != 0)
        filter.video = VideoId{options_.videoId};
    return filter;
}

bool Selection::isMeant(const jobs::Job& job) const
{
    return !options_.batch || (job.kind == jobs::JobKind::Transcode && presets_.contains(job.preset));
}

Result<std::vector<jobs::Job>> Selection::failedJobs() const
{
    if (options_.status != "failed")
        return std::vector<jobs::Job>();
    jobs::JobFilter filter = base();
    filter.states = {jobs::JobState::Failed};
    NDAS_TRY(std::vector<jobs::Job> failed, workspace_->jobs().list(filter));
    std::erase_if(failed, [this](const jobs::Job& job) {
        // a second copy of a recording stays a second copy
        return job.errorCode == ErrorCode::AlreadyImported || !isMeant(job);
    });
    return failed;
}

Result<std::vector<library::Video>> Selection::candidates() const
{
    if (options_.videoId != 0) {
        NDAS_TRY(library::Video video, workspace_->library().find(VideoId{options_.videoId}));
        return std::vector{std::move(video)};
    }
    library::VideoFilter filter;
    filter.states = {library::VideoState::Ready};
    return workspace_->library().list(filter);
}

Result<std::vector<Wish>> Selection::wishes(const std::vector<jobs::Job>& retried) const
{
    std::vector<Wish> wishes;
    if (presets_.isEmpty())
        return wishes;
    NDAS_TRY(const std::vector<library::Video> videos, candidates());
    int chosen = 0;
    for (const library::Video& video : videos) {
        const std::size_t before = wishes.size();
        for (const QString& preset : presets_) {
            if (isMissing(video, preset) && !makesAnyway(retried, video, preset))
                wishes.push_back({video, preset});
        }
        chosen += wishes.size() > before ? 1 : 0;
        if (options_.maxVideos > 0 && chosen == options_.maxVideos)
            break;
    }
    return wishes;
}

Result<std::vector<jobs::Job>> Selection::queuedJobs() const
{
    jobs::JobFilter filter = base();
    filter.states = {jobs::JobState::Queued, jobs::JobState::Running, jobs::JobState::Blocked};
    NDAS_TRY(std::vector<jobs::Job> jobs, workspace_->jobs().list(filter));
    std::set<VideoId> videos;
    std::erase_if(jobs, [&](const jobs::Job& job) {
        const bool isFull = options_.maxVideos > 0 && static_cast<int>(videos.size()) >= options_.maxVideos;
        if (!isMeant(job) || (isFull && !videos.contains(job.video)))
            return true;
        videos.insert(job.video);
        return false;
    });
    return jobs;
}

Result<void> Selection::retry(const std::vector<jobs::Job>& failed) const
{
    for (const jobs::Job& job : failed) {
        // somebody may have queued the same rendition since
        const auto retried = workspace_->jobs().retry(job.id);
        if (!retried && retried.error().code != ErrorCode::AlreadyExists)
            return retried;
    }
    return {};
}

Result<void> Selection::queue(const std::vector<Wish>& wishes) const
{
    for (const Wish& wish : wishes) {
        const auto job = workspace_->library().queueRendition(wish.video.id, wish.preset);
        if (!job && job.error().code != ErrorCode::AlreadyExists)
            return fail(job.error());
    }
    return {};
}

Result<std::optional<jobs::JobFilter>> Selection::scope() const
{
    jobs::JobFilter filter = base();
    if (!options_.batch && options_.maxVideos == 0)
        return std::optional(filter);
    NDAS_TRY(const std::vector<jobs::Job> jobs, queuedJobs());
    for (const jobs::Job& job : jobs)
        filter.ids.push_back(job.id);
    // an empty list of ids would mean "all"
    return filter.ids.empty() ? std::nullopt : std::optional(filter);
}

} // namespace ndas::cli
