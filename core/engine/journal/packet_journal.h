// Encoded packets of one track in an append-only file that survives kills and power cuts: a header, then one
// record per packet, each with its checksum. Blocking; one thread at a time.
#pragma once

#include "core/base/durable_file.h"
#include "core/engine/clock/source_time.h"
#include "core/engine/libav/av_handles.h"

#include <QtCore/QFile>

#include <optional>
#include <vector>

namespace ndas::engine {

struct JournalHeader {
    /// All that must be equal for other packets to follow these: plan, source, codec parameters, extradata.
    QByteArray identity;
    SourceTime start;

    friend bool operator==(const JournalHeader&, const JournalHeader&) = default;
};

struct JournalEntry {
    qint64 offset = 0; ///< of the record in the file
    int size = 0;      ///< of the payload, bytes
    std::int64_t pts = 0;
    std::int64_t dts = 0;
    std::int64_t duration = 0;
    int flags = 0; ///< AV_PKT_FLAG_*

    bool isKey() const { return (flags & AV_PKT_FLAG_KEY) != 0; }

    friend bool operator==(const JournalEntry&, const JournalEntry&) = default;
};

class PacketJournal {
public:
    /// A new file (0600), its header synced. AlreadyExists, DiskFull, ...
    static Result<PacketJournal> create(const QString& path, const JournalHeader& header);
    /// An existing file, whose content beyond `size` is cut off.
    static Result<PacketJournal> reopen(const QString& path, qint64 size);

    /// Where the packet went. Not durable before sync().
    Result<JournalEntry> append(const AVPacket& packet);
    /// A record without a packet: whoever goes on begins with the picture shown at `pts`. What stands before
    /// it and is shown at `pts` or later does not count.
    Result<void> mark(std::int64_t pts);
    /// Another one: whoever goes on behind the next checkpoint looks at all pictures before it once more, for
    /// there is something about them that is told of with the rendition.
    Result<void> markFindings();

    /// After a failure the file ends where it was last synced, and nothing more may be written to it.
    Result<void> sync();

    qint64 size() const { return file_.size(); }

private:
    explicit PacketJournal(DurableFile file)
        : file_(std::move(file))
        , synced_(file_.size())
    {
    }

    DurableFile file_;
    qint64 synced_; ///< bytes
};

/// What a journal holds for whoever goes on with it.
struct JournalContent {
    JournalHeader header;
    std::vector<JournalEntry> packets; ///< those before the checkpoint, in decoding order
    std::int64_t pts = 0;              ///< of the checkpoint: the next picture to be encoded
    qint64 size = 0;                   ///< of the file up to and with the checkpoint, in bytes
    bool hasFindings = false;          ///< see PacketJournal::markFindings()
};

/// Reads all of it and checks every record up to the first that is torn or wrong; what follows the last
/// checkpoint (a key frame or a mark) before that is left out. nullopt: no such file, or nothing to go on
/// with. Io, SourceUnreachable.
Result<std::optional<JournalContent>> readJournal(const QString& path);

/// Reads packets back.
class JournalReader {
public:
    static Result<JournalReader> open(const QString& path);

    /// Fills the packet; Io when the checksum is wrong by now.
    Result<void> read(const JournalEntry& entry, AVPacket& packet);

private:
    explicit JournalReader(std::unique_ptr<QFile> file)
        : file_(std::move(file))
    {
    }

    std::unique_ptr<QFile> file_;
};

} // namespace ndas::engine
