#include "core/base/open_file.h"
#include "core/engine/journal/packet_journal.h"
#include "core/engine/journal/packet_journal_record.h"

namespace ndas::engine {

namespace {

std::optional<JournalHeader> readHeader(QFile& file)
{
    if (file.read(record::fileMagic.size()) != record::fileMagic)
        return std::nullopt;
    const record::HeaderPrefix prefix = record::headerPrefix(file.read(record::prefixSize));
    if (prefix.size > file.size())
        return std::nullopt;
    const QByteArray content = file.read(prefix.size);
    if (content.size() != qsizetype{prefix.size} || record::checksum(content) != prefix.crc)
        return std::nullopt;
    return record::headerFrom(content);
}

/// The next record; nullopt at the end and where it is torn or wrong.
std::optional<JournalEntry> readRecord(QFile& file)
{
    const qint64 offset = file.pos();
    std::optional<record::Head> head = record::headFrom(file.read(record::headSize));
    if (!head || head->entry.size > file.size() - file.pos())
        return std::nullopt;
    const QByteArray payload = file.read(head->entry.size);
    if (payload.size() != head->entry.size || record::checksum(head->bytes, payload) != head->crc)
        return std::nullopt;
    head->entry.offset = offset;
    return head->entry;
}

/// Takes records one by one and remembers the last checkpoint among them.
class Scan {
public:
    void take(const JournalEntry& entry, qint64 end)
    {
        if (entry.isKey())
            setCheckpoint(entry, end);
        if (entry.size > 0)
            packets_.push_back(entry);
        found_ = found_ || (entry.size == 0 && entry.flags == record::findings);
    }

    bool hasCheckpoint() const { return size_ > 0; }

    JournalContent content(JournalHeader header) &&
    {
        packets_.resize(kept_);
        return {.header = std::move(header),
                .packets = std::move(packets_),
                .pts = pts_,
                .size = size_,
                .hasFindings = hasFindings_};
    }

private:
    void setCheckpoint(const JournalEntry& entry, qint64 end)
    {
        while (!packets_.empty() && packets_.back().pts >= entry.pts)
            packets_.pop_back();
        kept_ = packets_.size();
        pts_ = entry.pts;
        size_ = end;
        hasFindings_ = found_;
    }

    std::vector<JournalEntry> packets_;
    std::size_t kept_ = 0;
    std::int64_t pts_ = 0;
    qint64 size_ = 0;
    bool found_ = false;
    bool hasFindings_ = false; ///< before the checkpoint
};

} // namespace

Result<std::optional<JournalContent>> readJournal(const QString& path)
{
    auto opened = openToRead(path);
    if (!opened && opened.error().code == ErrorCode::NotFound)
        return std::nullopt;
    NDAS_TRY(const auto file, std::move(opened));
    std::optional<JournalHeader> header = readHeader(*file);
    Scan scan;
    while (const std::optional<JournalEntry> entry = header ? readRecord(*file) : std::nullopt)
        scan.take(*entry, file->pos());
    if (file->error() != QFileDevice::NoError)
        return fail(ErrorCode::Io, file->errorString());
    if (!scan.hasCheckpoint())
        return std::nullopt;
    return std::move(scan).content(std::move(*header));
}

} // namespace ndas::engine
