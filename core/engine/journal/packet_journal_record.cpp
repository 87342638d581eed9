#include "core/engine/journal/packet_journal_record.h"

#include <QtCore/QDataStream>
#include <QtCore/QIODevice>

extern "C" {
#include <libavutil/crc.h>
}

namespace ndas::engine::record {

namespace {

constexpr quint32 magic = 0x504B5431; // "PKT1"
constexpr int largestPayload = 1 << 28;

} // namespace

std::uint32_t checksum(QByteArrayView first, QByteArrayView second)
{
    const AVCRC* table = av_crc_get_table(AV_CRC_32_IEEE_LE);
    std::uint32_t crc = UINT32_MAX;
    for (const QByteArrayView part : {first, second}) {
        if (!part.isEmpty()) // of no bytes av_crc() reads too many
            crc = av_crc(table, crc, reinterpret_cast<const std::uint8_t*>(part.data()),
                         static_cast<std::size_t>(part.size()));
    }
    return ~crc;
}

QByteArray headerBlock(const JournalHeader& header)
{
    QByteArray content;
    QDataStream stream(&content, QIODevice::WriteOnly);
    stream << header.identity << qint64{header.start.time} << qint32{header.start.timeBase.num}
           << qint32{header.start.timeBase.den};
    QByteArray prefix;
    QDataStream(&prefix, QIODevice::WriteOnly)
        << static_cast<quint32>(content.size()) << quint32{checksum(content)};
    return prefix + content;
}

HeaderPrefix headerPrefix(const QByteArray& bytes)
{
    QDataStream stream(bytes);
    quint32 size = 0;
    quint32 crc = 0;
    stream >> size >> crc;
    return {size, crc};
}

JournalHeader headerFrom(const QByteArray& bytes)
{
    QDataStream stream(bytes);
    JournalHeader header;
    qint64 time = 0;
    qint32 num = 0;
    qint32 den = 0;
    stream >> header.identity >> time >> num >> den;
    header.start = {time, {num, den}};
    return header;
}

QByteArray head(const JournalEntry& entry, QByteArrayView payload)
{
    QByteArray bytes;
    bytes.reserve(headSize);
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream << magic << static_cast<quint32>(payload.size()) << qint64{entry.pts} << qint64{entry.dts}
           << qint64{entry.duration} << static_cast<quint32>(entry.flags);
    const quint32 crc = checksum(bytes, payload);
    stream << crc;
    return bytes;
}

std::optional<Head> headFrom(const QByteArray& bytes)
{
    if (bytes.size() < headSize)
        return std::nullopt;
    QDataStream stream(bytes);
    quint32 found = 0;
    quint32 size = 0;
    qint64 pts = 0;
    qint64 dts = 0;
    qint64 duration = 0;
    quint32 flags = 0;
    quint32 crc = 0;
    stream >> found >> size >> pts >> dts >> duration >> flags >> crc;
    if (found != magic || size > largestPayload)
        return std::nullopt;
    return Head{.entry = {.offset = 0,
                          .size = static_cast<int>(size),
                          .pts = pts,
                          .dts = dts,
                          .duration = duration,
                          .flags = static_cast<int>(flags)},
                .crc = crc,
                .bytes = bytes.first(headSize - qsizetype{sizeof(crc)})};
}

} // namespace ndas::engine::record
