#include "core/jobs/transcode_worker.h"

#include "core/base/log.h"

#include <QtCore/QFile>
#include <QtCore/QRegularExpression>

#include <algorithm>
#include <array>
#include <numeric>

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
        NDAS_TRY(WorkerProcess* const worker, worker_.within(options_, token_));
        NDAS_CHECK(worker->perform(media::EncoderTrialRequest{.encoder = encoder}, token_));
        return {};
    }

private:
    WorkerOptions options_;
    const CancellationToken& token_;
    KeptWorker worker_;
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

using Indexes = std::vector<std::size_t>;

/// Renditions until each has ended.
class Renditions {
public:
    Renditions(std::vector<media::TranscodeRequest> requests, const std::vector<WorkerCall>& calls,
               const TranscodeEnd& onEnd)
        : requests_(std::move(requests))
        , notes_(requests_.size())
        , calls_(calls)
        , onEnd_(onEnd)
    {
        for (media::TranscodeRequest& request : requests_)
            request.encoder = VideoEncoder::X264;
    }

    void run(KeptWorker& worker, const WorkerOptions& options, Hardware hardware)
    {
        Indexes open(requests_.size());
        std::iota(open.begin(), open.end(), std::size_t{0});
        if (hardware == Hardware::WhereItWorks && std::ranges::any_of(requests_, isEncoded))
            open = runWithHardware(options, std::move(open));
        attempt(worker, options, open);
    }

private:
    static bool isEncoded(const media::TranscodeRequest& request)
    {
        return request.plan.video.action == media::StreamAction::Encode;
    }

    /// Those that are still to be made by the processor.
    Indexes runWithHardware(const WorkerOptions& options, Indexes open)
    {
        const std::optional<VideoEncoder> encoder = firstThatWorks(options, calls_.front().token);
        if (!encoder) {
            ask(open, VideoEncoder::X264, PlanNote::HardwareFailed);
            return open;
        }
        qCInfo(logJobs) << "graphics devices are open to the worker that encodes, for"
                        << media::name(*encoder);
        ask(open, *encoder, PlanNote::HardwareUsed);
        KeptWorker withDrivers;
        return attempt(withDrivers, forDrivers(options), open);
    }

    void ask(const Indexes& open, VideoEncoder encoder, PlanNote note)
    {
        for (const std::size_t index : open) {
            if (!isEncoded(requests_[index]))
                continue;
            requests_[index].encoder = encoder;
            notes_[index] = note;
        }
    }

    /// Those that ended otherwise than the processor might have.
    Indexes attempt(KeptWorker& kept, const WorkerOptions& options, const Indexes& open)
    {
        Indexes again;
        media::TranscodeGroup group;
        std::vector<WorkerCall> calls;
        std::vector<CancellationToken> tokens;
        for (const std::size_t index : open) {
            if (calls_[index].token.isCancelled()) {
                end(index, fail(ErrorCode::Cancelled));
                continue;
            }
            group.renditions.push_back(requests_[index]);
            calls.push_back(calls_[index]);
            tokens.push_back(calls_[index].token);
            calls.back().listener.onEnd = [this, index, &again](const Result<media::DoneEvent>& answer) {
                if (!hear(index, answer))
                    again.push_back(index);
            };
        }
        if (calls.empty())
            return again;
        if (const auto worker = kept.within(options, CancellationSource::whenAll(tokens).token()))
            (*worker)->performTogether(group, calls);
        else
            for (const WorkerCall& call : calls)
                call.listener.onEnd(fail(worker.error()));
        return again;
    }

    /// False: to be tried once more, by the processor.
    bool hear(std::size_t index, const Result<media::DoneEvent>& answer)
    {
        const media::TranscodeRequest& request = requests_[index];
        const bool isHardware = request.encoder != VideoEncoder::X264;
        if (answer) {
            const auto* result = std::get_if<media::TranscodeResult>(&answer->result);
            end(index, result ? Result<media::TranscodeResult>(*result)
                              : fail(ErrorCode::ProtocolError,
                                     QStringLiteral("a transcode was answered with something else")));
        } else if (isHardware && mayBeTheDrivers(answer.error().code)) {
            qCWarning(logJobs).noquote()
                << media::name(request.encoder) << "gave up:" << logText(answer.error());
            QFile::remove(request.outputPath); // of a worker that could not do so itself
            leaveToProcessor(index, PlanNote::HardwareFailed);
            return false;
        } else if (isHardware && answer.error().code == media::begunByProcessor) {
            leaveToProcessor(index, PlanNote::HardwareTooLate);
            return false;
        } else {
            end(index, fail(answer.error()));
        }
        return true;
    }

    void leaveToProcessor(std::size_t index, PlanNote why)
    {
        requests_[index].encoder = VideoEncoder::X264;
        notes_[index] = why;
    }

    void end(std::size_t index, Result<media::TranscodeResult> result)
    {
        if (result && notes_[index])
            result->notes.push_back(*notes_[index]);
        onEnd_(index, std::move(result));
    }

    std::vector<media::TranscodeRequest> requests_;
    std::vector<std::optional<PlanNote>> notes_; ///< of what became of the wish for hardware
    const std::vector<WorkerCall>& calls_;
    const TranscodeEnd& onEnd_;
};

} // namespace

void transcodeInWorker(KeptWorker& worker, const WorkerOptions& options,
                       std::vector<media::TranscodeRequest> renditions, Hardware hardware,
                       const std::vector<WorkerCall>& calls, const TranscodeEnd& onEnd)
{
    Renditions(std::move(renditions), calls, onEnd).run(worker, options, hardware);
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
