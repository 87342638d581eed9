// A data folder of its own with stores on a manual clock, and ways to get a job claimed.
#pragma once

#include "core/base/app_paths.h"
#include "core/db/migrations.h"
#include "core/library/library_store.h"
#include "tests/core/library/sample_facts.h"
#include "tests/support/manual_clock.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>

namespace ndas::test {

struct LibraryBench {
    LibraryBench() { ready = paths.create() && migrate(); }

    bool migrate() const
    {
        auto connection = db::Connection::open(paths.database());
        return connection && db::migrate(**connection, {});
    }

    /// Claims the oldest queued job, as a scheduler would.
    jobs::Job claim()
    {
        auto job = jobs.claimNext(QStringLiteral("instance"));
        return job && *job ? **job : jobs::Job();
    }

    /// A ready video with waiting transcodes in these presets.
    VideoId addReady(const QStringList& presets = {}, char hashDigit = 'a');

    static jobs::Claim claimOf(const jobs::Job& job) { return {.job = job.id, .fence = job.fence}; }

    library::Video video(VideoId id) const { return store.find(id).value_or(library::Video()); }

    jobs::Job job(JobId id) const { return jobs.find(id).value_or(jobs::Job()); }

    std::vector<jobs::Job> jobsThatAre(jobs::JobState state) const
    {
        jobs::JobFilter filter;
        filter.states = {state};
        return jobs.list(filter).value_or(std::vector<jobs::Job>());
    }

    Result<void> giveUp(const jobs::Job& job, ErrorCode code)
    {
        Error error;
        error.code = code;
        return jobs.failForGood(claimOf(job), error);
    }

    static bool write(const QString& path, const QByteArray& content)
    {
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
    }

    QTemporaryDir folder;
    AppPaths paths{folder.filePath(QStringLiteral("data"))};
    ManualClock clock;
    db::DatabasePool pool{paths.database()};
    jobs::JobStore jobs{pool, clock};
    library::LibraryStore store{pool, jobs, clock};
    bool ready = false;
};

inline library::NewVideo newVideo(const QString& path, const QStringList& presets = {})
{
    library::NewVideo video;
    video.originalPath = path;
    video.sizeBytes = 1000;
    video.presets = presets;
    return video;
}

inline library::IngestedFacts someFacts(char hashDigit = 'a')
{
    library::IngestedFacts facts;
    facts.sha256 = QString(64, QLatin1Char(hashDigit));
    facts.storedName = QStringLiteral("%1.mp4").arg(QLatin1Char(hashDigit));
    facts.info = someInfo();
    facts.sizeBytes = 1000;
    facts.thumbnailFile = QStringLiteral("%1-1.jpg").arg(QLatin1Char(hashDigit));
    facts.thumbnailSize = {180, 320};
    facts.thumbnailBytes = 5;
    return facts;
}

inline VideoId LibraryBench::addReady(const QStringList& presets, char hashDigit)
{
    const auto registered = store.registerVideo(newVideo(QStringLiteral("/card/a.mp4"), presets));
    const jobs::Job job = claim();
    const bool finished =
        registered && store.finishIngest(claimOf(job), registered->video, someFacts(hashDigit), presets);
    return finished ? registered->video : VideoId{};
}

/// To be published, with everything a rendition can have.
inline library::Rendition someRendition(const QString& preset)
{
    library::Rendition rendition;
    rendition.preset = preset;
    rendition.fileName = QStringLiteral("u-%1.mp4").arg(preset);
    rendition.sizeBytes = 42;
    rendition.sha256 = QString(64, QLatin1Char('b'));
    rendition.planHash = QStringLiteral("plan");
    rendition.size = {720, 1280};
    rendition.duration = std::chrono::seconds(2);
    rendition.frames = 50;
    rendition.removed = {QStringLiteral("location")};
    rendition.notes = {QStringLiteral("scaled"), QStringLiteral("turned")};
    rendition.likeness = media::Likeness{.all = 0.987, .luma = 0.981, .pictures = 32};
    return rendition;
}

} // namespace ndas::test
