#include "core/engine/mending/fragment_mending.h"

#include "core/engine/clock/track_clock.h"
#include "core/engine/container/track_fragments.h"

#include <array>
#include <cmath>
#include <map>

extern "C" {
#include <libavutil/intreadwrite.h>
}

namespace ndas::engine {

namespace {

using Seconds = std::chrono::duration<double>;

constexpr Seconds inStep = std::chrono::milliseconds(200);

/// By how many seconds clocks are put back into step; told by the track that comes first, so that picture and
/// sound stay together.
class Shifts {
public:
    double agreed(double seconds)
    {
        const auto known = std::ranges::find_if(
            shifts_, [seconds](double shift) { return std::abs(shift - seconds) < inStep.count(); });
        if (known != shifts_.end())
            return *known;
        shifts_.push_back(seconds);
        return seconds;
    }

private:
    std::vector<double> shifts_;
};

/// The fragments of one track, in their order, and when they can be decoded.
class FragmentedTrack {
public:
    explicit FragmentedTrack(double ticksPerSecond)
        : ticksPerSecond_(std::max(1.0, ticksPerSecond))
    {
    }

    void add(const TrackFragment& fragment)
    {
        if (fragment.clock)
            fragments_.push_back({.clock = *fragment.clock,
                                  .length = fragment.length,
                                  .time = fragment.clock->time,
                                  .followsLost = fragment.followsLost});
        else if (!fragments_.empty()) // it follows the one before
            fragments_.back().length += fragment.length;
    }

    void mend(Shifts& shifts)
    {
        moveFirst();
        double shift = 0;
        for (std::size_t i = 1; i < fragments_.size(); ++i) {
            const Fragment& before = fragments_[i - 1];
            const double time = fragments_[i].time + shift;
            const bool isOut = std::abs(time - before.end()) > ticks(inStep);
            const bool isAlone = isOut && goesOnBehind(i, before.end() - shift);
            const bool isSet = !isAlone && isLeap(before, time);
            if (isSet)
                shift = shifts.agreed((shift + before.end() - time) / ticksPerSecond_) * ticksPerSecond_;
            leaps_ += isAlone || isSet ? 1 : 0;
            lost_ += isOut && !isAlone && !isSet && time > before.end() && fragments_[i].followsLost ? 1 : 0;
            fragments_[i].time = isAlone ? before.end() : fragments_[i].time + shift;
        }
    }

    std::int64_t leaps() const { return leaps_; }

    /// Fragments that are not there: their numbers are missing, and so is their time.
    std::int64_t lost() const { return lost_; }

    void tell(std::vector<MendedBytes>& mended) const
    {
        for (const Fragment& fragment : fragments_) {
            const double most = fragment.clock.isWide ? 9e18 : double{UINT32_MAX};
            if (fragment.time == fragment.clock.time || fragment.time < 0 || fragment.time > most)
                continue;
            QByteArray bytes(8, '\0');
            AV_WB64(bytes.data(), static_cast<std::uint64_t>(fragment.time));
            mended.push_back({.at = fragment.clock.at, .bytes = bytes.right(fragment.clock.isWide ? 8 : 4)});
        }
    }

private:
    struct Fragment {
        FragmentClock clock;
        double length = 0;
        double time = 0; ///< that it is decoded at
        bool followsLost = false;

        double end() const { return time + length; }
    };

    double ticks(Seconds time) const { return time.count() * ticksPerSecond_; }

    /// What fragments say of how long they last may be wrong, so that they seem to overlap.
    bool isLeap(const Fragment& before, double time) const
    {
        return time < before.time || time - before.end() > ticks(longestLeap({}));
    }

    /// The next one is where it would be, had this one begun at `time`.
    bool goesOnBehind(std::size_t i, double time) const
    {
        return i + 1 < fragments_.size() &&
               std::abs(fragments_[i + 1].time - time - fragments_[i].length) <= ticks(inStep);
    }

