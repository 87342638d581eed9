#include "core/engine/media_times.h"

#include <array>
#include <limits>

namespace ndas::engine {

namespace {

constexpr std::array header{std::uint32_t{MKTAG('t', 'k', 'h', 'd')}};
constexpr std::array tables{std::uint32_t{MKTAG('m', 'd', 'i', 'a')},
                            std::uint32_t{MKTAG('m', 'i', 'n', 'f')},
                            std::uint32_t{MKTAG('s', 't', 'b', 'l')}};
constexpr std::array defaults{std::uint32_t{MKTAG('m', 'v', 'e', 'x')},
                              std::uint32_t{MKTAG('t', 'r', 'e', 'x')}};

/// Of a box whose flags tell what follows them.
std::uint32_t readFlags(AVIOContext* io, const Part& box)
{
    avio_seek(io, box.content, SEEK_SET);
    return avio_rb32(io) & 0xffffff;
}

} // namespace

MediaTimes::MediaTimes(AVIOContext* io, const Part& track)
    : io_(io)
{
    anyAt(io, track.content, track.end, readBox, header, [this](const Part& box) {
        id_ = readBehindDates(io_, box);
        return true;
    });
    anyAt(io, track.content, track.end, readBox, tables, [this](const Part& table) {
        return anyOf(io_, table.content, table.end, readBox, [this](const Part& box) {
            readTable(box);
            return false;
        });
    });
}

double MediaTimes::end() const
{
    return latest_ > 0 ? latest_ + delays_.longest : 0;
}

void MediaTimes::readTable(const Part& box)
{
    if (box.name == MKTAG('s', 't', 't', 's'))
        forEachEntry(io_, box, [this] {
            const double samples = avio_rb32(io_);
            add(samples, avio_rb32(io_));
        });
    if (box.name == MKTAG('c', 't', 't', 's'))
        forEachEntry(io_, box, [this] {
            avio_skip(io_, 4); // samples
            delays_.add(static_cast<std::int32_t>(avio_rb32(io_)));
        });
}

void MediaTimes::addFragments(const Part& movie, std::int64_t fileSize, std::int64_t enough)
{
    hasFragments_ = true;
    std::uint32_t lasts = 0;
    anyAt(io_, movie.content, movie.end, readBox, defaults, [&](const Part& box) {
        readFlags(io_, box);
        const bool isMine = avio_rb32(io_) == id_;
        avio_skip(io_, 4); // description
        lasts = isMine ? avio_rb32(io_) : 0;
        return isMine;
    });
    constexpr int mostBoxes = 1'000'000; // of more of them the end is not known
    std::optional<Part> box = readBox(io_, movie.end, fileSize);
    for (int i = 0; box && end() <= static_cast<double>(enough); ++i) {
        if (box->name == MKTAG('m', 'o', 'o', 'f'))
            readFragment(*box, lasts);
        if (i == mostBoxes)
            latest_ = std::numeric_limits<double>::infinity();
        box = readBox(io_, box->end, fileSize);
    }
}

void MediaTimes::readFragment(const Part& fragment, std::uint32_t lasts)
{
    constexpr std::array tracks{std::uint32_t{MKTAG('t', 'r', 'a', 'f')}};
    anyAt(io_, fragment.content, fragment.end, readBox, tracks, [&](const Part& track) {
        bool isMine = false;
        std::uint32_t each = lasts;
        anyOf(io_, track.content, track.end, readBox, [&](const Part& box) {
            if (box.name == MKTAG('t', 'f', 'h', 'd')) {
                const std::uint32_t flags = readFlags(io_, box);
                isMine = avio_rb32(io_) == id_;
                avio_skip(io_, ((flags & 1) != 0 ? 8 : 0) + ((flags & 2) != 0 ? 4 : 0)); // place, description
                each = (flags & 8) != 0 ? avio_rb32(io_) : lasts;
            } else if (isMine && box.name == MKTAG('t', 'f', 'd', 't')) {
                const bool isWide = openFullBox(io_, box) == 1;
                decoded_ = isWide ? static_cast<double>(avio_rb64(io_)) : avio_rb32(io_);
            } else if (isMine && box.name == MKTAG('t', 'r', 'u', 'n')) {
                readRun(box, each);
            }
            return false;
        });
        return false;
    });
}

void MediaTimes::readRun(const Part& run, std::uint32_t lasts)
{
    const std::uint32_t flags = readFlags(io_, run);
    const std::uint32_t count = std::min(avio_rb32(io_), mostEntries);
    const auto has = [flags](std::uint32_t flag) { return (flags & flag) != 0; };
    avio_skip(io_, (has(0x1) ? 4 : 0) + (has(0x4) ? 4 : 0)); // place, flags of the first
    if ((flags & 0xf00) == 0)
        return add(count, lasts);
    for (std::uint32_t i = 0; i < count && avio_tell(io_) < run.end && !avio_feof(io_); ++i) {
        add(1, has(0x100) ? avio_rb32(io_) : lasts);
        avio_skip(io_, (has(0x200) ? 4 : 0) + (has(0x400) ? 4 : 0)); // size, flags
        if (has(0x800))
            delays_.add(static_cast<std::int32_t>(avio_rb32(io_)));
    }
}

void MediaTimes::add(double samples, std::uint32_t lasts)
{
    decoded_ += samples * lasts;
    if (decoded_ > 0)
        latest_ = std::max(latest_, lasts > 0 ? decoded_ : decoded_ + 1); // for some time it is shown
}

} // namespace ndas::engine
