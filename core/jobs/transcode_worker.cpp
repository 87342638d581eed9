#include "core/jobs/transcode_worker.h"

#include "core/base/log.h"

#include <QtCore/QFile>
#include <QtCore/QRegularExpression>

#include <array>

namespace ndas::jobs {

namespace {

using media::PlanNote;
using media::VideoEncoder;

/// In the order of preference; VAAPI last, as the makers' own ways do more.
constexpr std::array hardwareEncoders{VideoEncoder::Nvenc, VideoEncoder::Qsv, VideoEncoder::VideoToolbox,
                                      VideoEncoder::MediaFoundation, VideoEncoder::Vaapi};
constexpr std::chrono::seconds trialLimit(15);

/// Drivers map as much address space as the machine and its graphics chip have memory.
WorkerOptions forDrivers(WorkerOptions options)
{
    options.limits.memoryBytes = 0;
    return options;
}

/// One worker for all trials, until a driver breaks it.
class Trials {
public:
    Trials(const WorkerOptions& options, const CancellationToken& token)
        : options_(forDrivers(options))
        , token_(token)
    {
        options_.hardLimit = trialLimit;
        options_.stallAfter = trialLimit;
    }

    Result<void> attempt(VideoEncoder encoder)
    {
        if (!worker_ || !worker_->isUsable()) {
            NDAS_TRY(worker_, WorkerProcess::start(options_));
        }
        NDAS_CHECK(worker_->perform(media::EncoderTrialRequest{.encoder = encoder}, token_));
        return {};
    }

private:
    WorkerOptions options_;
    const CancellationToken& token_;
    std::unique_ptr<WorkerProcess> worker_;
};

std::optional<VideoEncoder> firstThatWorks(const WorkerOptions& options, const CancellationToken& token)
{
    Trials trials(options, token);
    for (const VideoEncoder encoder : hardwareEncoders) {
        if (!token.isCancelled() && trials.attempt(encoder))
            return encoder;
    }
    return std::nullopt;
}

/// Whether encoding in another way may go better; what recording, disk or user bring about stays.
bool mayBeTheDrivers(ErrorCode code)
{
    switch (code) {
    case ErrorCode::EncoderMissing:
    case ErrorCode::ExternalLibrary:
    case ErrorCode::VerificationFailed:
    case ErrorCode::OutOfMemory:
    case ErrorCode::WorkerCrashed:
    case ErrorCode::WorkerHung:
    case ErrorCode::SandboxViolation:
    case ErrorCode::ProtocolError:
        return true;
    default:
        return false;
    }
}

Result<media::TranscodeResult> once(const WorkerOptions& options, const media::TranscodeRequest& request,
                                    const CancellationToken& token, const WorkerListener& listener)
{
    NDAS_TRY(const auto worker, WorkerProcess::start(options));
    NDAS_TRY(media::DoneEvent done, worker->perform(request, token, listener));
    if (auto* const result = std::get_if<media::TranscodeResult>(&done.result))
        return std::move(*result);
    return fail(ErrorCode::ProtocolError, QStringLiteral("a transcode was answered with something else"));
}

Result<media::TranscodeResult> noting(Result<media::TranscodeResult> result, PlanNote note)
{
    if (result)
        result->notes.push_back(note);
    return result;
}

} // namespace

Result<media::TranscodeResult> transcodeInWorker(const WorkerOptions& options,
                                                 media::TranscodeRequest request, Hardware hardware,
                                                 const CancellationToken& token,
                                                 const WorkerListener& listener)
{
    request.encoder = VideoEncoder::X264;
    if (hardware == Hardware::Unused || request.plan.video.action == media::StreamAction::Copy)
        return once(options, request, token, listener);
    if (const std::optional<VideoEncoder> encoder = firstThatWorks(options, token)) {
        request.encoder = *encoder;
        qCInfo(logJobs) << "graphics devices are open to the worker that encodes, for"
                        << media::name(*encoder);
        auto made = once(forDrivers(options), request, token, listener);
        if (made || !mayBeTheDrivers(made.error().code))
            return noting(std::move(made), PlanNote::HardwareUsed);
        qCWarning(logJobs).noquote() << media::name(*encoder) << "gave up:" << logText(made.error());
        QFile::remove(request.outputPath); // of a worker that could not do so itself
        request.encoder = VideoEncoder::X264;
    }
    return noting(once(options, request, token, listener), PlanNote::HardwareFailed);
}

std::vector<EncoderTrial> tryHardwareEncoders(const WorkerOptions& options, const CancellationToken& token)
{
    Trials all(options, token);
    std::vector<EncoderTrial> trials;
    for (const VideoEncoder encoder : hardwareEncoders) {
        const Result<void> tried = all.attempt(encoder);
        trials.push_back(
            {.encoder = encoder, .problem = tried ? std::nullopt : std::optional(tried.error())});
    }
    return trials;
}

QString reasonText(const Error& problem)
{
    switch (problem.code) {
    case ErrorCode::EncoderMissing:
        return QStringLiteral("not in this build");
    case ErrorCode::WorkerCrashed:
        return QStringLiteral("its driver crashed");
    case ErrorCode::WorkerHung:
        return QStringLiteral("its driver did not answer");
    default:
        break;
    }
    // What the library said last, without the name of its part.
    static const QRegularExpression part(QStringLiteral("^\\w+: "));
    return problem.detail.section(QLatin1Char('\n'), -1).remove(part);
}

} // namespace ndas::jobs