    /// There is nothing before it to follow.
    void moveFirst()
    {
        if (fragments_.size() < 2)
            return;
        Fragment& first = fragments_.front();
        const double expected = fragments_[1].time - first.length;
        if (!isLeap(first, fragments_[1].time) || expected < 0)
            return;
        first.time = expected;
        ++leaps_;
    }

    double ticksPerSecond_;
    std::vector<Fragment> fragments_;
    std::int64_t leaps_ = 0;
    std::int64_t lost_ = 0;
};

using Tracks = std::map<std::int64_t, FragmentedTrack>; ///< by their ids

Tracks tracksIn(AVIOContext* io, const Part& movie)
{
    constexpr std::array track{std::uint32_t{MKTAG('t', 'r', 'a', 'k')}};
    constexpr std::array trackHeader{std::uint32_t{MKTAG('t', 'k', 'h', 'd')}};
    constexpr std::array mediaHeader{std::uint32_t{MKTAG('m', 'd', 'i', 'a')},
                                     std::uint32_t{MKTAG('m', 'd', 'h', 'd')}};
    Tracks tracks;
    anyAt(io, movie.content, movie.end, readBox, track, [&](const Part& part) {
        const auto numberIn = [&](std::span<const std::uint32_t> names) {
            std::int64_t number = 0;
            anyAt(io, part.content, part.end, readBox, names, [&](const Part& header) {
                number = readBehindDates(io, header);
                return true;
            });
            return number;
        };
        tracks.emplace(numberIn(trackHeader), static_cast<double>(numberIn(mediaHeader)));
        return false; // all tracks
    });
    return tracks;
}

MendedTimes mendedTimesOf(AVIOContext* io, const Part& movie, std::int64_t fileSize)
{
    Tracks tracks = tracksIn(io, movie);
    forEachFragment(io, movie, fileSize, [&tracks](const TrackFragment& fragment) {
        if (const auto track = tracks.find(fragment.track); track != tracks.end())
            track->second.add(fragment);
        return true;
    });
    Shifts shifts;
    MendedTimes mended;
    for (auto& [id, track] : tracks) {
        track.mend(shifts);
        track.tell(mended.bytes);
        mended.leaps += track.leaps();
        mended.lost += track.lost();
    }
    return mended;
}

} // namespace

MendedTimes mendedFragmentTimes(AVIOContext* io, std::int64_t fileSize)
{
    constexpr std::array movie{std::uint32_t{MKTAG('m', 'o', 'o', 'v')}};
    constexpr std::array fragments{std::uint32_t{MKTAG('m', 'v', 'e', 'x')}};
    const std::int64_t before = avio_tell(io);
    MendedTimes mended;
    anyAt(io, 0, fileSize, readBox, movie, [&](const Part& whole) {
        if (countAt(io, whole.content, whole.end, readBox, fragments) > 0)
            mended = mendedTimesOf(io, whole, fileSize);
        return true;
    });
    avio_seek(io, before, SEEK_SET);
    return mended;
}

std::optional<MendedBytes> nameOfCutOffFragment(AVIOContext* io, std::int64_t fileSize)
{
    constexpr int mostBoxes = 1'000'000;
    const std::int64_t before = avio_tell(io);
    std::int64_t last = 0;
    for (int i = 0; i < mostBoxes; ++i) {
        const std::optional<Part> box = readBox(io, last, fileSize);
        if (!box)
            break;
        last = box->end;
    }
    const std::int64_t name = last + 4;
    const bool isFragment =
        last > 0 && avio_seek(io, name, SEEK_SET) == name && avio_rl32(io) == MKTAG('m', 'o', 'o', 'f');
    avio_seek(io, before, SEEK_SET);
    return isFragment ? std::optional(MendedBytes{.at = name, .bytes = "free"}) : std::nullopt;
}

} // namespace ndas::engine
