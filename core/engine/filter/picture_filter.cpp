#include "core/engine/filter/picture_filter.h"

#include "core/engine/filter/filter_graph.h"
#include "core/engine/libav/av_error.h"

#include <cstdlib>

extern "C" {
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
}

namespace ndas::engine {

namespace {

void stripSideData(AVFrame& frame)
{
    while (frame.nb_side_data > 0)
        av_frame_remove_side_data(&frame, frame.side_data[0]->type);
    av_dict_free(&frame.metadata);
}

/// Fields are timed in halves of ticks, where those can be had.
bool isSameTime(std::int64_t a, std::int64_t b, AVRational timeBase)
{
    constexpr std::int64_t tolerance = 1000; // microseconds
    return a == b || std::abs(av_rescale_q(a - b, timeBase, {1, AV_TIME_BASE})) <= tolerance;
}

Failure unfaithful(const QByteArray& chain)
{
    return fail(ErrorCode::VerificationFailed,
                QStringLiteral("filters lost or moved a picture: ") + QString::fromUtf8(chain));
}

} // namespace

PictureShape PictureShape::of(const AVFrame& frame)
{
    return {
        frame.width,      frame.height,          frame.format,    frame.color_range,
        frame.colorspace, frame.color_primaries, frame.color_trc, pixelAspectOr1(frame.sample_aspect_ratio)};
}

bool PictureShape::operator==(const PictureShape& other) const
{
    return width == other.width && height == other.height && format == other.format && range == other.range &&
           matrix == other.matrix && primaries == other.primaries && transfer == other.transfer &&
           av_cmp_q(pixelAspect, other.pixelAspect) == 0;
}

Result<PictureFilter> PictureFilter::make(const AVFrame& like, AVRational timeBase,
                                          const PictureFilterSpec& spec)
{
    return build(like, timeBase, pictureChain(like, spec), spec.threads);
}

Result<PictureFilter> PictureFilter::makeLook(const AVFrame& like, AVRational timeBase,
                                              const QByteArray& chain)
{
    NDAS_TRY(PictureFilter filter, build(like, timeBase, chain, 1));
    filter.keepsMetadata_ = true;
    return filter;
}

Result<PictureFilter> PictureFilter::build(const AVFrame& like, AVRational timeBase, QByteArray chain,
                                           int threads)
{
    PictureFilter filter;
    filter.description_ = std::move(chain);
    filter.graph_.reset(avfilter_graph_alloc());
    filter.result_ = makeFrame();
    if (!filter.graph_ || !filter.result_)
        return fail(ErrorCode::OutOfMemory);
    filter.graph_->nb_threads = threads;
    filter.timeBase_ = timeBase;
    filter.shape_ = PictureShape::of(like);
    NDAS_CHECK(filter.connect(like));
    return filter;
}

Result<void> PictureFilter::connect(const AVFrame& like)
{
    source_ = avfilter_graph_alloc_filter(graph_.get(), avfilter_get_by_name("buffer"), "in");
    const std::unique_ptr<AVBufferSrcParameters, FreeByValue<av_free>> parameters(
        av_buffersrc_parameters_alloc());
    if (!source_ || !parameters)
        return fail(ErrorCode::OutOfMemory);
    parameters->format = like.format;
    parameters->width = like.width;
    parameters->height = like.height;
    parameters->time_base = timeBase_;
    parameters->sample_aspect_ratio = {1, 1}; // the plan's size has it already
    int code = av_buffersrc_parameters_set(source_, parameters.get());
    if (code >= 0)
        code = avfilter_init_str(source_, nullptr);
    if (code >= 0)
        code = avfilter_graph_create_filter(&sink_, avfilter_get_by_name("buffersink"), "out", nullptr,
                                            nullptr, graph_.get());
    if (code < 0)
        return avFail(code, Phase::Filter, "filter source");
    return connectThrough(*graph_, source_, sink_, description_);
}

bool PictureFilter::accepts(const AVFrame& frame) const
{
    return PictureShape::of(frame) == shape_;
}

Result<void> PictureFilter::feed(const AVFrame& frame, const FrameHandler& onFrame)
{
    const FramePtr copy(av_frame_clone(&frame));
    if (!copy)
        return fail(ErrorCode::OutOfMemory);
    copy->sample_aspect_ratio = {1, 1};
    if (const int code = av_buffersrc_add_frame_flags(source_, copy.get(), AV_BUFFERSRC_FLAG_PUSH); code < 0)
        return avFail(code, Phase::Filter, "filter");
    inside_.push_back(frame.pts);
    return drain(onFrame);
}

Result<void> PictureFilter::finish(const FrameHandler& onFrame)
{
    if (const int code = av_buffersrc_add_frame_flags(source_, nullptr, AV_BUFFERSRC_FLAG_PUSH); code < 0)
        return avFail(code, Phase::Filter, "filter end");
    NDAS_CHECK(drain(onFrame));
    return inside_.empty() ? Result<void>{} : unfaithful(description_);
}

Result<void> PictureFilter::checkOff(const AVFrame& result)
{
    if (inside_.empty() || !isSameTime(result.pts, inside_.front(), timeBase_))
        return unfaithful(description_);
    inside_.pop_front();
    return {};
}

Result<void> PictureFilter::drain(const FrameHandler& onFrame)
{
    const AVRational sinkTimeBase = av_buffersink_get_time_base(sink_);
    return pull(sink_, *result_, [&](AVFrame& result) -> Result<void> {
        if (result.pts != AV_NOPTS_VALUE)
            result.pts = av_rescale_q(result.pts, sinkTimeBase, timeBase_);
        if (!keepsMetadata_)
            stripSideData(result);
        NDAS_CHECK(checkOff(result));
        return onFrame(result);
    });
}

} // namespace ndas::engine
