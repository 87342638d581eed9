#include "core/engine/filter/filter_graph.h"

#include "core/engine/libav/av_error.h"

extern "C" {
#include <libavfilter/buffersink.h>
}

namespace ndas::engine {

namespace {

/// Null when memory is short.
FilterInOutPtr openEnd(const char* name, AVFilterContext* filter)
{
    FilterInOutPtr end(avfilter_inout_alloc());
    if (!end)
        return end;
    end->name = av_strdup(name);
    end->filter_ctx = filter;
    return end->name ? std::move(end) : FilterInOutPtr();
}

} // namespace

Result<void> connectThrough(AVFilterGraph& graph, AVFilterContext* source, AVFilterContext* sink,
                            const QByteArray& chain)
{
    // libav names the ends as seen from the chain: its input hangs on the source's output.
    FilterInOutPtr inputs = openEnd("out", sink);
    FilterInOutPtr outputs = openEnd("in", source);
    if (!inputs || !outputs)
        return fail(ErrorCode::OutOfMemory);
    AVFilterInOut* openInputs = inputs.release();
    AVFilterInOut* openOutputs = outputs.release();
    int code = avfilter_graph_parse_ptr(&graph, chain.constData(), &openInputs, &openOutputs, nullptr);
    inputs.reset(openInputs);
    outputs.reset(openOutputs);
    if (code >= 0)
        code = avfilter_graph_config(&graph, nullptr);
    return code < 0 ? avFail(code, Phase::Filter, chain.constData()) : Result<void>{};
}

Result<void> pull(AVFilterContext* sink, AVFrame& frame, const FrameHandler& onFrame)
{
    for (;;) {
        const int code = av_buffersink_get_frame(sink, &frame);
        if (code == AVERROR(EAGAIN) || code == AVERROR_EOF)
            return {};
        if (code < 0)
            return avFail(code, Phase::Filter, "filtered frame");
        const Result<void> handled = onFrame(frame);
        av_frame_unref(&frame);
        NDAS_CHECK(handled);
    }
}

} // namespace ndas::engine
