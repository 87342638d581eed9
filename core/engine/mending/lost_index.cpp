#include "core/engine/mending/lost_index.h"

#include <QtCore/QtEndian>

#include <algorithm>

extern "C" {
#include <libavutil/intreadwrite.h>
}

namespace ndas::engine {

namespace {

constexpr int mostBoxes = 256;
constexpr std::int64_t largestIndex = 16 << 20; ///< of an hour of pictures and sound: 3 MB
constexpr std::int64_t shortHeader = 8;
constexpr std::int64_t longHeader = 16;

struct MediaBox {
    std::int64_t at = 0;
    std::int64_t header = shortHeader;
    std::int64_t end = 0; ///< as it says; beyond the file when it says nothing
};

std::uint32_t nameAt(AVIOContext* io, std::int64_t box)
{
    avio_seek(io, box + 4, SEEK_SET);
    return avio_rl32(io);
}

/// What a movie consists of at the top; anything else is where a wrong size leads.
bool isUsual(std::uint32_t name)
{
    constexpr std::uint32_t names[] = {MKTAG('f', 't', 'y', 'p'), MKTAG('f', 'r', 'e', 'e'),
                                       MKTAG('s', 'k', 'i', 'p'), MKTAG('w', 'i', 'd', 'e'),
                                       MKTAG('u', 'u', 'i', 'd'), MKTAG('p', 'n', 'o', 't'),
                                       MKTAG('m', 'e', 't', 'a'), MKTAG('P', 'I', 'C', 'T')};
    return std::ranges::find(names, name) != std::end(names);
}

/// The first box with media, unless an index, or one that can do without, is in front of it.
std::optional<MediaBox> mediaWithoutIndexInFront(AVIOContext* io, std::int64_t fileSize)
{
    std::int64_t at = 0;
    for (int i = 0; i < mostBoxes && at + shortHeader <= fileSize; ++i) {
        avio_seek(io, at, SEEK_SET);
        std::int64_t size = avio_rb32(io);
        const std::uint32_t name = avio_rl32(io);
        const std::int64_t header = size == 1 ? longHeader : shortHeader;
        if (size == 1)
            size = static_cast<std::int64_t>(avio_rb64(io));
        const bool isSized = size >= header && size <= fileSize - at;
        if (name == MKTAG('m', 'd', 'a', 't'))
            return MediaBox{.at = at, .header = header, .end = isSized ? at + size : fileSize + 1};
        if (!isUsual(name) || !isSized)
            return std::nullopt;
        at += size;
    }
    return std::nullopt;
}

/// Further media and an index, or nothing at all (a fragment), as far as the first box there tells.
bool leadsOn(AVIOContext* io, const MediaBox& media, std::int64_t fileSize)
{
    if (media.end >= fileSize)
        return false;
    constexpr std::uint32_t names[] = {MKTAG('m', 'o', 'o', 'v'), MKTAG('m', 'd', 'a', 't'),
                                       MKTAG('m', 'o', 'o', 'f')};
    const std::uint32_t next = nameAt(io, media.end);
    return isUsual(next) || std::ranges::find(names, next) != std::end(names);
}

std::optional<std::int64_t> lastIndex(AVIOContext* io, std::int64_t from, std::int64_t fileSize)
{
    const std::int64_t start = std::max(from, fileSize - largestIndex);
    QByteArray tail(fileSize - start, '\0');
    avio_seek(io, start, SEEK_SET);
    const int got =
        avio_read(io, reinterpret_cast<unsigned char*>(tail.data()), static_cast<int>(tail.size()));
    tail.truncate(std::max(0, got));
    constexpr qsizetype name = 4; // behind the size
    for (qsizetype at = tail.lastIndexOf("moov"); at >= name; at = tail.lastIndexOf("moov", at - 1)) {
        const qsizetype box = at - name;
        const auto size = qFromBigEndian<quint32>(tail.constData() + box);
        if (size <= static_cast<std::uint64_t>(tail.size() - box) && tail.mid(box + 12, 4) == "mvhd")
            return start + box;
    }
    return std::nullopt;
}

QByteArray headerFor(const MediaBox& media, std::int64_t size)
{
    QByteArray bytes(media.header, '\0');
    const bool isLong = media.header == longHeader;
    qToBigEndian(isLong ? quint32{1} : static_cast<quint32>(size), bytes.data());
    bytes.replace(4, 4, "mdat");
    if (isLong)
        qToBigEndian(static_cast<quint64>(size), bytes.data() + shortHeader);
    return bytes;
}

} // namespace

std::optional<MendedBytes> headerBeforeLostIndex(AVIOContext* io, std::int64_t fileSize)
{
    std::optional<MendedBytes> mended;
    const auto media = mediaWithoutIndexInFront(io, fileSize);
    const auto index =
        media && !leadsOn(io, *media, fileSize) ? lastIndex(io, media->at, fileSize) : std::nullopt;
    if (index && (media->header == longHeader || *index - media->at <= UINT32_MAX))
        mended = {.at = media->at, .bytes = headerFor(*media, *index - media->at)};
    avio_seek(io, 0, SEEK_SET);
    return mended;
}

} // namespace ndas::engine
