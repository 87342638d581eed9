// A transcode in a worker of its own, by graphics hardware where that is allowed and works. Hardware is asked
// before it is believed: what it cannot do, at any moment and in any way, the processor does.
#pragma once

#include "core/jobs/worker_process.h"

namespace ndas::jobs {

enum class Hardware { Unused, WhereItWorks };

/// Blocking, as WorkerProcess::perform(), with its errors. The result's notes say what became of a wish for
/// hardware.
Result<media::TranscodeResult> transcodeInWorker(const WorkerOptions& options,
                                                 media::TranscodeRequest request, Hardware hardware,
                                                 const CancellationToken& token,
                                                 const WorkerListener& listener = {});

struct EncoderTrial {
    media::VideoEncoder encoder = media::VideoEncoder::X264;
    std::optional<Error> problem; ///< none: it works
};

/// Tries every hardware encoder this program knows. Bounded: a driver that hangs or crashes costs its worker.
std::vector<EncoderTrial> tryHardwareEncoders(const WorkerOptions& options, const CancellationToken& token);

/// Why it does not work, in a few English words: "libcuda.so.1 cannot be loaded".
QString reasonText(const Error& problem);

} // namespace ndas::jobs
