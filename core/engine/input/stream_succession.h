// Transport and program streams may go on, in mid-file, under other numbers: the programme was changed while
// it was recorded, or two recordings were joined, of which a disc numbers each kind of sound otherwise. What
// begins where a stream of the same kind has ended is taken for its continuation, that of another codec where
// there is none of its own. One thread, packets as they are read.
#pragma once

#include "core/base/result.h"
#include "core/engine/libav/av_handles.h"

#include <deque>
#include <map>
#include <span>
#include <vector>

namespace ndas::engine {

class StreamSuccession {
public:
    /// Takes the packet, which was read of `stream`. One that may be a continuation waits for two seconds of
    /// its own, to see whether the stream it might continue has really ended; less will do where meanwhile
    /// nothing else at all was read.
    Result<void> take(AVPacket& packet, const AVStream& stream);
    /// No more will come.
    Result<void> finish();

    /// The next packet that need not wait, under the number of the stream that it continues; false: none.
    bool next(AVPacket& packet);

    bool isReady() const { return !ready_.empty(); }

    /// Reading goes on elsewhere. What continues what is remembered.
    void forget();

    bool continuesAnother(int stream) const;

    /// Picture or sound went on where all of these streams had ended, and in none that could continue them.
    bool leavesBehind(std::span<const int> streams) const;

    /// Of the last moment before a change: they came when all had been read.
    std::int64_t lostPackets() const { return lost_; }

private:
    struct Track {
        AVMediaType kind = AVMEDIA_TYPE_UNKNOWN;
        AVCodecID codec = AV_CODEC_ID_NONE;
        const AVCodecParameters* headers = nullptr;
        AVRational timeBase{1, 90000};
        bool isPlaced = false;  ///< whether it continues another is known
        int origin = -1;        ///< the stream it continues, or itself
        int current = -1;       ///< of an origin: which of its successors is read at present
        std::int64_t from = -1; ///< place in the file of the first packet
        std::int64_t to = -1;
        std::int64_t since = -1;      ///< where what is read of it at present, or waits, begins
        std::vector<int> mayContinue; ///< origins that have been quiet since it waits
        bool isBeside = false;        ///< something else was read since it waits
        std::deque<PacketPtr> waiting;
    };

    Track& trackOf(const AVStream& stream);
    bool isRead(int index) const;
    bool comesTooLate(const Track& track, std::int64_t at) const;
    bool isOver(const Track& track) const;
    bool lasts(const Track& track, AVRational seconds) const;
    Result<void> yieldTo(std::int64_t at);
    std::vector<int> originsLike(const Track& track, int index) const;
    void isAlive(int origin, std::int64_t at);
    void standAlone(int index);
    Result<void> settle(int index);
    Result<void> settleAll(const std::vector<int>& indexes);
    void release(int index);

    std::map<int, Track> tracks_; ///< by number of the stream
    std::deque<PacketPtr> ready_;
    std::int64_t lost_ = 0;
};

} // namespace ndas::engine
