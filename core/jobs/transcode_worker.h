// Renditions of one recording in a worker of their own, by graphics hardware where that is allowed and works.
// Hardware is asked before it is believed: what it cannot do, at any moment and in any way, the processor
// does.
#pragma once

#include "core/jobs/worker_process.h"

namespace ndas::jobs {

enum class Hardware { Unused, WhereItWorks };

/// How the rendition of that number ended; once for each, as soon as it is known. The result's notes say what
/// became of a wish for hardware.
using TranscodeEnd = std::function<void(std::size_t index, Result<media::TranscodeResult> result)>;

/// Blocking, as WorkerProcess::performTogether(), with its errors; `calls` has as many as `renditions`, all
/// of one recording. `worker` does what the processor does.
void transcodeInWorker(KeptWorker& worker, const WorkerOptions& options,
                       std::vector<media::TranscodeRequest> renditions, Hardware hardware,
                       const std::vector<WorkerCall>& calls, const TranscodeEnd& onEnd);

struct EncoderTrial {
    media::VideoEncoder encoder = media::VideoEncoder::X264;
    std::optional<Error> problem; ///< none: it works
};

/// Tries every hardware encoder this program knows. Bounded: a driver that hangs or crashes costs its worker.
std::vector<EncoderTrial> tryHardwareEncoders(const WorkerOptions& options, const CancellationToken& token);

/// Why it does not work, in a few English words: "libcuda.so.1 cannot be loaded".
QString reasonText(const Error& problem);

} // namespace ndas::jobs
