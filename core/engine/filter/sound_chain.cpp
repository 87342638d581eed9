#include "core/engine/filter/sound_chain.h"

#include "core/engine/filter/filter_graph.h"
#include "core/engine/libav/av_error.h"
#include "core/engine/libav/channel_layout.h"

extern "C" {
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
}

namespace ndas::engine {

namespace {

QByteArray sourceArguments(const AVFrame& like, AVRational timeBase)
{
    return "sample_rate=" + QByteArray::number(like.sample_rate) +
           ":sample_fmt=" + QByteArray::number(like.format) + ":channel_layout=" + nameOf(like.ch_layout) +
           ":time_base=" + QByteArray::number(timeBase.num) + '/' + QByteArray::number(timeBase.den);
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
    return connectThrough(*graph_, source_, sink_, chain);
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
    return pull(sink_, *frame_, onFrame);
}

Result<void> SoundChain::finish(const FrameHandler& onFrame)
{
    if (const int code = av_buffersrc_add_frame_flags(source_, nullptr, AV_BUFFERSRC_FLAG_PUSH); code < 0)
        return avFail(code, Phase::Filter, "sound filter end");
    return pull(sink_, *frame_, onFrame);
}

} // namespace ndas::engine
