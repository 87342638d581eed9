#include "core/engine/mending/edit_mending.h"

#include "core/engine/container/box_walk.h"
#include "core/engine/container/edit_list.h"
#include "core/engine/container/media_times.h"

#include <algorithm>
#include <array>

extern "C" {
#include <libavutil/intreadwrite.h>
}

namespace ndas::engine {

namespace {

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

    /// The latest moment that one of them begins at; they are not empty.
    std::int64_t latest() const { return std::ranges::max(edits_, {}, &Edit::from).from; }

    void mend(const MediaTimes& media, std::vector<MendedBytes>& mended) const
    {
        const auto isBehind = [&](const Edit& edit) {
            return !edit.isEmpty && static_cast<double>(edit.from) >= media.end();
        };
        const auto shown = std::ranges::count(edits_, false, &Edit::isEmpty);
        bool isAllBehind = shown == std::ranges::count_if(edits_, isBehind);
        for (std::size_t i = 0; i < edits_.size(); ++i) {
            const bool endures =
                isAllBehind || (shown == 1 && edits_[i].duration == 0 && !media.hasFragments());
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

std::vector<MendedBytes> mendedEdits(AVIOContext* io, std::int64_t fileSize)
{
    constexpr std::array movie{std::uint32_t{MKTAG('m', 'o', 'o', 'v')}};
    constexpr std::array fragments{std::uint32_t{MKTAG('m', 'v', 'e', 'x')}};
    constexpr std::array track{std::uint32_t{MKTAG('t', 'r', 'a', 'k')}};
    constexpr std::array list{std::uint32_t{MKTAG('e', 'd', 't', 's')},
                              std::uint32_t{MKTAG('e', 'l', 's', 't')}};
    const std::int64_t before = avio_tell(io);
    std::vector<MendedBytes> mended;
    anyAt(io, 0, fileSize, readBox, movie, [&](const Part& whole) {
        const bool isFragmented = countAt(io, whole.content, whole.end, readBox, fragments) > 0;
        return anyAt(io, whole.content, whole.end, readBox, track, [&](const Part& part) {
            anyAt(io, part.content, part.end, readBox, list, [&](const Part& box) {
                const List edits(io, box);
                if (edits.isEmpty())
                    return true;
                MediaTimes media(io, part);
                if (isFragmented)
                    media.addFragments(whole, fileSize, edits.latest());
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
