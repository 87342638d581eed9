#include "core/engine/edit_mending.h"

#include "core/engine/box_walk.h"
#include "core/engine/edit_list.h"

#include <algorithm>
#include <array>

extern "C" {
#include <libavutil/intreadwrite.h>
}

namespace ndas::engine {

namespace {

/// When a track's first sample is shown, and until when its last one is, in its ticks; 0: it has none. In
/// floating point, for a hostile file may claim the largest numbers in every entry. ISO/IEC 14496-12, 8.6.1.
class MediaTimes {
public:
    MediaTimes(AVIOContext* io, const Part& track)
        : io_(io)
    {
        constexpr std::array table{std::uint32_t{MKTAG('m', 'd', 'i', 'a')},
                                   std::uint32_t{MKTAG('m', 'i', 'n', 'f')},
                                   std::uint32_t{MKTAG('s', 't', 'b', 'l')}};
        anyAt(io, track.content, track.end, readBox, table, [this](const Part& tables) {
            return anyOf(io_, tables.content, tables.end, readBox, [this](const Part& box) {
                read(box);
                return false;
            });
        });
    }

    std::int32_t begin() const { return std::max(0, delays_.first); }

    double end() const
    {
        const double behindLast = lasts_ > 0 ? decoded_ : decoded_ + 1; // for some time it is shown
        return decoded_ > 0 ? behindLast + delays_.longest : 0;
    }

private:
    void read(const Part& box)
    {
        if (box.name == MKTAG('s', 't', 't', 's'))
            forEachEntry(io_, box, [this] {
                const double samples = avio_rb32(io_);
                lasts_ = avio_rb32(io_);
                decoded_ += samples * lasts_;
            });
        if (box.name == MKTAG('c', 't', 't', 's'))
            forEachEntry(io_, box, [this] {
                avio_skip(io_, 4); // samples
                delays_.add(static_cast<std::int32_t>(avio_rb32(io_)));
            });
    }

    /// From decoding a picture to showing it.
    struct Delays {
        void add(std::int32_t delay)
        {
            first = isKnown ? first : delay;
            longest = std::max(longest, delay);
            isKnown = true;
        }

        std::int32_t first = 0;
        std::int32_t longest = 0;
        bool isKnown = false;
    };

    AVIOContext* io_;
    double decoded_ = 0;
    std::uint32_t lasts_ = 0; ///< the latest sample
    Delays delays_;
};

/// The edits of one list, and where they stand.
class List {
public:
    List(AVIOContext* io, const Part& box)
        : box_(box)
        , isWide_(openFullBox(io, box) == 1)
        , edits_(readEdits(io, box))
    {
    }

    bool isEmpty() const { return edits_.empty(); }

    void mend(const MediaTimes& media, std::vector<MendedEdit>& mended) const
    {
        const auto isBehind = [&](const Edit& edit) {
            return !edit.isEmpty && static_cast<double>(edit.from) >= media.end();
        };
        const auto shown = std::ranges::count(edits_, false, &Edit::isEmpty);
        bool isAllBehind = shown == std::ranges::count_if(edits_, isBehind);
        for (std::size_t i = 0; i < edits_.size(); ++i) {
            const bool endures = isAllBehind || (shown == 1 && edits_[i].duration == 0);
            if (!edits_[i].isEmpty && endures)
                mended.push_back({.at = at(i), .bytes = bytesOf(longest)});
            if (isBehind(edits_[i]))
                mended.push_back({.at = at(i) + width(), .bytes = bytesOf(isAllBehind ? media.begin() : -1)});
            isAllBehind = isAllBehind && edits_[i].isEmpty; // the first stands for all
        }
    }

private:
    int width() const { return isWide_ ? 8 : 4; }

    std::int64_t at(std::size_t edit) const
    {
        return box_.content + 8 + static_cast<std::int64_t>(edit) * (2 * width() + 4);
    }

    QByteArray bytesOf(std::int64_t number) const
    {
        QByteArray bytes(8, '\0');
        AV_WB64(bytes.data(), static_cast<std::uint64_t>(number));
        return bytes.right(width());
    }

    static constexpr std::int64_t longest = INT32_MAX; ///< more than a recording lasts

    Part box_;
    bool isWide_;
    std::vector<Edit> edits_;
};

} // namespace

std::vector<MendedEdit> mendedEdits(AVIOContext* io, std::int64_t fileSize)
{
    constexpr std::array movie{std::uint32_t{MKTAG('m', 'o', 'o', 'v')}};
    constexpr std::array fragments{std::uint32_t{MKTAG('m', 'v', 'e', 'x')}};
    constexpr std::array track{std::uint32_t{MKTAG('t', 'r', 'a', 'k')}};
    constexpr std::array list{std::uint32_t{MKTAG('e', 'd', 't', 's')},
                              std::uint32_t{MKTAG('e', 'l', 's', 't')}};
    const std::int64_t before = avio_tell(io);
    std::vector<MendedEdit> mended;
    anyAt(io, 0, fileSize, readBox, movie, [&](const Part& whole) {
        if (countAt(io, whole.content, whole.end, readBox, fragments) > 0)
            return true;
        return anyAt(io, whole.content, whole.end, readBox, track, [&](const Part& part) {
            anyAt(io, part.content, part.end, readBox, list, [&](const Part& box) {
                const List edits(io, box);
                if (edits.isEmpty())
                    return true;
                const MediaTimes media(io, part);
                if (media.end() > 0)
                    edits.mend(media, mended);
                return true;
            });
            return false; // all tracks
        });
    });
    avio_seek(io, before, SEEK_SET);
    return mended;
}

} // namespace ndas::engine
