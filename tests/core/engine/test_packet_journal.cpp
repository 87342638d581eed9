// A journal gives back what was durable in it, whatever happened to its end.
#include "core/engine/journal/packet_journal.h"
#include "tests/core/engine/transcode_bench.h"

#include <QtTest/QTest>

using namespace ndas;
using namespace ndas::engine;
using namespace ndas::engine::test;

namespace {

const JournalHeader header{.identity = "plan 1", .start = {-700, {1, 90000}}};

PacketPtr packetOf(const QByteArray& payload, std::int64_t pts, bool isKey)
{
    PacketPtr packet = makePacket();
    if (av_new_packet(packet.get(), static_cast<int>(payload.size())) < 0)
        return nullptr;
    std::copy(payload.begin(), payload.end(), packet->data);
    packet->pts = pts;
    packet->dts = pts - 2;
    packet->duration = 1;
    packet->flags = isKey ? AV_PKT_FLAG_KEY : 0;
    return packet;
}

} // namespace

class TestPacketJournal : public QObject {
    Q_OBJECT

    QString path() const { return folder_->filePath(QStringLiteral("f1.journal")); }

    /// Packets at 0, 1, 2, ...: every third is a key frame; "7" is the payload of the one at 7.
    void write(int packets)
    {
        auto journal = PacketJournal::create(path(), header);
        VERIFY_DONE(journal);
        append(*journal, 0, packets);
    }

    void append(PacketJournal& journal, int from, int to)
    {
        for (int i = from; i < to; ++i)
            QVERIFY(journal.append(*packetOf(payload(i), i, i % 3 == 0)));
        QVERIFY(journal.sync());
    }

    static QByteArray payload(int i) { return QByteArray::number(i).repeated(6 + i); }

    JournalContent content() const
    {
        const auto found = readJournal(path());
        JournalContent nothing;
        nothing.pts = -1;
        return found && *found ? **found : nothing;
    }

    QByteArray bytes() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    void replace(const QByteArray& bytes)
    {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QCOMPARE(file.write(bytes), bytes.size());
    }

private Q_SLOTS:

    void init() { folder_.emplace(); }

    void givesBackEveryPacket()
    {
        write(7);

        const JournalContent found = content();

        QCOMPARE(found.header, header);
        QCOMPARE(found.pts, 6);
        QCOMPARE(found.size, bytes().size());
        QCOMPARE(found.packets.size(), std::size_t{6});
        auto reader = JournalReader::open(path());
        VERIFY_DONE(reader);
        for (int i = 0; i < 6; ++i) {
            const PacketPtr packet = makePacket();
            QVERIFY(reader->read(found.packets[static_cast<std::size_t>(i)], *packet));
            QCOMPARE(QByteArray(reinterpret_cast<const char*>(packet->data), packet->size), payload(i));
            QCOMPARE(packet->pts, i);
            QCOMPARE(packet->dts, i - 2);
            QCOMPARE(packet->flags, i % 3 == 0 ? AV_PKT_FLAG_KEY : 0);
        }
    }

    void cutsATornTailAtTheLastKeyFrame()
    {
        write(7);
        const qint64 beforeLast = content().packets.back().offset; // of the packet at 5
        const QByteArray whole = bytes();
        const JournalContent full = content();

        for (qsizetype size = whole.size() - 1; size > beforeLast; --size) {
            replace(whole.first(size));
            const JournalContent torn = content();
            QCOMPARE(torn.pts, 3); // the key frame at 6 is incomplete
            QCOMPARE(torn.packets.size(), std::size_t{3});
            QVERIFY(torn.size < full.size);
        }
    }

    void noticesEveryFlippedBit()
    {
        write(4);
        const QByteArray whole = bytes();
        QCOMPARE(content().pts, 3);

        for (qsizetype bit = 0; bit < 8 * whole.size(); ++bit) {
            QByteArray spoiled = whole;
            spoiled[bit / 8] = static_cast<char>(spoiled[bit / 8] ^ (1 << bit % 8));
            replace(spoiled);
            const JournalContent found = content();
            QVERIFY2(found.pts < 3, QByteArray::number(bit).constData());
            QVERIFY(found.pts == -1 || found.header == header);
        }
    }

    void refusesAPacketThatWentBadAfterItWasFound()
    {
        write(4);
        const JournalEntry entry = content().packets.front();
        QByteArray spoiled = bytes();
        spoiled[entry.offset + 45] = '!';
        replace(spoiled);

        auto reader = JournalReader::open(path());

        VERIFY_DONE(reader);
        const PacketPtr packet = makePacket();
        const auto read = reader->read(entry, *packet);
        QVERIFY(!read && read.error().code == ErrorCode::Io);
    }

    void goesOnBehindTheLastKeyFrame()
    {
        write(8); // 7 stands behind the checkpoint at 6
        const JournalContent first = content();

        {
            auto journal = PacketJournal::reopen(path(), first.size);
            VERIFY_DONE(journal);
            QVERIFY(journal->mark(first.pts));
            QCOMPARE(content().pts, 6);
            append(*journal, 6, 11);
        }

        const JournalContent second = content();
        QCOMPARE(second.pts, 9);
        QCOMPARE(second.packets.size(), std::size_t{9});
        for (std::size_t i = 0; i < second.packets.size(); ++i)
            QCOMPARE(second.packets[i].pts, static_cast<std::int64_t>(i)); // 6 only once
    }

    void keepsItsCheckpointHoweverOftenItIsReopened()
    {
        write(7);
        for (int i = 0; i < 3; ++i) {
            const JournalContent found = content();
            QCOMPARE(found.pts, 6);
            QCOMPARE(found.packets.size(), std::size_t{6});
            auto journal = PacketJournal::reopen(path(), found.size);
            VERIFY_DONE(journal);
            QVERIFY(journal->mark(found.pts));
        }
    }

    void holdsNothingWithoutACheckpoint()
    {
        {
            auto journal = PacketJournal::create(path(), header);
            VERIFY_DONE(journal);
            append(*journal, 1, 3);
        }
        QCOMPARE(content().pts, -1);
    }

    void holdsNothingWhereThereIsNone_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("foreign") << QByteArray(200, 'x');
        QTest::newRow("only the magic") << QByteArray("NDASPJ1\n");
        QTest::newRow("absurd size") << QByteArray("NDASPJ1\n\xff\xff\xff\xff\0\0\0\0", 16);
    }

    void holdsNothingWhereThereIsNone()
    {
        QFETCH(QByteArray, bytes);
        QCOMPARE(content().pts, -1);
        replace(bytes);
        QCOMPARE(content().pts, -1);
    }

    void neverReplacesAnotherFile()
    {
        write(1);
        const auto second = PacketJournal::create(path(), header);
        QVERIFY(!second && second.error().code == ErrorCode::AlreadyExists);
    }

private:
    std::optional<QTemporaryDir> folder_;
};

QTEST_GUILESS_MAIN(TestPacketJournal)
#include "test_packet_journal.moc"
