#include "core/engine/container/sample_tables.h"

#include "core/engine/container/box_walk.h"

#include <algorithm>
#include <array>
#include <vector>

extern "C" {
#include <libavutil/intreadwrite.h>
}

namespace ndas::engine {

namespace {

/// One sample table. ISO/IEC 14496-12, 8.6.1.2 (times), 8.7.3 (sizes), 8.7.4 and 8.7.5 (chunks).
class SampleTable {
public:
    SampleTable(AVIOContext* io, const Part& table)
        : io_(io)
    {
        anyOf(io, table.content, table.end, readBox, [this](const Part& box) {
            read(box);
            return false;
        });
    }

    std::int64_t withoutPlace() const
    {
        const bool isRead = runs_.size() < mostEntries;
        const double placed = std::min(static_cast<double>(sized_), inChunks());
        return isRead ? std::max<std::int64_t>(0, timed_ - static_cast<std::int64_t>(placed)) : 0;
    }

private:
    struct Run {
        std::int64_t firstChunk = 0; ///< from 1
        std::int64_t samples = 0;    ///< in each
    };

    void read(const Part& box)
    {
        switch (box.name) {
        case MKTAG('s', 't', 't', 's'):
            forEachEntry(io_, box, [this] {
                timed_ += avio_rb32(io_);
                avio_skip(io_, 4); // for how long
            });
            break;
        case MKTAG('s', 't', 's', 'c'):
            forEachEntry(io_, box, [this] {
                const std::int64_t firstChunk = avio_rb32(io_);
                runs_.push_back({.firstChunk = firstChunk, .samples = avio_rb32(io_)});
                avio_skip(io_, 4); // description
            });
            break;
        case MKTAG('s', 't', 's', 'z'):
        case MKTAG('s', 't', 'z', '2'):
            openFullBox(io_, box);
            avio_skip(io_, 4); // size of all, or bits of each
            sized_ = avio_rb32(io_);
            break;
        case MKTAG('s', 't', 'c', 'o'):
        case MKTAG('c', 'o', '6', '4'):
            openFullBox(io_, box);
            chunks_ = avio_rb32(io_);
            break;
        default:
            break;
        }
    }

    /// In floating point, for a hostile file may claim the largest numbers in every run.
    double inChunks() const
    {
        double samples = 0;
        for (std::size_t i = 0; i < runs_.size(); ++i) {
            const std::int64_t next = i + 1 < runs_.size() ? runs_[i + 1].firstChunk : chunks_ + 1;
            const std::int64_t chunks = std::min(next, chunks_ + 1) - runs_[i].firstChunk;
            samples += static_cast<double>(std::max<std::int64_t>(0, chunks)) *
                       static_cast<double>(runs_[i].samples);
        }
        return samples;
    }

    AVIOContext* io_;
    std::int64_t timed_ = 0;
    std::int64_t sized_ = 0;
    std::int64_t chunks_ = 0;
    std::vector<Run> runs_;
};

} // namespace

std::int64_t picturesWithoutPlace(AVIOContext* io, std::int64_t fileSize)
{
    const std::int64_t before = avio_tell(io);
    std::int64_t count = 0;
    anyPictureTable(io, fileSize, [&](const Part& table) {
        count += SampleTable(io, table).withoutPlace();
        return false;
    });
    avio_seek(io, before, SEEK_SET);
    return count;
}

bool areShownAsDecoded(AVIOContext* io, std::int64_t fileSize)
{
    constexpr std::array delays{std::uint32_t{MKTAG('c', 't', 't', 's')}};
    constexpr std::array fragments{std::uint32_t{MKTAG('m', 'o', 'o', 'v')},
                                   std::uint32_t{MKTAG('m', 'v', 'e', 'x')}};
    const Visit always = [](const Part&) { return true; };
    const std::int64_t before = avio_tell(io);
    bool isAnyThere = false;
    const bool isAnyDelayed = anyPictureTable(io, fileSize, [&](const Part& table) {
        isAnyThere = true;
        return anyAt(io, table.content, table.end, readBox, delays, always);
    });
    const bool hasFragments = anyAt(io, 0, fileSize, readBox, fragments, always);
    avio_seek(io, before, SEEK_SET);
    return isAnyThere && !isAnyDelayed && !hasFragments;
}

} // namespace ndas::engine
