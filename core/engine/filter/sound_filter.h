// Decoded sound as an encoder wants it: one format, mixed down, gaps filled and overlaps trimmed by
// timestamps, in blocks. One thread at a time.
#pragma once

#include "core/engine/filter/sound_chain.h"

#include <optional>

namespace ndas::engine {

struct SoundFormat {
    int sampleRate = 48000;
    int channels = 2;
    int blockSize = 1024; ///< samples
};

class SoundFilter {
public:
    enum class Channels {
        Named,
        Counted,  ///< taken to be in the usual arrangement of so many
        Unplaced, ///< so many that there is none
        AllAround,
    };

    /// `timeBase` is that of what is fed.
    SoundFilter(SoundFormat format, AVRational timeBase);

    /// Takes the frame's content. Out come blocks of planar float with pts in 1/sampleRate.
    Result<void> feed(AVFrame& sound, const FrameHandler& onBlock);
    Result<void> finish(const FrameHandler& onBlock);

private:
    /// What the converter was built for.
    struct Shape {
        int sampleRate = 0;
        int format = -1;
        int channels = 0;
        AVChannelOrder order = AV_CHANNEL_ORDER_UNSPEC;
        std::uint64_t channelMask = 0;

        static Shape of(const AVFrame& sound);
        friend bool operator==(const Shape&, const Shape&) = default;
    };

    Result<void> rebuildConverter(const AVFrame& sound, const FrameHandler& onBlock);
    Result<void> finishConverter(const FrameHandler& onBlock);
    Result<void> fill(AVFrame& converted, const FrameHandler& onBlock);
    Result<void> bridge(const AVFrame& next, const FrameHandler& onBlock);

    SoundFormat format_;
    AVRational timeBase_;
    Shape shape_;
    Channels channels_ = Channels::Named;
    std::optional<SoundChain> converter_; ///< anew whenever the decoder changes its format
    std::optional<SoundChain> filler_;    ///< one for the whole track: it keeps the clock
    std::int64_t filledTo_ = 0;           ///< where what it was fed ends, in samples
};

} // namespace ndas::engine
