// The recordings behind the first in one file, read as if that went on: their streams are those of the first
// of the same kind, in their order, and their times follow on. One thread, as Input is.
#pragma once

#include "core/base/result.h"
#include "core/engine/libav/av_handles.h"
#include "core/media/media_info.h"

#include <QtCore/QByteArray>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <vector>

namespace ndas::engine {

class FileIo;
class Input;

class Sequels {
public:
    Sequels();
    Sequels(Sequels&&) noexcept;
    Sequels& operator=(Sequels&&) noexcept;
    ~Sequels();

    /// Looks for them; the file ends with the first recording from then on.
    void separate(FileIo& file);

    bool isEmpty() const { return begins_.empty(); }

    /// Packets come from one of them.
    bool isReading() const { return current_ != nullptr; }

    void select(std::span<const int> streamIndexes);

    /// Each packet read of the first recording.
    Result<void> follow(AVPacket& packet, const AVStream& stream);
    /// The next packet behind `first`, in ticks of its stream; false: no more. What cannot be opened is
    /// left out and counted.
    Result<bool> read(AVPacket& packet, const Input& first);
    /// To the one in which `time` is; false: in the first, as far as is known.
    Result<bool> seek(const Input& first, int streamIndex, media::Micros time);
    /// Reading goes on in the first.
    void leave();

    std::int64_t damagedReads() const;

private:
    enum class Clock { MayGoOn, Own }; ///< recordings of another kind have their own

    struct Place {
        media::Micros shift{0};
        media::Micros start{0}; ///< shifted
    };

    bool isSelected(int origin) const;
    Result<bool> goTo(std::size_t number, const Input& first);
    Result<void> open(std::size_t number, const Input& first);
    void close();
    Place placeBehind(std::size_t number, media::Micros start, Clock clock) const;
    Result<bool> take(AVPacket& packet, const Input& first);
    Result<void> note(AVPacket& packet, AVRational timeBase, const AVCodecParameters& headers);

    std::vector<std::int64_t> begins_;         ///< and the end of the file
    std::vector<std::optional<Place>> places_; ///< where they are in time, once they were come to
    std::vector<int> selected_;                ///< of the first; empty = all
    std::size_t next_ = 0;                     ///< to be read when the current one ends
    std::unique_ptr<Input> current_;           ///< no more than one is open
    std::map<int, int> origins_;               ///< of its streams
    std::map<int, QByteArray> matrices_;       ///< of those to be turned otherwise than what they continue
    std::set<int> begun_;                      ///< streams that have a packet since reading went on elsewhere
    media::Micros end_{0};                     ///< of all read so far
    std::int64_t damagedReads_ = 0;
};

} // namespace ndas::engine
