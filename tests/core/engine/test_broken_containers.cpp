// Recordings whose container is not quite where, or as, it should be, and that are whole all the same.
#include "core/engine/container/box_walk.h"
#include "core/engine/libav/file_io.h"
#include "core/engine/libav/preamble.h"
#include "tests/core/engine/plain_recording.h"
#include "tests/core/engine/transcode_bench.h"

#include <QtCore/QBuffer>
#include <QtCore/QtEndian>

#include <cstring>

using namespace ndas;
using namespace ndas::engine::test;
using ndas::test::bytesOf;
using namespace std::chrono_literals;

namespace {

QByteArray tag()
{
    return QByteArray::fromHex("49443304000000000100") + QByteArray(128, 'x');
}

QByteArray macHeader()
{
    QByteArray header(128, '\0');
    header.replace(1, 5,
                   "\x04"
                   "film");
    return header;
}

qint64 mediaIn(const QByteArray& mp4)
{
    return mp4.indexOf("mdat") - 4;
}

/// So many boxes, each of which holds the next one.
QByteArray boxesWithinBoxes(quint32 depth)
{
    QByteArray boxes(8 * qsizetype{depth}, '\0');
    for (quint32 level = 0; level < depth; ++level) {
        char* box = boxes.data() + 8 * qsizetype{level};
        qToBigEndian(8 * (depth - level), box);
        std::memcpy(box + 4, level == 0 ? "moov" : "trak", 4);
    }
    return boxes;
}

/// The box of the media says that it is so long.
QByteArray withMediaSize(QByteArray mp4, quint32 size)
{
    qToBigEndian(size, mp4.data() + mediaIn(mp4));
    return mp4;
}

/// Where the contents of the elements of a name begin, in the segment of a Matroska or its clusters.
std::vector<qsizetype> partsOf(std::uint32_t name, const QString& matroska)
{
    constexpr std::uint32_t segment = 0x18538067;
    constexpr std::uint32_t cluster = 0x1f43b675;
    const auto file = engine::FileIo::open(matroska, {});
    const qint64 size = (*file)->size();
    std::vector<qsizetype> parts;
    auto part = engine::readElement((*file)->io(), 0, size);
    while (part && part->end <= size) {
        if (part->name == name)
            parts.push_back(part->content);
        const bool isEntered = part->name == segment || part->name == cluster;
        part = engine::readElement((*file)->io(), isEntered ? part->content : part->end, size);
    }
    return parts;
}

/// Where the blocks of a track begin.
std::vector<qsizetype> blocksOf(int track, const QString& matroska)
{
    constexpr std::uint32_t simpleBlock = 0xa3;
    const QByteArray bytes = bytesOf(matroska);
    std::vector<qsizetype> blocks = partsOf(simpleBlock, matroska);
    std::erase_if(blocks, [&](qsizetype block) {
        return static_cast<unsigned char>(bytes.at(block)) != (0x80 | track);
    });
    return blocks;
}

/// Where the tags of a kind begin, in an FLV.
std::vector<qsizetype> tagsOf(int kind, const QByteArray& flv)
{
    constexpr qsizetype header = 13;
    constexpr qsizetype aroundContent = 15;
    std::vector<qsizetype> tags;
    for (qsizetype at = header; at + aroundContent <= flv.size();
         at += aroundContent + (qFromBigEndian<quint32>(flv.constData() + at) & 0xffffff))
        if (flv.at(at) == kind)
            tags.push_back(at);
    return tags;
}

} // namespace

