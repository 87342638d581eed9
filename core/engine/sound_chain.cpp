#include "core/engine/sound_chain.h"

#include "core/engine/av_error.h"

#include <array>

extern "C" {
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
#include <libavutil/channel_layout.h>
}

namespace ndas::engine {

namespace {

QByteArray layoutName(const AVChannelLayout& layout)
{
    std::array<char, 128> name{};
    av_channel_layout_describe(&layout, name.data(), name.size());
    return QByteArray(name.data());
}

QByteArray sourceArguments(const AVFrame& like, AVRational timeBase)
{
    return "sample_rate=" + QByteArray::number(like.sample_rate) +
           ":sample_fmt=" + QByteArray::number(like.format) +
           ":channel_layout=" + layoutName(like.ch_layout) +
           ":time_base=" + QByteArray::number(timeBase.num) + '/' + QByteArray::number(timeBase.den);
}

FilterInOutPtr openEnd(const char* name, AVFilterContext* filter)
{
    FilterInOutPtr end(avfilter_inout_alloc());
    if (end) {
        end->name = av_strdup(name);
        end->filter_ctx = filter;
    }
    return end;
}

} // namespace

SoundChain::SoundChain(FilterGraphPtr graph, FramePtr frame)
    : graph_(std::move(graph))
    , frame_(std::move(frame))
{
}

Result<SoundChain> SoundChain::make(const AVFrame& like, AVRational timeBase, const QByteArray& chain)
{
    SoundChain self(FilterGraphPtr(avfilter_graph_alloc()), makeFrame());
    if (!self.graph_ || !self.frame_)
        return fail(ErrorCode::OutOfMemory);
    self.graph_->nb_threads = 1;
    NDAS_CHECK(self.connect(sourceArguments(like, timeBase), chain));
    return self;
}

Result<void> SoundChain::connect(const QByteArray& sourceArguments, const QByteArray& chain)
{
    int code = avfilter_graph_create_filter(&source_, avfilter_get_by_name("abuffer"), "in",
                                            sourceArguments.constData(), nullptr, graph_.get());
    if (code >= 0)
        code = avfilter_graph_create_filter(&sink_, avfilter_get_by_name("abuffersink"), "out", nullptr,
                                            nullptr, graph_.get());
    if (code < 0)
        return avFail(code, Phase::Filter, sourceArguments.constData());
    // libav names the ends as seen from the chain: its input hangs on our source's output.
    AVFilterInOut* inputs = openEnd("out", sink_).release();
    AVFilterInOut* outputs = openEnd("in", source_).release();
    code = avfilter_graph_parse_ptr(graph_.get(), chain.constData(), &inputs, &outputs, nullptr);
    const FilterInOutPtr unusedInputs(inputs);
    const FilterInOutPtr unusedOutputs(outputs);
    if (code >= 0)
        code = avfilter_graph_config(graph_.get(), nullptr);
    if (code < 0)
        return avFail(code, Phase::Filter, chain.constData());
    return {};
}

AVRational SoundChain::timeBase() const
{
    return av_buffersink_get_time_base(sink_);
}

void SoundChain::setBlockSize(int samples)
{
    av_buffersink_set_frame_size(sink_, static_cast<unsigned>(samples));
}

Result<void> SoundChain::feed(AVFrame& frame, const FrameHandler& onFrame)
{
    if (const int code = av_buffersrc_add_frame_flags(source_, &frame, AV_BUFFERSRC_FLAG_PUSH); code < 0)
        return avFail(code, Phase::Filter, "sound filter");
    return pull(onFrame);
}

Result<void> SoundChain::finish(const FrameHandler& onFrame)
{
    if (const int code = av_buffersrc_add_frame_flags(source_, nullptr, AV_BUFFERSRC_FLAG_PUSH); code < 0)
        return avFail(code, Phase::Filter, "sound filter end");
    return pull(onFrame);
}

Result<void> SoundChain::pull(const FrameHandler& onFrame)
{
    for (;;) {
        const int code = av_buffersink_get_frame(sink_, frame_.get());
        if (code == AVERROR(EAGAIN) || code == AVERROR_EOF)
            return {};
        if (code < 0)
            return avFail(code, Phase::Filter, "filtered sound");
        const Result<void> handled = onFrame(*frame_);
        av_frame_unref(frame_.get());
        NDAS_CHECK(handled);
    }
}

} // namespace ndas::engine
