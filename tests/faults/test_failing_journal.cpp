// EIO, ENOSPC and ENOMEM at each write and sync of the packet journal, and of a whole transcode: every
// checkpoint that was announced can be gone on from, and a rendition is whole or absent.
#include "core/base/file_tools.h"
#include "core/engine/journal/packet_journal.h"
#include "tests/core/engine/transcode_bench.h"
#include "tests/faults/sweep.h"

using namespace ndas;
using namespace ndas::engine;
using namespace ndas::engine::test;
using namespace ndas::test;

namespace {

constexpr int allOfAJournal = 150;
constexpr int fewOfATranscode = 12; ///< each encodes a clip
constexpr int packets = 9;
constexpr int keyDistance = 3;
const QString journalName = QStringLiteral("f1.journal");
const QString renditionName = QStringLiteral("f1.mp4");
const JournalHeader header{.identity = "plan", .start = {0, {1, 90000}}};

QByteArray payload(int number)
{
    return QByteArray::number(number).repeated(3000);
}

PacketPtr packetNumber(int number)
{
    PacketPtr packet = makePacket();
    if (av_new_packet(packet.get(), static_cast<int>(payload(number).size())) < 0)
        return nullptr;
    std::memcpy(packet->data, payload(number).constData(), static_cast<std::size_t>(packet->size));
    packet->pts = number;
    packet->dts = number;
    packet->duration = 1;
    packet->flags = number % keyDistance == 0 ? AV_PKT_FLAG_KEY : 0;
    return packet;
}

struct Announced {
    qint64 bytes = 0;
    std::int64_t pts = 0;
};

/// As JournalSink does it: a sync at each key frame, and only then a word about it.
Result<void> writePackets(PacketJournal& journal, int from, std::optional<Announced>& announced)
{
    for (int number = from; number < packets; ++number) {
        const PacketPtr packet = packetNumber(number);
        NDAS_CHECK(journal.append(*packet));
        if (number % keyDistance != 0)
            continue;
        NDAS_CHECK(journal.sync());
        announced = {.bytes = journal.size(), .pts = number};
    }
    return journal.sync();
}

Result<void> writeJournal(const QDir& folder, std::optional<Announced>& announced)
{
    NDAS_TRY(PacketJournal journal, PacketJournal::create(folder.filePath(journalName), header));
    return writePackets(journal, 0, announced);
}

/// The next attempt, on a disk that is well again.
Result<void> goOn(const QDir& folder)
{
    const QString path = folder.filePath(journalName);
    NDAS_TRY(const std::optional<JournalContent> content, readJournal(path));
    std::optional<Announced> ignored;
    if (!content) {
        QFile::remove(path);
        return writeJournal(folder, ignored);
    }
    NDAS_TRY(PacketJournal journal, PacketJournal::reopen(path, content->size));
    NDAS_CHECK(journal.mark(content->pts));
    NDAS_CHECK(journal.sync());
    return writePackets(journal, static_cast<int>(content->pts), ignored);
}

QString faultInPackets(const QDir& folder)
{
    const auto content = readJournal(folder.filePath(journalName));
    if (!content || !*content || (*content)->packets.size() < packets - keyDistance)
        return QStringLiteral("the journal cannot be gone on with");
    auto reader = JournalReader::open(folder.filePath(journalName));
    for (const JournalEntry& entry : (*content)->packets) {
        const PacketPtr packet = makePacket();
        if (!reader || !reader->read(entry, *packet) ||
            QByteArrayView(packet->data, packet->size) != payload(static_cast<int>(entry.pts)))
            return QStringLiteral("packet %1 is wrong").arg(entry.pts);
    }
    return {};
}

/// What was announced must be there before anybody goes on.
QString lost(const QDir& folder, const std::optional<Announced>& announced)
{
    const auto content = readJournal(folder.filePath(journalName));
    if (!content)
        return QStringLiteral("the journal cannot be read");
    if (announced && (!*content || (*content)->size < announced->bytes || (*content)->pts < announced->pts))
        return QStringLiteral("a checkpoint was announced and is lost");
    return {};
}

} // namespace