class TestBrokenContainers : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void readsWhatStandsBehindSomethingElse_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::newRow("a tag") << tag();
        QTest::newRow("zeros") << QByteArray(512, '\0');
        QTest::newRow("an empty line") << QByteArray("\r\n");
        QTest::newRow("a mark of the order of bytes") << QByteArray("\xef\xbb\xbf");
        QTest::newRow("a form that was sent")
            << QByteArray("--aBoundary\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n");
        QTest::newRow("a Mac's header") << macHeader();
    }

    void readsWhatStandsBehindSomethingElse()
    {
        QFETCH(QByteArray, before);
        for (const char* name : {"whole.mp4", "whole.mkv", "whole.avi", "whole.flv"}) {
            const QByteArray bytes = before + bytesOf(plain(name));
            const QString path = ndas::test::writeOnce(QString::fromLatin1(name), bytes);
            isWhole(path);
            if (QTest::currentTestFailed())
                qWarning("%s", name);
            const auto info = engine::probe(path);
            QCOMPARE(info->sizeBytes, bytes.size());
        }
    }

    void findsTheIndexThatNoBoxLeadsTo_data()
    {
        QTest::addColumn<QString>("recording");
        const QByteArray mp4 = bytesOf(plain("whole.mp4"));
        const auto size = qFromBigEndian<quint32>(mp4.constData() + mediaIn(mp4));
        const auto written = [](const char* name, const QByteArray& bytes) {
            return ndas::test::writeOnce(QString::fromLatin1(name), bytes);
        };
        QTest::newRow("never written") << written("to-end.mp4", withMediaSize(mp4, 0));
        QTest::newRow("too long") << written("long.mp4", withMediaSize(mp4, size + 3000));
        QTest::newRow("too short") << written("short.mp4", withMediaSize(mp4, size - 3000));
        QTest::newRow("as if there were nothing") << written("empty.mp4", withMediaSize(mp4, 8));
        QTest::newRow("behind a tag") << written("tagged.mp4", tag() + withMediaSize(mp4, 0));
    }

    void findsTheIndexThatNoBoxLeadsTo()
    {
        QFETCH(QString, recording);
        isWhole(recording);
    }

    /// libav passes over a second index, whatever it holds; so it is nothing to descend into without end.
    void isNotLedAstrayByBoxesWithinBoxes()
    {
        isWhole(ndas::test::writeOnce(QStringLiteral("nested.mp4"),
                                      bytesOf(plain("whole.mp4")) + boxesWithinBoxes(300'000)));
    }

    void takesZerosAtTheEndOfTheIndexForPadding()
    {
        QByteArray mp4 = bytesOf(plain("whole.mp4"));
        char* const size = mp4.data() + mp4.lastIndexOf("moov") - 4;
        for (const quint32 zeros : {8, 16, 100}) {
            QByteArray padded = mp4 + QByteArray(zeros, '\0');
            qToBigEndian(qFromBigEndian<quint32>(size) + zeros, padded.data() + (size - mp4.constData()));
            const QString path = ndas::test::writeOnce(QStringLiteral("padded%1.mp4").arg(zeros), padded);
            const auto info = engine::probe(path);
            QVERIFY(info && info->warnings.empty() && !info->privateTags.contains(QStringLiteral("other")));
            isWhole(path);
        }
    }

    void tellsOfATrackThatIsNotFound_data()
    {
        QTest::addColumn<QString>("recording");
        const QByteArray whole = bytesOf(plain("whole.mp4"));
        const qsizetype sound = whole.indexOf("trak", whole.indexOf("trak") + 4) - 4;
        const qsizetype end = whole.lastIndexOf("udta") - 4;
        QByteArray zeros = whole;
        QTest::newRow("overwritten") << ndas::test::writeOnce(
            QStringLiteral("zeros.mp4"), zeros.replace(sound, end - sound, QByteArray(end - sound, '\0')));
        QByteArray flipped = whole;
        flipped[whole.indexOf("trak") - 1] = static_cast<char>(flipped[whole.indexOf("trak") - 1] ^ 0x40);
        QTest::newRow("a size") << ndas::test::writeOnce(QStringLiteral("size.mp4"), flipped);
    }

    void tellsOfATrackThatIsNotFound()
    {
        QFETCH(QString, recording);
        const auto info = engine::probe(recording);
        VERIFY_DONE(info);
        QVERIFY(info->audio.empty());
        QVERIFY(info->warnings.contains(QStringLiteral("damaged-packets")));
        const auto result = bench_.run(recording, "low");
        VERIFY_DONE(result);
        QCOMPARE(result->frames, 50);
        QVERIFY(result->damagedPackets > 0);
    }

    void readsOnWhereAnEntryOfTheIndexIsWrong_data()
    {
        QTest::addColumn<int>("entry");
        QTest::addColumn<int>("bit");
        QTest::newRow("of sound") << 100 << 26;
        QTest::newRow("of a picture") << 200 << 18;
    }

    /// libavformat ended there.
    void readsOnWhereAnEntryOfTheIndexIsWrong()
    {
        QFETCH(int, entry);
        QFETCH(int, bit);
        QByteArray avi =
            bytesOf(made("indexed.avi", "-f lavfi -i testsrc2=size=160x120:rate=25 -f lavfi -i "
                                        "sine -t 6 -c:v libx264 -preset ultrafast -g 25 -pix_fmt "
                                        "yuv420p -c:a libmp3lame"));
        char* place = avi.data() + avi.lastIndexOf("idx1") + 8 + qsizetype{16} * entry + 8;
        qToLittleEndian(qFromLittleEndian<quint32>(place) ^ 1U << bit, place);
        isWhole(ndas::test::writeOnce(QStringLiteral("index%1.avi").arg(entry), avi), 150);
    }

    void keepsTracksInStepWhereOneTimeIsWrong_data()
    {
        QTest::addColumn<int>("track");
        QTest::addColumn<int>("bit");
        QTest::addColumn<bool>("isSet");
        QTest::newRow("a picture, ahead") << 1 << 12 << false;
        QTest::newRow("a picture, back") << 1 << 9 << true;
        QTest::newRow("sound, ahead") << 2 << 12 << false;
        QTest::newRow("sound, back") << 2 << 9 << true;
    }

    /// What came behind it was late from there on by as much.
    void keepsTracksInStepWhereOneTimeIsWrong()
    {
        QFETCH(int, track);
        QFETCH(int, bit);
        QFETCH(bool, isSet);
        const QString whole = plain("whole.mkv");
        QByteArray bytes = bytesOf(whole);
        const std::vector<qsizetype> blocks = blocksOf(track, whole);
        const auto time = [&bytes](qsizetype block) { return bytes.data() + block + 1; };
        const auto isAsWanted = [&](qsizetype block) {
            return ((qFromBigEndian<quint16>(time(block)) >> bit & 1) != 0) == isSet;
        };
        QVERIFY(blocks.size() > 40);
        const auto chosen = std::find_if(blocks.begin() + 30, blocks.end(), isAsWanted);
        QVERIFY(chosen < blocks.end() - 3);
        qToBigEndian<quint16>(qFromBigEndian<quint16>(time(*chosen)) ^ 1U << bit, time(*chosen));
        const QString recording =
            ndas::test::writeOnce(QStringLiteral("flipped%1-%2.mkv").arg(track).arg(bit), bytes);
        const auto ofWhole = bench_.run(whole, "low");
        VERIFY_DONE(ofWhole);
        const auto before = bench_.played();
        const auto result = bench_.run(recording, "low");
        VERIFY_DONE(result);
        const auto after = bench_.played();
        VERIFY_DONE(before);
        VERIFY_DONE(after);
        QCOMPARE(after->pictures.size(), before->pictures.size());
        for (std::size_t i = 0; i < before->pictures.size(); ++i)
            QCOMPARE_LE(std::chrono::abs(after->pictures[i] - before->pictures[i]), Micros(2ms));
        QCOMPARE_LE(std::chrono::abs(after->soundEnd - before->soundEnd), Micros(30ms));
        QVERIFY(result->damagedPackets > 0);
    }

    /// libavformat passes over the rest of the cluster.
    void tellsOfBlocksOfNoTrack()
    {
        const QString whole = plain("whole.mkv");
        QByteArray bytes = bytesOf(whole);
        bytes[blocksOf(1, whole).at(30)] = '\x83';
        const auto result = bench_.run(ndas::test::writeOnce(QStringLiteral("no-track.mkv"), bytes), "low");
        VERIFY_DONE(result);
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QCOMPARE_LT(played->pictures.size(), 50U);
        QVERIFY(result->damagedPackets > 0);
    }

    void tellsOfAClusterThatIsOutOfOrder()
    {
        const QString whole = remade("clusters.mkv", plain("whole.mkv"), "-c copy -cluster_time_limit 600");
        for (const int bit : {3, 6}) { // two seconds later, or 16
            QByteArray bytes = bytesOf(whole);
            const auto time = partsOf(0xe7, whole).at(1);
            bytes[time] = static_cast<char>(bytes[time] ^ 1 << bit); // of two bytes
            const auto result = bench_.run(ndas::test::writeOnce(QStringLiteral("late.mkv"), bytes), "low");
            VERIFY_DONE(result);
            QCOMPARE(result->frames, 50);
            QVERIFY(result->damagedPackets > 0);
        }
        const auto result = bench_.run(whole, "low");
        VERIFY_DONE(result);
        QCOMPARE(result->damagedPackets, 0);
    }

    void tellsOfATagThatSaysThatItIsOfAnotherKind_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("said");
        QTest::newRow("pictures as sound") << 9 << 8;
        QTest::newRow("pictures as none") << 9 << 11;
        QTest::newRow("sound as pictures") << 8 << 9;
        QTest::newRow("sound as none") << 8 << 12;
    }

    /// libavformat passes over the one and takes the other for a further track.
    void tellsOfATagThatSaysThatItIsOfAnotherKind()
    {
        QFETCH(int, kind);
        QFETCH(int, said);
        QByteArray flv = bytesOf(plain("whole.flv"));
        flv[tagsOf(kind, flv).at(26)] = static_cast<char>(said); // of pictures, the second key frame
        const auto result = bench_.run(ndas::test::writeOnce(QStringLiteral("kind.flv"), flv), "low");
        VERIFY_DONE(result);
        QVERIFY(result->damagedPackets > 0);
    }

    void leavesOtherFilesAsTheyAre()
    {
        QByteArray photo =
            QByteArray::fromHex("ffd8ffe000104a464946") + QByteArray(100, 'x') + bytesOf(plain("whole.mp4"));
        QBuffer file(&photo);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(engine::lengthOfPreamble(file), 0);
        QByteArray zeros(100'000, '\0');
        QBuffer nothing(&zeros);
        QVERIFY(nothing.open(QIODevice::ReadOnly));
        QCOMPARE(engine::lengthOfPreamble(nothing), 0);
    }

    /// libav has a name of its own for what they write.
    void readsWhatAServerForLiveVideoRecorded()
    {
        QByteArray bytes = bytesOf(plain("whole.flv"));
        bytes.replace(9 + 40, 10, "NGINX RTMP");
        isWhole(ndas::test::writeOnce(QStringLiteral("server.flv"), bytes));
    }

    void goesOnInTheFileBehindIt()
    {
        const QByteArray flv = bytesOf(plain("whole.flv"));
        isWhole(ndas::test::writeOnce(QStringLiteral("twice.flv"), flv + flv), 100);
        // Without sound all of the first is read ahead while that is looked for.
        const QByteArray silent = bytesOf(remade("silent.flv", plain("whole.flv"), "-c copy -an"));
        const auto info =
            engine::probe(ndas::test::writeOnce(QStringLiteral("silent-twice.flv"), silent + silent));
        QVERIFY(info.has_value());
        QCOMPARE(info->mainVideo()->frameCount, std::int64_t{100});
    }

private:
    void isWhole(const QString& path, std::size_t pictures = 50)
    {
        QVERIFY(!path.isEmpty());
        VERIFY_DONE(bench_.run(path, "low"));
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QCOMPARE(played->pictures.size(), pictures);
        QCOMPARE(played->damaged, 0);
        QVERIFY(played->soundStart);
    }

    TranscodeBench bench_;
};

QTEST_GUILESS_MAIN(TestBrokenContainers)
#include "test_broken_containers.moc"
