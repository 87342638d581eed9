// Finds decoded frames of one video stream by time. One thread; blocking, cancellable through the input.
#pragma once

#include "core/engine/decode/decoder.h"
#include "core/engine/input/input.h"
#include "core/media/media_info.h"

#include <deque>
#include <optional>

namespace ndas::engine {

class FrameFinder {
public:
    /// Where the clock begins anew on the way, a time says where to look only together with all that was read
    /// before it: then it is read from the beginning on, or from where the last look ended.
    enum class Clock { RunsThrough, BeginsAnew };
    static Result<FrameFinder> open(Input& input, int streamIndex, int threads,
                                    Clock clock = Clock::RunsThrough);

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
    FrameFinder(Input& input, AVStream& stream, Decoder decoder, Clock clock);
    Result<bool> go(Start start, media::Micros time);
    Result<bool> goToKeyFrame(media::Micros time);
    Result<bool> readToKeyFrame(media::Micros time);
    Result<bool> readKeyPacket();
    Result<bool> lookAhead();
    Result<bool> advance();
    Result<void> rewind();
    void forget();
    media::Micros timeOf(const AVPacket& packet) const;
    Result<void> decode(const Look& look);

    Input* input_;
    AVStream* stream_;
    Decoder decoder_;
    Clock clock_;
    std::deque<PacketPtr> group_; ///< the latest packets: from a key frame on where the clock begins anew
    std::size_t next_ = 0;        ///< of these, to be decoded
    PacketPtr ahead_;             ///< follows them
};

} // namespace ndas::engine
