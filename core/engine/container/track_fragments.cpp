#include "core/engine/container/track_fragments.h"

#include <array>
#include <map>

namespace ndas::engine {

namespace {

/// How long each sample of a track lasts where a fragment does not say, by the track's id.
using UsualLengths = std::map<std::int64_t, std::uint32_t>;

/// Of a box whose flags tell what follows them.
std::uint32_t readFlags(AVIOContext* io, const Part& box)
{
    avio_seek(io, box.content, SEEK_SET);
    return avio_rb32(io) & 0xffffff;
}

class Reader {
public:
    Reader(AVIOContext* io, const UsualLengths& usual)
        : io_(io)
        , usual_(usual)
    {
    }

    TrackFragment read(const Part& track)
    {
        anyOf(io_, track.content, track.end, readBox, [this](const Part& box) {
            readPart(box);
            return false;
        });
        return fragment_;
    }

private:
    void readPart(const Part& box)
    {
        if (box.name == MKTAG('t', 'f', 'h', 'd'))
            readHeader(box);
        if (box.name == MKTAG('t', 'r', 'u', 'n'))
            readRun(box);
        if (box.name == MKTAG('t', 'f', 'd', 't')) {
            const bool isWide = openFullBox(io_, box) == 1;
            const std::int64_t at = avio_tell(io_);
            fragment_.clock = {.at = at,
                               .isWide = isWide,
                               .time = isWide ? static_cast<double>(avio_rb64(io_)) : avio_rb32(io_)};
        }
    }

    void readHeader(const Part& box)
    {
        const std::uint32_t flags = readFlags(io_, box);
        fragment_.track = avio_rb32(io_);
        avio_skip(io_, ((flags & 1) != 0 ? 8 : 0) + ((flags & 2) != 0 ? 4 : 0)); // place, description
        const auto usual = usual_.find(fragment_.track);
        const std::uint32_t length = usual == usual_.end() ? 0 : usual->second;
        each_ = (flags & 8) != 0 ? avio_rb32(io_) : length;
    }

    void readRun(const Part& run)
    {
        const std::uint32_t flags = readFlags(io_, run);
        const std::uint32_t count = std::min(avio_rb32(io_), mostEntries);
        const auto has = [flags](std::uint32_t flag) { return (flags & flag) != 0; };
        avio_skip(io_, (has(0x1) ? 4 : 0) + (has(0x4) ? 4 : 0)); // place, flags of the first
        if ((flags & 0xf00) == 0)
            return add(count, each_);
        for (std::uint32_t i = 0; i < count && avio_tell(io_) < run.end && !avio_feof(io_); ++i) {
            add(1, has(0x100) ? avio_rb32(io_) : each_);
            avio_skip(io_, (has(0x200) ? 4 : 0) + (has(0x400) ? 4 : 0)); // size, flags
            if (has(0x800))
                fragment_.delays.add(static_cast<std::int32_t>(avio_rb32(io_)));
        }
    }

    void add(double samples, std::uint32_t length)
    {
        fragment_.length += samples * length;
        fragment_.lastLength = length;
    }

    AVIOContext* io_;
    const UsualLengths& usual_;
    std::uint32_t each_ = 0;
    TrackFragment fragment_;
};

/// ISO/IEC 14496-12, 8.8.5
std::uint32_t numberOf(AVIOContext* io, const Part& fragment)
{
    constexpr std::array header{std::uint32_t{MKTAG('m', 'f', 'h', 'd')}};
    std::uint32_t number = 0;
    anyAt(io, fragment.content, fragment.end, readBox, header, [&](const Part& box) {
        openFullBox(io, box);
        number = avio_rb32(io);
        return true;
    });
    return number;
}

UsualLengths usualLengthsIn(AVIOContext* io, const Part& movie)
{
    constexpr std::array defaults{std::uint32_t{MKTAG('m', 'v', 'e', 'x')},
                                  std::uint32_t{MKTAG('t', 'r', 'e', 'x')}};
    UsualLengths usual;
    anyAt(io, movie.content, movie.end, readBox, defaults, [&](const Part& box) {
        readFlags(io, box);
        const std::int64_t track = avio_rb32(io);
        avio_skip(io, 4); // description
        usual[track] = avio_rb32(io);
        return false;
    });
    return usual;
}

} // namespace

bool forEachFragment(AVIOContext* io, const Part& movie, std::int64_t fileSize,
                     const std::function<bool(const TrackFragment&)>& take)
{
    constexpr std::array tracks{std::uint32_t{MKTAG('t', 'r', 'a', 'f')}};
    constexpr int mostBoxes = 1'000'000;
    const UsualLengths usual = usualLengthsIn(io, movie);
    std::optional<std::uint32_t> number;
    std::optional<Part> box = readBox(io, movie.end, fileSize);
    for (int i = 0; box; ++i) {
        if (i == mostBoxes)
            return false;
        if (box->name == MKTAG('m', 'o', 'o', 'f')) {
            const std::uint32_t before = number.value_or(UINT32_MAX);
            number = numberOf(io, *box);
            const bool followsLost = *number > before && *number - before > 1;
            const auto takeTrack = [&](const Part& track) {
                TrackFragment fragment = Reader(io, usual).read(track);
                fragment.followsLost = followsLost;
                return !take(fragment);
            };
            if (anyAt(io, box->content, box->end, readBox, tracks, takeTrack))
                return true;
        }
        box = readBox(io, box->end, fileSize);
    }
    return true;
}

} // namespace ndas::engine
