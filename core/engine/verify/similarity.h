// SSIM by libavfilter (Wang et al. 2004; 1 = identical). One thread at a time.
#pragma once

#include "core/base/result.h"
#include "core/engine/libav/av_handles.h"
#include "core/media/worker_protocol.h"

namespace ndas::engine {

class Similarity {
public:
    /// For pictures of this size in yuv420p. EncoderMissing when the filter is not built in.
    static Result<Similarity> make(media::PixelSize size);

    Result<void> add(const AVFrame& picture, const AVFrame& original);
    /// The mean of all pairs; nothing can be added afterwards.
    Result<std::optional<media::Likeness>> finish();

private:
    Similarity() = default;
    static Result<void> push(AVFilterContext* into, const AVFrame* frame, std::int64_t number);
    Result<void> drain();

    FilterGraphPtr graph_;
    AVFilterContext* picture_ = nullptr; ///< owned by the graph, as all here
    AVFilterContext* original_ = nullptr;
    AVFilterContext* sink_ = nullptr;
    FramePtr result_;
    std::int64_t added_ = 0;
    media::Likeness sum_;
};

} // namespace ndas::engine
