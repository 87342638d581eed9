#include "core/engine/container/media_times.h"

#include <array>
#include <limits>

namespace ndas::engine {

namespace {

constexpr std::array header{std::uint32_t{MKTAG('t', 'k', 'h', 'd')}};
constexpr std::array tables{std::uint32_t{MKTAG('m', 'd', 'i', 'a')},
                            std::uint32_t{MKTAG('m', 'i', 'n', 'f')},
                            std::uint32_t{MKTAG('s', 't', 'b', 'l')}};

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
            const std::uint32_t each = avio_rb32(io_);
            add(samples * each, each);
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
    const auto addOne = [&](const TrackFragment& fragment) {
        if (fragment.track != id_)
            return true;
        if (fragment.clock)
            decoded_ = fragment.clock->time;
        add(fragment.length, fragment.lastLength);
        if (fragment.delays.first)
            delays_.add(*fragment.delays.first);
        delays_.add(fragment.delays.longest);
        return end() <= static_cast<double>(enough);
    };
    if (!forEachFragment(io_, movie, fileSize, addOne))
        latest_ = std::numeric_limits<double>::infinity(); // the end is not known
}

void MediaTimes::add(double length, std::uint32_t lastLength)
{
    decoded_ += length;
    if (decoded_ > 0)
        latest_ = std::max(latest_, lastLength > 0 ? decoded_ : decoded_ + 1); // for some time it is shown
}

} // namespace ndas::engine
