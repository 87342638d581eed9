// A job as a value, and its states. See RELIABILITY.md's table; every change of state is one named transition
// of JobStore.
#pragma once

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/base/ids.h"

#include <QtCore/QJsonObject>

#include <optional>
#include <vector>

namespace ndas::jobs {

enum class JobKind { Ingest, Transcode };
enum class JobState { Queued, Running, Paused, Blocked, Succeeded, Failed, Cancelled };

const char* name(JobKind kind);
const char* name(JobState state);
std::optional<JobKind> jobKindFromName(const QString& name);
std::optional<JobState> jobStateFromName(const QString& name);
bool isTerminal(JobState state);

struct NewJob {
    JobKind kind = JobKind::Ingest;
    VideoId video;
    QString preset; ///< "" for ingest
    QJsonObject payload;
    int priority = 0;
};

struct Job {
    JobId id;
    JobKind kind = JobKind::Ingest;
    VideoId video;
    QString preset;
    QJsonObject payload;
    JobState state = JobState::Queued;
    int priority = 0;
    EpochMs runAt = 0; ///< of a waiting job: not before; not after createdAt = at once
    int attempt = 0;
    int crashes = 0;
    std::int64_t fence = 0;
    QString owner; ///< instance uuid while running
    bool cancelRequested = false;
    bool pauseRequested = false;
    double progress = 0; ///< 0..1
    QString stage;       ///< media::name(Stage), or "hashing", "copying", "publishing"
    double speed = 0;    ///< media seconds per second; 0 = not known
    ErrorCode errorCode = ErrorCode::Internal;
    bool hasError = false; ///< an attempt failed (with errorCode) and no later one succeeded
    QString errorDetail;
    EpochMs createdAt = 0;
    std::optional<EpochMs> startedAt;
    std::optional<EpochMs> finishedAt;
};

/// What is remembered of an ended job that was taken off the list.
struct PastJob {
    JobKind kind = JobKind::Ingest;
    QString preset;
    JobState state = JobState::Succeeded;
    ErrorCode errorCode = ErrorCode::Internal; ///< of a failed one
    EpochMs finishedAt = 0;
};

struct JobEvent {
    JobId job;
    EpochMs at = 0;
    QString fromState;
    QString toState;
    int attempt = 0;
    QString reason;
    QString detail;
};

} // namespace ndas::jobs
