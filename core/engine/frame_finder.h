// Finds decoded frames of one video stream by time. One thread; blocking, cancellable through the input.
#pragma once

#include "core/engine/decoder.h"
#include "core/engine/input.h"
#include "core/media/media_info.h"

#include <optional>

namespace ndas::engine {

class FrameFinder {
public:
    static Result<FrameFinder> open(Input& input, int streamIndex, int threads);

    /// The frame shown at `time` (of the stream's own clock): the last one that starts no later; the first
    /// of all when there is none. Damaged when nothing decodes.
    Result<FramePtr> frameAt(media::Micros time);

    enum class Verdict { GoOn, Stop };
    using Look = std::function<Result<Verdict>(AVFrame& frame)>;
    /// Shows frames from the key frame at or before `time` on, until told to stop or the file ends. Never
    /// frames decoded without a real key frame: where there is none, it starts at the file's beginning and
    /// skips what lies before `time`.
    Result<void> look(media::Micros time, const Look& look);
    enum class Start { AtKeyFrame, AtBeginning };
    /// One of these two ways; false when no frame was shown.
    Result<bool> lookFrom(Start start, media::Micros time, const Look& look);

    /// The key frame where look(time) would start, decoded by itself and without the loop filter: for small
    /// pictures. Null where that cannot be had: the container may split frames, or it is none.
    Result<FramePtr> quickKeyFrame(media::Micros time);

    /// When the key frame is shown where look(time) would start; nullopt when the container cannot seek
    /// there. Decodes nothing.
    Result<std::optional<media::Micros>> keyFrameFor(media::Micros time);

    media::Micros timeOf(const AVFrame& frame) const;

private:
    FrameFinder(Input& input, AVStream& stream, Decoder decoder, PacketPtr packet);
    Result<bool> go(Start start, media::Micros time);
    Result<bool> goToKeyFrame(media::Micros time);
    Result<bool> readKeyPacket();
    media::Micros packetTime() const;
    Result<void> decode(const Look& look);

    Input* input_;
    AVStream* stream_;
    Decoder decoder_;
    PacketPtr packet_;
    bool hasPacket_ = false; ///< the key frame found last, not decoded yet
};

} // namespace ndas::engine
