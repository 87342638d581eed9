#include "core/engine/mending/delay_mending.h"

#include "core/engine/container/box_walk.h"

#include <optional>
#include <utility>

extern "C" {
#include <libavutil/intreadwrite.h>
}

namespace ndas::engine {

namespace {

/// ISO/IEC 14496-12, 8.6.1.3: how long after they are decoded pictures are shown.
struct Delay {
    std::int64_t at = 0; ///< in the file
    std::uint32_t pictures = 0;
    std::uint32_t ticks = 0;
};

/// How far apart all samples are; 0: not all as far. The last may be cut.
std::int64_t evenInterval(AVIOContext* io, const Part& times)
{
    std::int64_t interval = 0;
    bool isEven = true;
    bool isCut = false;
    forEachEntry(io, times, [&] {
        const std::int64_t samples = avio_rb32(io);
        const std::int64_t each = avio_rb32(io);
        interval = interval == 0 ? each : interval;
        isEven = isEven && !isCut && (each == interval || samples == 1);
        isCut = isCut || each != interval;
    });
    return isEven ? interval : 0;
}

/// In the order of decoding; none where they are of more pictures than a recording has.
std::vector<Delay> delaysIn(AVIOContext* io, const Part& table)
{
    std::vector<Delay> delays;
    std::int64_t pictures = 0;
    forEachEntry(io, table, [&] {
        const std::uint32_t count = avio_rb32(io);
        const std::int64_t at = avio_tell(io);
        delays.push_back({.at = at, .pictures = count, .ticks = avio_rb32(io)});
        pictures += count;
    });
    return pictures > mostEntries ? std::vector<Delay>() : delays;
}

/// Pictures are shown one interval apart, each at a place of its own, the one decoded first at the first.
class Places {
public:
    Places(const std::vector<Delay>& delays, std::int64_t interval)
        : interval_(interval)
        , first_(static_cast<std::int32_t>(delays.front().ticks))
    {
        std::size_t pictures = 0;
        for (const Delay& delay : delays)
            pictures += delay.pictures;
        taken_.resize(pictures, 0);
        forEachPicture(delays, [this](const Delay&, std::optional<std::size_t> place) {
            taken_[place.value_or(0)] += place ? 1 : 0;
            return true;
        });
    }

    /// Those of pictures without a place of their own.
    std::vector<std::size_t> doubtful(const std::vector<Delay>& delays) const
    {
        std::vector<std::size_t> found;
        forEachPicture(delays, [&](const Delay& delay, std::optional<std::size_t> place) {
            const auto number = static_cast<std::size_t>(&delay - delays.data());
            if ((!place || taken_[*place] > 1) && (found.empty() || found.back() != number))
                found.push_back(number);
            return true;
        });
        return found;
    }

    bool areAllTaken(const std::vector<Delay>& delays) const
    {
        std::vector<bool> taken(taken_.size());
        return forEachPicture(delays, [&taken](const Delay&, std::optional<std::size_t> place) {
            const bool isFree = place && !taken[*place];
            if (isFree)
                taken[*place] = true;
            return isFree;
        });
    }

private:
    /// Until `visit` returns false.
    template <typename Visit>
    bool forEachPicture(const std::vector<Delay>& delays, const Visit& visit) const
    {
        std::int64_t picture = 0;
        for (const Delay& delay : delays)
            for (std::uint32_t i = 0; i < delay.pictures; ++i)
                if (!visit(delay, placeOf(picture++, static_cast<std::int32_t>(delay.ticks))))
                    return false;
        return true;
    }

    std::optional<std::size_t> placeOf(std::int64_t picture, std::int32_t delay) const
    {
        const std::int64_t time = picture * interval_ + delay - first_;
        const std::int64_t place = time / interval_;
        const bool isThere = time % interval_ == 0 && place >= 0 && place < std::ssize(taken_);
        return isThere ? std::optional(static_cast<std::size_t>(place)) : std::nullopt;
    }

    std::int64_t interval_;
    std::int64_t first_;     ///< delay, of all without which they would be shown at once
    std::vector<int> taken_; ///< by how many pictures
};

/// The only bit without which all pictures have a place.
std::optional<MendedBytes> mended(std::vector<Delay> delays, std::int64_t interval)
{
    constexpr std::size_t mostDoubtful = 8; // beyond, that is not what is wrong
    const Places places(delays, interval);
    const std::vector<std::size_t> doubtful = places.doubtful(delays);
    std::optional<MendedBytes> found;
    for (std::size_t i = 0; i < doubtful.size() && doubtful.size() <= mostDoubtful; ++i)
        for (int bit = 0; bit < 32; ++bit) {
            Delay& delay = delays[doubtful[i]];
            delay.ticks ^= 1U << bit;
            if (places.areAllTaken(delays)) {
                if (found)
                    return std::nullopt;
                QByteArray bytes(4, '\0');
                AV_WB32(bytes.data(), delay.ticks);
                found = MendedBytes{.at = delay.at, .bytes = bytes};
            }
            delay.ticks ^= 1U << bit;
        }
    return found;
}

} // namespace

std::vector<MendedBytes> mendedDelays(AVIOContext* io, std::int64_t fileSize)
{
    std::vector<MendedBytes> found;
    forEachTrack(io, fileSize, [&](const Part&, const Part& track) {
        const auto times = sampleTable(io, track, MKTAG('s', 't', 't', 's'));
        const auto table = sampleTable(io, track, MKTAG('c', 't', 't', 's'));
        const std::int64_t interval = times && table ? evenInterval(io, *times) : 0;
        std::vector<Delay> delays = interval > 0 ? delaysIn(io, *table) : std::vector<Delay>();
        const auto bytes = delays.empty() ? std::nullopt : mended(std::move(delays), interval);
        if (bytes)
            found.push_back(*bytes);
    });
    return found;
}

} // namespace ndas::engine
