// The bytes of a packet journal. For packet_journal*.cpp only.
//
// file:   magic "NDASPJ1\n", header block, records
// header: u32 size, u32 CRC of what follows; identity, start
// record: u32 magic, u32 payload size, i64 pts, i64 dts, i64 duration, u32 flags, u32 CRC of all this and the
//         payload; payload
// Numbers are big-endian (QDataStream).
#pragma once

#include "core/engine/journal/packet_journal.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

namespace ndas::engine::record {

inline constexpr QByteArrayView fileMagic("NDASPJ1\n");
inline constexpr qsizetype headSize = 40;
inline constexpr int findings = AV_PKT_FLAG_CORRUPT; ///< flags of a record without a packet
inline constexpr qsizetype prefixSize = 8;           ///< of the header block: size and CRC

std::uint32_t checksum(QByteArrayView first, QByteArrayView second = {});

QByteArray headerBlock(const JournalHeader& header);

struct HeaderPrefix {
    std::uint32_t size = 0;
    std::uint32_t crc = 0;
};

HeaderPrefix headerPrefix(const QByteArray& bytes);
JournalHeader headerFrom(const QByteArray& bytes);

/// The fixed part of a record.
QByteArray head(const JournalEntry& entry, QByteArrayView payload);

struct Head {
    JournalEntry entry; ///< without its offset
    std::uint32_t crc = 0;
    QByteArray bytes; ///< those the checksum covers
};

/// nullopt: not the beginning of a record.
std::optional<Head> headFrom(const QByteArray& bytes);

} // namespace ndas::engine::record
