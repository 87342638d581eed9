#include "ui/models/queue_feed.h"

namespace ndas::ui {

namespace {

constexpr std::chrono::milliseconds reloadDelay{100};

void nameTwin(QueueVideo& video, const library::Video& twin)
{
    video.duplicateTitle = twin.title;
    video.duplicateImportedAt = twin.importedAt;
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

Result<QueueFeed::Snapshot> QueueFeed::read(GatewayParts& parts)
{
    Snapshot snapshot;
    NDAS_TRY(snapshot.jobs, parts.jobs.list());
    NDAS_TRY(snapshot.paused, parts.jobs.isQueuePaused());
    NDAS_TRY(const auto videos, parts.library.list());
    std::unordered_set<VideoId> wanted;
    for (const jobs::Job& job : snapshot.jobs)
        wanted.insert(job.video);
    std::unordered_map<VideoId, const library::Video*> all;
    for (const library::Video& video : videos)
        all[video.id] = &video;
    for (const library::Video& video : videos) {
        if (!wanted.contains(video.id))
            continue;
        snapshot.videos.push_back(queueVideoOf(video, parts.paths.originalsDir(), parts.presets));
        if (const auto twin = all.find(video.duplicateOf); twin != all.end())
            nameTwin(snapshot.videos.back(), *twin->second);
    }
    return snapshot;
}

void QueueFeed::startReading()
{
    reading_ = true;
    meanwhile_.clear();
    gateway_.run(this, &QueueFeed::read, [this](Result<Snapshot> snapshot) { take(std::move(snapshot)); });
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
        [ids = std::move(ids)](GatewayParts& parts) {
            std::vector<QueueVideo> videos;
            for (const VideoId id : ids) {
                const auto video = parts.library.find(id);
                if (!video)
                    continue;
                videos.push_back(queueVideoOf(*video, parts.paths.originalsDir(), parts.presets));
                if (!video->duplicateOf)
                    continue;
                if (const auto twin = parts.library.find(video->duplicateOf))
                    nameTwin(videos.back(), *twin);
            }
            return videos;
        },
        [this](std::vector<QueueVideo> videos) { model_.updateVideos(std::move(videos)); });
}

} // namespace ndas::ui