class TestFailingJournal : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void announcedCheckpointsStayAndCanBeGoneOnFrom()
    {
        std::optional<Announced> announced;
        Sweep sweep(allOfAJournal);
        sweep({.prepare = [&](const QDir&) { announced.reset(); },
               .run = [&](const QDir& folder) { return writeJournal(folder, announced).has_value(); },
               .findFault =
                   [&](const QDir& folder, bool) {
                       if (const QString found = lost(folder, announced); !found.isEmpty())
                           return found;
                       return goOn(folder) ? faultInPackets(folder) : QStringLiteral("going on fails");
                   }});
    }

    /// What the system gave up writing, it may still show to readers, and a later sync will not mind.
    void nothingOfAFailedSyncIsGoneOnFrom()
    {
        const QTemporaryDir temporary;
        const QDir folder(temporary.path());
        auto journal = PacketJournal::create(folder.filePath(journalName), header);
        QVERIFY(journal && journal->append(*packetNumber(0)) && journal->sync());
        const qint64 durable = journal->size();
        QVERIFY(journal->append(*packetNumber(keyDistance)));

        inject({.at = 1, .error = EIO});
        const auto synced = journal->sync();
        inject({});

        QVERIFY(!synced);
        QCOMPARE(QFileInfo(folder.filePath(journalName)).size(), durable);
    }

    /// Hours of work would be begun anew.
    void aJournalThatCannotBeReadIsNotTakenForNone()
    {
        const QTemporaryDir temporary;
        const QDir folder(temporary.path());
        std::optional<Announced> announced;
        QVERIFY(writeJournal(folder, announced));
        inject({.at = 1, .error = EIO, .calls = Calls::Reading});
        const auto content = readJournal(folder.filePath(journalName));
        inject({});
        QVERIFY(!content);
        QCOMPARE(content.error().code, ErrorCode::Io);
    }

    void aRenditionIsWholeOrAbsentAndIsGoneOnWith()
    {
        const QString recording = ndas::test::plainClip();
        const QString hash = sha256OfFile(recording).value_or(QString());
        auto request = TranscodeBench().request(recording, "mobile");
        VERIFY_DONE(request);
        std::optional<Announced> announced;
        const auto make = [&](const QDir& folder) {
            request->outputPath = folder.filePath(renditionName);
            request->journalPath = folder.filePath(journalName);
            TranscodeWatch watch;
            watch.onCheckpoint = [&](const media::CheckpointEvent& event) {
                announced = {.bytes = event.journalBytes, .pts = 0};
            };
            return transcode(*request, {}, watch);
        };
        Sweep sweep(fewOfATranscode);
        sweep({.prepare = [&](const QDir&) { announced.reset(); },
               .run = [&](const QDir& folder) { return make(folder).has_value(); },
               .findFault = [&](const QDir& folder, bool done) -> QString {
                   if (sha256OfFile(recording).value_or(QString()) != hash)
                       return QStringLiteral("the original has changed");
                   if (QFile::exists(folder.filePath(renditionName)) != done)
                       return QStringLiteral("a rendition is there without success, or the reverse");
                   if (const QString found = lost(folder, announced); !found.isEmpty())
                       return found;
                   const auto again =
                       done ? probe(folder.filePath(renditionName)) : made(make(folder), folder);
                   return again ? QString() : QString::fromUtf8(why(again));
               }});
    }

private:
    static Result<media::MediaInfo> made(const Result<media::TranscodeResult>& result, const QDir& folder)
    {
        if (!result)
            return fail(result.error());
        return probe(folder.filePath(renditionName));
    }
};

QTEST_GUILESS_MAIN(TestFailingJournal)
#include "test_failing_journal.moc"
