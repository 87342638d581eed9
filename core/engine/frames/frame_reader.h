// Reads any frame of a recording exactly, by number or by time, forward and backward: for looking at it
// picture by picture. Numbers count the frames that are shown, from 0; times are microseconds from the start
// of the recording. One thread at a time; blocking, cancellable.
#pragma once

#include "core/base/cancellation.h"
#include "core/base/result.h"
#include "core/engine/input/progress_meter.h"
#include "core/engine/libav/av_handles.h"
#include "core/media/media_info.h"

#include <memory>

namespace ndas::engine {

struct FrameReaderOptions {
    std::int64_t cacheBytes = 96'000'000; ///< of decoded pictures, at least a few are kept
    int threads = 2;
};

struct ReadFrame {
    std::int64_t index = 0;
    media::Micros at{0};
    FramePtr picture; ///< upright, square pixels, SDR, in the format asked for
};

class FrameReader {
public:
    /// Reads the whole file once to find its frames. Refusals as probe(); Damaged when there is no frame.
    static Result<FrameReader> open(const QString& path, const CancellationToken& token = {},
                                    const FrameReaderOptions& options = {},
                                    const ProgressHandler& onProgress = {});
    FrameReader(FrameReader&&) noexcept;
    FrameReader& operator=(FrameReader&&) noexcept;
    ~FrameReader();

    const media::MediaInfo& info() const;
    /// When each frame is first shown, ascending; which one is on screen at a time says frameOnScreen().
    const std::vector<media::Micros>& times() const;

    /// That frame; where the decoder has none to give (damaged), the one before it. `box`: the picture is
    /// reduced to fit into it, empty = full size. BadOption (no such number), Damaged, Cancelled, Io and its
    /// like; after any of them the reader goes on to work. Neighbours of the last frame read are usually
    /// there at once.
    Result<ReadFrame> read(std::int64_t index, media::PixelSize box = {},
                           AVPixelFormat format = AV_PIX_FMT_RGBA, const CancellationToken& token = {},
                           const ProgressHandler& onProgress = {});

private:
    struct Impl;
    explicit FrameReader(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace ndas::engine
