// The send/receive loop of libav, written once. Packets in, frames out through a callback; a damaged packet
// is counted and skipped. One thread at a time.
#pragma once

#include "core/base/result.h"
#include "core/engine/clock/decoding_times.h"
#include "core/engine/codec/hevc_sequences.h"
#include "core/engine/libav/av_handles.h"

#include <functional>
#include <memory>
#include <span>

namespace ndas::engine {

struct DecoderOptions {
    int threads = 1; ///< 0 = all cores
    /// Pictures no other picture refers to stay without the loop filter: nothing one sees at two thirds of
    /// the size (1080p at 0.5 Mbit/s to 720p: SSIM to the source -0.00007).
    bool forReducing = false;
    /// Packets say when they are decoded and not when they are shown (AVI).
    bool timesAreOfDecoding = false;
};

/// The frame is the decoder's own and reused after the call; its pts is the best known presentation time in
/// the stream's time base. An error ends feed() with that error.
using FrameHandler = std::function<Result<void>(AVFrame& frame)>;

class FieldWeaver;
struct SpeechFrame;

class Decoder {
public:
    ~Decoder();
    Decoder(Decoder&&) noexcept;
    Decoder& operator=(Decoder&&) noexcept;

    /// UnsupportedCodec, Damaged (headers nothing can be made of), OutOfMemory.
    static Result<Decoder> open(const AVStream& stream, const DecoderOptions& options = {});

    /// Frames this packet completes go to `onFrame`, none or several. It may bring headers of its own (see
    /// new_headers.h), even of another codec.
    Result<void> feed(const AVPacket& packet, const FrameHandler& onFrame);
    /// The frames still inside. Afterwards only reset() makes the decoder usable again.
    Result<void> finish(const FrameHandler& onFrame);
    /// A key frame by itself, at once, whatever the reorder delay, and without the loop filter: for what is
    /// not looked at closely. Feeding starts anew afterwards.
    Result<void> decodeAlone(const AVPacket& keyPacket, const FrameHandler& onFrame);
    /// After a seek.
    void reset();

    AVCodecContext* context() const { return context_.get(); }

    std::int64_t frames() const { return frames_; }

    std::int64_t packets() const { return packets_; }

    /// Packets the decoder refused as invalid.
    std::int64_t damagedPackets() const { return damagedPackets_; }

    /// A frame got another time than its packet says.
    bool guessedTimes() const { return guessedTimes_; }

private:
    Decoder(const AVStream& stream, const DecoderOptions& options);
    Result<void> openContext(const AVCodec& codec, const AVCodecParameters& headers);
    Result<void> beginAnew(const AVCodecParameters& headers, const FrameHandler& onFrame);
    Result<void> lookForSequence(const AVPacket& packet, const FrameHandler& onFrame);
    Result<void> lookForShape(const AVPacket& packet, const FrameHandler& onFrame);
    Result<void> lookForFields(const AVPacket& packet, const FrameHandler& onFrame);
    Result<void> lookForTransparency(const AVPacket& packet, const FrameHandler& onFrame);
    Result<void> sendSpeech(const AVPacket& packet, std::span<const SpeechFrame> speech,
                            const FrameHandler& onFrame);
    bool lacksReferences(const AVPacket& packet);
    Result<void> sendHidden(const AVPacket& packet, const FrameHandler& onFrame);
    std::int64_t timeOf(const AVFrame& frame);
    Result<void> send(const AVPacket* packet, const FrameHandler& onFrame);
    Result<void> pass(AVFrame& frame, const FrameHandler& onFrame);
    Result<bool> receive(const FrameHandler& onFrame);

    AVRational timeBase_;
    DecoderOptions options_;
    CodecContextPtr context_;
    CodecParametersPtr headers_;
    HevcSequences sequences_;
    FramePtr frame_;
    std::unique_ptr<FieldWeaver> weaver_; ///< of a codec that may hand out fields
    bool isOfFields_ = false;             ///< the packet, which libavcodec makes one picture of
    bool leavesOutTimeless_ = false;      ///< frames, since reset()
    int references_ = 0;                  ///< pictures of MPEG-4 to refer to, since reset(); at most 2
    DecodingTimes decodingTimes_;
    std::int64_t frames_ = 0;
    std::int64_t packets_ = 0;
    std::int64_t damagedPackets_ = 0;
    bool guessedTimes_ = false;
    std::uint32_t sequenceShape_ = 0; ///< of MPEG-1 and MPEG-2, as the latest header has it; 0 = unknown
};

/// How long it is shown, in the stream's time base; 0 = it does not say.
std::int64_t durationOf(const AVFrame& frame);
/// Decodable by itself.
bool isKeyFrame(const AVFrame& frame);
/// A frame whose picture is known to be incomplete or wrong.
bool isDamaged(const AVFrame& frame);

} // namespace ndas::engine
