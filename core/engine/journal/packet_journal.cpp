#include "core/engine/journal/packet_journal.h"

#include "core/base/open_file.h"
#include "core/engine/journal/packet_journal_record.h"

#include <cstring>

namespace ndas::engine {

Result<PacketJournal> PacketJournal::create(const QString& path, const JournalHeader& header)
{
    NDAS_TRY(DurableFile file, DurableFile::createNew(path));
    NDAS_CHECK(file.append(record::fileMagic.toByteArray() + record::headerBlock(header)));
    NDAS_CHECK(file.sync());
    return PacketJournal(std::move(file));
}

Result<PacketJournal> PacketJournal::reopen(const QString& path, qint64 size)
{
    NDAS_TRY(DurableFile file, DurableFile::openToAppend(path));
    NDAS_CHECK(file.truncate(size));
    return PacketJournal(std::move(file));
}

Result<JournalEntry> PacketJournal::append(const AVPacket& packet)
{
    const QByteArrayView payload(packet.data, packet.size);
    const JournalEntry entry{.offset = file_.size(),
                             .size = packet.size,
                             .pts = packet.pts,
                             .dts = packet.dts,
                             .duration = packet.duration,
                             .flags = packet.flags};
    NDAS_CHECK(file_.append(record::head(entry, payload) + payload.toByteArray()));
    return entry;
}

Result<void> PacketJournal::mark(std::int64_t pts)
{
    return file_.append(record::head({.pts = pts, .dts = pts, .flags = AV_PKT_FLAG_KEY}, {}));
}

Result<void> PacketJournal::markFindings()
{
    return file_.append(record::head({.flags = record::findings}, {}));
}

Result<void> PacketJournal::sync()
{
    auto synced = file_.sync();
    if (synced)
        synced_ = file_.size();
    else // what could not be written may still be read back, and a later sync would not mind
        static_cast<void>(file_.truncate(synced_));
    return synced;
}

Result<JournalReader> JournalReader::open(const QString& path)
{
    NDAS_TRY(auto file, openToRead(path));
    return JournalReader(std::move(file));
}

Result<void> JournalReader::read(const JournalEntry& entry, AVPacket& packet)
{
    if (file_->pos() != entry.offset && !file_->seek(entry.offset))
        return fail(lastSystemError(QStringLiteral("seek in a journal")));
    const QByteArray bytes = file_->read(record::headSize);
    const std::optional<record::Head> head = record::headFrom(bytes);
    const QByteArray payload = file_->read(entry.size);
    if (!head || payload.size() != entry.size || record::checksum(head->bytes, payload) != head->crc)
        return fail(ErrorCode::Io, QStringLiteral("a journal cannot be read back"));
    if (av_new_packet(&packet, entry.size) < 0)
        return fail(ErrorCode::OutOfMemory);
    std::memcpy(packet.data, payload.constData(), static_cast<std::size_t>(entry.size));
    packet.pts = entry.pts;
    packet.dts = entry.dts;
    packet.duration = entry.duration;
    packet.flags = entry.flags;
    return {};
}

} // namespace ndas::engine
