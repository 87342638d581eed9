// The encode loop of libav, written once, and how the two encoders are set up for a plan. One thread at a
// time.
#pragma once

#include "core/engine/encode/packet_sink.h"
#include "core/engine/libav/av_handles.h"
#include "core/media/transcode_plan.h"

#include <functional>

namespace ndas::engine {

/// The packet is the encoder's own and reused after the call; times in the encoder's time base.
using PacketHandler = std::function<Result<void>(AVPacket& packet)>;

/// Brings a picture to where and how an encoder wants it.
using FrameConverter = std::function<Result<FramePtr>(const AVFrame& frame)>;

class Encoder {
public:
    /// Takes an opened codec context. Without a converter pictures are taken as they are.
    static Result<Encoder> wrap(CodecContextPtr context, FrameConverter converter = {});

    Result<void> feed(const AVFrame& frame, const PacketHandler& onPacket);
    /// The packets still inside; nothing can be fed afterwards.
    Result<void> finish(const PacketHandler& onPacket);

    const AVCodecContext& context() const { return *context_; }

    Result<TrackFormat> format() const;

private:
    Encoder(CodecContextPtr context, PacketPtr packet, FrameConverter converter);
    Result<void> send(const AVFrame* frame, const PacketHandler& onPacket);

    CodecContextPtr context_;
    PacketPtr packet_;
    FrameConverter converter_;
};

/// Described but not opened: the plan's size, colours, cap, times and distance of key frames. EncoderMissing.
Result<CodecContextPtr> newVideoContext(const char* encoderName, const media::VideoPlan& plan,
                                        AVRational frameRate, std::int64_t bufferBits);

/// What was encoded before an encoder's first picture.
struct EncoderStart {
    std::int64_t bufferBits = 0; ///< what the buffer behind a bitrate cap holds; 0 = the encoder's own choice
    bool continues = false;      ///< other pictures, with which the quality of the first is to agree
};

/// log2 of the seconds for which x264 takes a picture to be shown.
double logLength(std::int64_t ticks, AVRational timeBase);

/// x264 makes a picture the finer the longer it is shown, but a key frame as fine as the pictures are that
/// were predicted from before it. The first one of an encoder that continues others is made so by this:
/// its own logLength(), and the mean of theirs.
Result<void> evenOut(AVFrame& first, double length, double usual);

/// H.264 by x264 in yuv420p, limited range, square pixels. `threads` 0 = all cores.
Result<Encoder> openVideoEncoder(const media::VideoPlan& plan, AVRational frameRate, int threads,
                                 const EncoderStart& start = {});
/// AAC-LC from planar float.
Result<Encoder> openAudioEncoder(const media::AudioPlan& plan);

/// The colour tags of what openVideoEncoder() is fed.
struct ColorTags {
    AVColorSpace matrix = AVCOL_SPC_BT709;
    AVColorPrimaries primaries = AVCOL_PRI_BT709;
    AVColorTransferCharacteristic transfer = AVCOL_TRC_BT709;
};

ColorTags colorTags(const media::VideoPlan& plan);

} // namespace ndas::engine
