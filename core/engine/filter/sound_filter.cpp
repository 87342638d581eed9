#include "core/engine/filter/sound_filter.h"

#include "core/engine/libav/channel_layout.h"

#include <numbers>
#include <vector>

extern "C" {
#include <libavutil/samplefmt.h>
#include <libswresample/swresample.h>
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

/// Nobody knows which of them matter, so that all do.
QByteArray mixingEvenly(int channels)
{
    QByteArray all = "c0";
    for (int channel = 1; channel < channels; ++channel)
        all += "+c" + QByteArray::number(channel);
    return "pan=stereo|c0<" + all + "|c1<" + all + ',';
}

QByteArray mixing(SoundFilter::Channels kind, int channels)
{
    switch (kind) {
    case SoundFilter::Channels::Named:
        break;
    case SoundFilter::Channels::Counted:
        return mixingAll;
    case SoundFilter::Channels::Unplaced:
        return mixingEvenly(channels);
    case SoundFilter::Channels::AllAround:
        return hearingBothSides;
    }
    return {};
}

QByteArray converterChain(const SoundFormat& format, const QByteArray& mix)
{
    AVChannelLayout layout{};
    av_channel_layout_default(&layout, format.channels);
    return mix + "aformat=sample_fmts=fltp:sample_rates=" + QByteArray::number(format.sampleRate) +
           ":channel_layouts=" + nameOf(layout);
}

/// libswresample wants some channels in front, and to each its other side: not those behind alone, of which
/// some recorders make a track of its own.
bool canMix(const AVChannelLayout& from, int channels)
{
    AVChannelLayout to{};
    av_channel_layout_default(&to, channels);
    constexpr std::ptrdiff_t most = 64; // channels; where it lowers a mix it goes through all 64 x 64
    std::vector<double> matrix(most * most);
    constexpr double half = std::numbers::sqrt2 / 2; // of the power
    return swr_build_matrix2(&from, &to, half, half, 0, 1, 1, matrix.data(), most, AV_MATRIX_ENCODING_NONE,
                             nullptr) >= 0;
}

SoundFilter::Channels channelsOf(const AVChannelLayout& layout, int wanted)
{
    if (layout.order == AV_CHANNEL_ORDER_AMBISONIC && layout.nb_channels > 1)
        return SoundFilter::Channels::AllAround;
    if (layout.order == AV_CHANNEL_ORDER_NATIVE && canMix(layout, wanted))
        return SoundFilter::Channels::Named;
    AVChannelLayout usual{};
    av_channel_layout_default(&usual, layout.nb_channels);
    return usual.order == AV_CHANNEL_ORDER_UNSPEC ? SoundFilter::Channels::Unplaced
                                                  : SoundFilter::Channels::Counted;
}

/// Those of the usual arrangement: others libswresample does not know.
void nameChannels(AVFrame& sound)
{
    const int channels = sound.ch_layout.nb_channels;
    av_channel_layout_uninit(&sound.ch_layout);
    av_channel_layout_default(&sound.ch_layout, channels);
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

SoundFilter::Shape SoundFilter::Shape::of(const AVFrame& sound)
{
    const AVChannelLayout& layout = sound.ch_layout;
    return {sound.sample_rate, sound.format, layout.nb_channels, layout.order,
            layout.order == AV_CHANNEL_ORDER_NATIVE ? layout.u.mask : 0};
}

SoundFilter::SoundFilter(SoundFormat format, AVRational timeBase)
    : format_(format)
    , timeBase_(timeBase)
{
}

Result<void> SoundFilter::feed(AVFrame& sound, const FrameHandler& onBlock)
{
    const Shape shape = Shape::of(sound);
    const bool isOther = !converter_ || shape != shape_;
    if (isOther)
        channels_ = channelsOf(sound.ch_layout, format_.channels);
    if (channels_ != Channels::Named)
        nameChannels(sound);
    if (isOther)
        NDAS_CHECK(rebuildConverter(sound, onBlock));
    shape_ = shape;
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

Result<void> SoundFilter::rebuildConverter(const AVFrame& sound, const FrameHandler& onBlock)
{
    NDAS_CHECK(finishConverter(onBlock));
    const QByteArray mix = mixing(channels_, sound.ch_layout.nb_channels);
    NDAS_TRY(SoundChain converter, SoundChain::make(sound, timeBase_, converterChain(format_, mix)));
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
