// Jobs in every state there is, as the gallery shows them; they are in no database.
#pragma once

#include "core/library/disk_space.h"
#include "ui/models/queue_row.h"

namespace ndas::test {

class GalleryJobs {
public:
    explicit GalleryJobs(EpochMs now)
        : now_(now)
    {
    }

    std::vector<jobs::Job> all() const
    {
        using jobs::JobState;
        std::vector<jobs::Job> jobs{failed(),
                                    job(JobState::Running, "high", 0.64),
                                    preparing(),
                                    importing(),
                                    pausing(),
                                    job(JobState::Queued, "medium", 0),
                                    retrying(),
                                    tomorrow(),
                                    job(JobState::Paused, "high", 0.3),
                                    withoutSpace(),
                                    withoutCard(),
                                    job(JobState::Succeeded, "low", 1),
                                    job(JobState::Cancelled, "low", 0.5)};
        for (std::size_t i = 0; i < jobs.size(); ++i)
            jobs[i].id = JobId{static_cast<qint64>(i) + 100'000};
        return jobs;
    }

private:
    static void give(jobs::Job& job, ErrorCode code, const QString& detail)
    {
        job.hasError = true;
        job.errorCode = code;
        job.errorDetail = detail;
    }

    jobs::Job job(jobs::JobState state, const char* preset, double progress) const
    {
        jobs::Job job;
        job.kind = jobs::JobKind::Transcode;
        job.preset = QString::fromLatin1(preset);
        job.state = state;
        job.progress = progress;
        job.stage = QStringLiteral("encoding");
        job.speed = 3.4;
        job.attempt = 1;
        job.createdAt = now_ - 600'000;
        job.startedAt = now_ - 60'000;
        if (jobs::isTerminal(state))
            job.finishedAt = now_ - 20'000;
        return job;
    }

    jobs::Job failed() const
    {
        jobs::Job failed = job(jobs::JobState::Failed, "high", 0.4);
        give(failed, ErrorCode::Incomplete, QStringLiteral("no more packets"));
        return failed;
    }

    jobs::Job preparing() const
    {
        jobs::Job preparing = job(jobs::JobState::Running, "low", 0);
        preparing.stage = QStringLiteral("opening");
        preparing.speed = 0;
        return preparing;
    }

    jobs::Job importing() const
    {
        jobs::Job importing = job(jobs::JobState::Running, "", 0.25);
        importing.kind = jobs::JobKind::Ingest;
        importing.stage = QStringLiteral("copying");
        importing.speed = 0;
        return importing;
    }

    jobs::Job pausing() const
    {
        jobs::Job pausing = job(jobs::JobState::Running, "mobile", 0.07);
        pausing.pauseRequested = true;
        pausing.attempt = 2;
        return pausing;
    }

    jobs::Job retrying() const
    {
        jobs::Job retrying = job(jobs::JobState::Queued, "medium", 0.12);
        give(retrying, ErrorCode::Io, QStringLiteral("read: input/output error"));
        retrying.attempt = 2;
        retrying.runAt = now_ + 240'000;
        return retrying;
    }

    jobs::Job tomorrow() const
    {
        jobs::Job tomorrow = job(jobs::JobState::Queued, "original", 0);
        tomorrow.runAt = now_ + 24 * 3'600'000;
        return tomorrow;
    }

    jobs::Job withoutSpace() const
    {
        jobs::Job waiting = job(jobs::JobState::Blocked, "high", 0.2);
        VolumeInfo volume;
        volume.name = QStringLiteral("Data");
        volume.bytesFree = 1'100'000'000;
        volume.bytesTotal = 64'000'000'000;
        give(waiting, ErrorCode::DiskFull, library::checkSpace(volume, 1'000'000'000, {}).error().detail);
        return waiting;
    }

    jobs::Job withoutCard() const
    {
        jobs::Job waiting = job(jobs::JobState::Blocked, "", 0);
        waiting.kind = jobs::JobKind::Ingest;
        give(waiting, ErrorCode::SourceUnreachable, QStringLiteral("open: no such file or directory"));
        return waiting;
    }

    EpochMs now_;
};

} // namespace ndas::test
