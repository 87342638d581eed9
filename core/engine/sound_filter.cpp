#include "core/engine/sound_filter.h"

#include "core/engine/channel_layout.h"

extern "C" {
#include <libavutil/samplefmt.h>
}

namespace ndas::engine {

namespace {

/// What is off by 20 ms is filled or cut, less is made up for within a second by playing up to 2 % slower or
/// faster: clocks that drift, and gaps too short to be heard as such.
constexpr const char* gapFilling = "aresample=async=1000:min_comp=0.005:min_hard_comp=0.02";

/// The channel that films have for their effects is left out of a mix; where channels are only counted, it
/// may as well hold what a microphone heard.
constexpr const char* mixingAll = "aresample=lfe_mix_level=0.7071,";

/// Of sound from all around the first channel is what comes from anywhere, the second what comes more from
/// the left than from the right: as two microphones hear it that point there.
constexpr const char* hearingBothSides = "pan=stereo|c0=0.5*c0+0.5*c1|c1=0.5*c0-0.5*c1,";

QByteArray converterChain(const SoundFormat& format, SoundFilter::Channels channels)
{
    AVChannelLayout layout{};
    av_channel_layout_default(&layout, format.channels);
    const char* mix = "";
    if (channels == SoundFilter::Channels::Counted)
        mix = mixingAll;
    else if (channels == SoundFilter::Channels::AllAround)
        mix = hearingBothSides;
    return QByteArray(mix) +
           "aformat=sample_fmts=fltp:sample_rates=" + QByteArray::number(format.sampleRate) +
           ":channel_layouts=" + nameOf(layout);
}

/// Files that count channels without naming them are taken to mean the usual arrangement. What comes from all
/// around has no other names that libswresample knows.
SoundFilter::Channels nameChannels(AVFrame& sound)
{
    const bool isAllAround = sound.ch_layout.order == AV_CHANNEL_ORDER_AMBISONIC;
    if (sound.ch_layout.order != AV_CHANNEL_ORDER_UNSPEC && !isAllAround)
        return SoundFilter::Channels::Named;
    const int channels = sound.ch_layout.nb_channels;
    av_channel_layout_uninit(&sound.ch_layout);
    av_channel_layout_default(&sound.ch_layout, channels);
    return isAllAround && channels > 1 ? SoundFilter::Channels::AllAround : SoundFilter::Channels::Counted;
}

/// One second in the form of `like`; null when memory runs out.
FramePtr silence(const AVFrame& like)
{
    FramePtr frame = makeFrame();
    if (!frame || av_channel_layout_copy(&frame->ch_layout, &like.ch_layout) < 0)
        return nullptr;
    frame->format = like.format;
    frame->sample_rate = like.sample_rate;
    frame->nb_samples = like.sample_rate;
    const auto format = static_cast<AVSampleFormat>(like.format);
    if (av_frame_get_buffer(frame.get(), 0) < 0 ||
        av_samples_set_silence(frame->extended_data, 0, frame->nb_samples, frame->ch_layout.nb_channels,
                               format) < 0)
        return nullptr;
    return frame;
}

} // namespace

SoundFilter::Shape SoundFilter::Shape::of(AVFrame& sound)
{
    const Channels channels = nameChannels(sound);
    const bool named = sound.ch_layout.order == AV_CHANNEL_ORDER_NATIVE;
    return {sound.sample_rate, sound.format, sound.ch_layout.nb_channels, named ? sound.ch_layout.u.mask : 0,
            channels};
}

SoundFilter::SoundFilter(SoundFormat format, AVRational timeBase)
    : format_(format)
    , timeBase_(timeBase)
{
}

Result<void> SoundFilter::feed(AVFrame& sound, const FrameHandler& onBlock)
{
    const Shape shape = Shape::of(sound);
    if (!converter_ || shape != shape_)
        NDAS_CHECK(rebuildConverter(sound, shape, onBlock));
    return converter_->feed(sound, [&](AVFrame& converted) { return fill(converted, onBlock); });
}

Result<void> SoundFilter::finish(const FrameHandler& onBlock)
{
    NDAS_CHECK(finishConverter(onBlock));
    return filler_ ? filler_->finish(onBlock) : Result<void>{};
}

Result<void> SoundFilter::finishConverter(const FrameHandler& onBlock)
{
    if (!converter_)
        return {};
    return converter_->finish([&](AVFrame& converted) { return fill(converted, onBlock); });
}

Result<void> SoundFilter::rebuildConverter(const AVFrame& sound, const Shape& shape,
                                           const FrameHandler& onBlock)
{
    NDAS_CHECK(finishConverter(onBlock));
    NDAS_TRY(SoundChain converter, SoundChain::make(sound, timeBase_, converterChain(format_, shape.kind)));
    shape_ = shape;
    converter_ = std::move(converter);
    return {};
}

Result<void> SoundFilter::fill(AVFrame& converted, const FrameHandler& onBlock)
{
    const AVRational unit{1, format_.sampleRate};
    converted.pts = av_rescale_q(converted.pts, converter_->timeBase(), unit);
    if (!filler_) {
        NDAS_TRY(SoundChain filler, SoundChain::make(converted, unit, gapFilling));
        filler.setBlockSize(format_.blockSize);
        filler_ = std::move(filler);
        filledTo_ = converted.pts;
    }
    NDAS_CHECK(bridge(converted, onBlock));
    filledTo_ = converted.pts + converted.nb_samples;
    return filler_->feed(converted, onBlock);
}

/// Long gaps a second at a time: libswresample fills a whole one at once, and an hour takes 1.6 GB.
Result<void> SoundFilter::bridge(const AVFrame& next, const FrameHandler& onBlock)
{
    while (next.pts - filledTo_ > format_.sampleRate) {
        const FramePtr second = silence(next);
        if (!second)
            return fail(ErrorCode::OutOfMemory);
        second->pts = filledTo_;
        filledTo_ += second->nb_samples;
        NDAS_CHECK(filler_->feed(*second, onBlock));
    }
    return {};
}

} // namespace ndas::engine
