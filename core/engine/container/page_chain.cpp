#include "core/engine/container/page_chain.h"

#include <QtCore/QByteArray>
#include <QtCore/QtEndian>

#include <cstdint>
#include <map>
#include <optional>

extern "C" {
#include <libavutil/crc.h>
}

namespace ndas::engine {

namespace {

// RFC 3533, 6
constexpr qsizetype headerSize = 27;
constexpr qsizetype placeOfStream = 14;
constexpr qsizetype placeOfNumber = 18;
constexpr qsizetype placeOfChecksum = 22;

struct Page {
    std::int64_t end = 0;
    std::uint32_t stream = 0;
    std::uint32_t number = 0;
    bool beginsStream = false;
};

bool append(QByteArray& bytes, AVIOContext* io, qsizetype size)
{
    const qsizetype before = bytes.size();
    bytes.resize(before + size);
    return avio_read(io, reinterpret_cast<unsigned char*>(bytes.data() + before), static_cast<int>(size)) ==
           size;
}

bool isAsWritten(QByteArray page)
{
    const auto said = qFromBigEndian<quint32>(page.constData() + placeOfChecksum);
    page.replace(placeOfChecksum, 4, QByteArray(4, '\0'));
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(page.constData());
    return av_crc(av_crc_get_table(AV_CRC_32_IEEE), 0, bytes, static_cast<std::size_t>(page.size())) == said;
}

/// nullopt: there is none that is whole.
std::optional<Page> readPage(AVIOContext* io, std::int64_t at)
{
    constexpr int first = 2;
    QByteArray page;
    avio_seek(io, at, SEEK_SET);
    if (!append(page, io, headerSize) || !page.startsWith("OggS"))
        return std::nullopt;
    const auto segments = static_cast<std::uint8_t>(page.back());
    if (!append(page, io, segments))
        return std::nullopt;
    qsizetype content = 0;
    for (qsizetype i = headerSize; i < headerSize + segments; ++i)
        content += static_cast<std::uint8_t>(page[i]);
    if (!append(page, io, content) || !isAsWritten(page))
        return std::nullopt;
    return Page{.end = at + page.size(),
                .stream = qFromLittleEndian<quint32>(page.constData() + placeOfStream),
                .number = qFromLittleEndian<quint32>(page.constData() + placeOfNumber),
                .beginsStream = (page[5] & first) != 0};
}

} // namespace

bool isPageChainBroken(AVIOContext* io, std::int64_t fileSize, const CancellationToken& token)
{
    std::map<std::uint32_t, std::uint32_t> numbers; // of each stream, of the page that comes next
    for (std::int64_t at = 0; at < fileSize && !token.isCancelled();) {
        const std::optional<Page> page = readPage(io, at);
        if (!page)
            return true;
        const auto [next, isNew] = numbers.try_emplace(page->stream, page->number);
        if (!page->beginsStream && !isNew && next->second != page->number)
            return true;
        next->second = page->number + 1;
        at = page->end;
    }
    return false;
}

} // namespace ndas::engine
