#include "core/engine/container/box_walk.h"
#include "core/engine/frames/frame_reader.h"
#include "core/engine/libav/file_io.h"
#include "core/media/frame_times.h"
#include "tests/support/edited_media.h"
#include "tests/support/fielded_media.h"
#include "tests/support/numbered_media.h"
#include "tests/support/test_media.h"
#include "tests/support/turned_media.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <cmath>

using namespace ndas;
using engine::FrameReader;
using media::Micros;
using namespace std::chrono_literals;

namespace {

constexpr int frameCount = test::numberedFrames;

/// Cut without decoding, so that an edit list (MP4) hides the frames before the time.
QString cutAt(const char* name, const QString& path, const char* seconds)
{
    return test::makeMedia(QString::fromLatin1(name),
                           {QStringLiteral("-ss"), QString::fromLatin1(seconds), QStringLiteral("-i"), path,
                            QStringLiteral("-c"), QStringLiteral("copy")});
}

/// The numbers from 0 and, behind them, those from 150, 75 of each.
QString twoPieces()
{
    QFile source(test::numberedConstantRate());
    if (!source.open(QIODevice::ReadOnly))
        return {};
    QByteArray bytes = source.readAll();
    constexpr int first = 1024;
    constexpr int picture = 512;
    const bool isSet = test::setEditList(bytes, {{2500, first}, {2500, first + 150 * picture}});
    return isSet ? test::writeOnce(QStringLiteral("pieces.mp4"), bytes) : QString();
}

QString turnedClip(const QString& folder)
{
    QFile source(test::numberedConstantRate());
    QFile turned(folder + QStringLiteral("/turned.mp4"));
    if (!source.open(QIODevice::ReadOnly) || !turned.open(QIODevice::WriteOnly))
        return {};
    QByteArray bytes = source.readAll();
    return test::setDisplayMatrix(bytes, 90, false) && turned.write(bytes) == bytes.size() ? turned.fileName()
                                                                                           : QString();
}

/// An AVI whose index is gone: libav takes every packet for a key frame.
QString withoutIndex()
{
    QFile source(test::numberedClip("whole.avi", "-c:v msmpeg4 -q:v 2 -g 60"));
    QFile cut(source.fileName() + QStringLiteral(".cut.avi"));
    if (!source.open(QIODevice::ReadOnly) || !cut.open(QIODevice::WriteOnly))
        return {};
    const QByteArray bytes = source.readAll();
    cut.write(bytes.left(bytes.lastIndexOf("idx1")));
    return cut.fileName();
}

/// An FLV that says of every picture that it refers to others.
QString withoutKeyFrames()
{
    QFile source(test::numberedClip("marked.flv", "-c:v flv1 -q:v 2 -g 60"));
    if (!source.open(QIODevice::ReadOnly))
        return {};
    QByteArray bytes = source.readAll();
    constexpr qsizetype tagHead = 11;
    for (qsizetype tag = 13; tag + tagHead < bytes.size();) {
        if (bytes[tag] == 9) // video
            bytes[tag + tagHead] = static_cast<char>((bytes[tag + tagHead] & 0x0F) | 0x20);
        tag += tagHead + 4 + bytes.mid(tag + 1, 3).toHex().toInt(nullptr, 16);
    }
    return test::writeOnce(QStringLiteral("unmarked.flv"), bytes);
}

/// Two recordings one behind the other, each with a clock of its own.
QString joined(const char* name, const QByteArray& arguments)
{
    QByteArray bytes;
    for (const char* part : {" -t 5", " -ss 5"}) {
        QFile file(test::numberedClip(name, arguments + part));
        bytes += file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    return test::writeOnce(QStringLiteral("joined-") + QString::fromLatin1(name), bytes);
}

/// From its middle on, all clusters of a Matroska say that they begin as much earlier.
QString clockSetBack(const QString& matroska)
{
    constexpr std::uint32_t segment = 0x18538067;
    constexpr std::uint32_t cluster = 0x1f43b675;
    constexpr std::uint32_t timestamp = 0xe7;
    QFile source(matroska);
    const auto file = engine::FileIo::open(matroska, {});
    if (!source.open(QIODevice::ReadOnly) || !file)
        return {};
    QByteArray bytes = source.readAll();
    std::int64_t half = 0;
    for (auto part = engine::readElement((*file)->io(), 0, bytes.size());
         part && part->end <= bytes.size();) {
        const QByteArray number = bytes.mid(part->content, part->end - part->content);
        if (part->name == timestamp && part->content > bytes.size() / 2) {
            const std::int64_t time = number.toHex().toLongLong(nullptr, 16);
            half = half > 0 ? half : time;
            bytes.replace(part->content, number.size(),
                          QByteArray::fromHex(
                              QByteArray::number(time - half, 16).rightJustified(2 * number.size(), '0')));
        }
        const bool isEntered = part->name == segment || part->name == cluster;
        part = engine::readElement((*file)->io(), isEntered ? part->content : part->end, bytes.size());
    }
    return test::writeOnce(QStringLiteral("set-back.mkv"), bytes);
}

/// So small that one pack holds several, of which only the first says when it is shown.
const char* const discOfPacks = "-c:v mpeg2video -q:v 2 -bf 2 -g 15";

int grey(const AVFrame& picture, int x, int y)
{
    return picture.data[0][static_cast<std::ptrdiff_t>(y) * picture.linesize[0] + 4 * x];
}

int numberIn(const AVFrame& picture)
{
    return test::numberIn(picture.data[0], picture.width, picture.height, picture.linesize[0]);
}

/// Its packets are timed by when they are decoded.
QString copiedFromAvi(const char* codec)
{
    const QString avi = test::numberedClip("source.avi", codec);
    return test::makeMedia(QStringLiteral("copied.mp4"),
                           {QStringLiteral("-i"), avi, QStringLiteral("-c"), QStringLiteral("copy")});
}

} // namespace

class TestFrameReader : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;

private Q_SLOTS:

    void readsExactlyTheFrameAskedFor_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("reads");
        QTest::addRow("constant rate") << test::numberedConstantRate() << 0 << 1000;
        QTest::addRow("variable rate") << test::numberedVariableRate() << 0 << 1000;
        QTest::addRow("open GOP") << test::numberedClip("open.mp4", QByteArray(test::numberedH264) +
                                                                        "-x264opts open-gop=1")
                                  << 0 << 200;
        QTest::addRow("HEVC") << test::numberedClip("hevc.mp4",
                                                    "-c:v libx265 -preset fast -x265-params "
                                                    "log-level=error:keyint=50:open-gop=1 -crf 16")
                              << 0 << 200;
        QTest::addRow("edit list") << cutAt("edited.mp4", test::numberedConstantRate(), "1.3") << 39 << 200;
        QTest::addRow("transport stream") << test::numberedClip("cfr.ts", test::numberedH264) << 0 << 200;
        QTest::addRow("transport stream, open GOP")
            << test::numberedClip("open.ts", QByteArray(test::numberedH264) + "-x264opts open-gop=1") << 0
            << 100;
        QTest::addRow("joined transport streams") << joined("part.ts", test::numberedH264) << 0 << 60;
        QTest::addRow("joined FLV") << joined("part.flv", test::numberedH264) << 0 << 60;
        QTest::addRow("variable rate in Matroska")
            << test::numberedClip("vfr.mkv", QByteArray(test::unevenTimes) + test::numberedH264) << 0 << 200;
        QTest::addRow("clock set back in Matroska")
            << clockSetBack(
                   test::numberedClip("back.mkv", QByteArray(test::numberedH264) + "-cluster_time_limit 400"))
            << 0 << 60;
        QTest::addRow("VP8 with frames never shown")
            << test::numberedClip("alt.webm", "-c:v libvpx -b:v 1M -auto-alt-ref 1 -lag-in-frames 16 -g 60")
            << 0 << 200;
        QTest::addRow("VP9") << test::numberedClip(
                                    "vp9.webm",
                                    "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 1M -g 60")
                             << 0 << 200;
        QTest::addRow("VP9 with frames never shown")
            << test::numberedClip("alt-vp9.webm",
                                  "-c:v libvpx-vp9 -deadline good -cpu-used 8 -b:v 1M -auto-alt-ref 1 "
                                  "-lag-in-frames 16 -g 60")
            << 0 << 100;
        QTest::addRow("MPEG-4 in AVI")
            << test::numberedClip("plain.avi", "-c:v mpeg4 -q:v 2 -g 60 -bf 2") << 0 << 200;
        QTest::addRow("MPEG-4 in AVI that ends with a key frame")
            << test::numberedClip("key-end.avi",
                                  "-c:v mpeg4 -q:v 2 -g 60 -bf 2 -force_key_frames expr:eq(n,299)")
            << 0 << 100;
        QTest::addRow("MPEG-4 copied from AVI to MP4")
            << copiedFromAvi("-c:v mpeg4 -q:v 2 -g 60 -bf 2") << 0 << 100;
        QTest::addRow("H.264 copied from AVI to MP4") << copiedFromAvi(test::numberedH264) << 0 << 100;
        QTest::addRow("interlaced MPEG-4")
            << test::numberedClip("fields.mp4", "-flags +ildct+ilme -c:v mpeg4 -q:v 2 -g 60 -bf 2") << 0
            << 200;
        QTest::addRow("numbers of colours")
            << test::numberedClip("palette.avi", "-c:v rawvideo -pix_fmt pal8") << 0 << 100;
        QTest::addRow("AVI without index") << withoutIndex() << 0 << 100;
        QTest::addRow("no key frame marked") << withoutKeyFrames() << 0 << 20;
        QTest::addRow("one key frame")
            << test::numberedClip("long-gop.mp4", "-c:v libx264 -preset fast -crf 16 -g 9999") << 0 << 60;
        QTest::addRow("several pictures in a pack of a disc")
            << test::numberedClip("packs.vob", discOfPacks) << 0 << 200;
        QTest::addRow("turned") << turnedClip(folder_.path()) << 0 << 100;
    }

    void readsExactlyTheFrameAskedFor()
    {
        QFETCH(const QString, path);
        QFETCH(const int, first);
        QFETCH(const int, reads);
        auto reader = FrameReader::open(path);
        QVERIFY2(reader, path.toUtf8());
        QCOMPARE(std::ssize(reader->times()), frameCount - first);

        test::FrameWalk walk(frameCount - first);
        for (int i = 0; i < reads; ++i) {
            const std::int64_t wanted = i == 0 ? frameCount - first - 1 : walk.next();
            const auto read = reader->read(wanted);
            QVERIFY(read);
            QCOMPARE(read->index, wanted);
            QCOMPARE(numberIn(*read->picture), first + static_cast<int>(wanted));
        }
    }

    void readsEachPieceOfAnEditList()
    {
        auto reader = FrameReader::open(twoPieces());
        QVERIFY(reader);
        QCOMPARE(std::ssize(reader->times()), 150);
        test::FrameWalk walk(150);
        for (int i = 0; i < 200; ++i) {
            const std::int64_t wanted = walk.next();
            const auto read = reader->read(wanted);
            QVERIFY(read);
            QCOMPARE(numberIn(*read->picture), static_cast<int>(wanted) + (wanted < 75 ? 0 : 75));
        }
    }

    void readsTheFrameBeforeADamagedOne()
    {
        auto reader = FrameReader::open(test::numberedClip(
            "hit.mkv", "-c:v prores_ks -t 1 -bsf:v noise=amount='if(eq(n\\,20)\\,30\\,0)'"));
        QVERIFY(reader);
        for (const int wanted : {20, 19, 25, 20}) {
            const auto read = reader->read(wanted);
            QVERIFY(read);
            QCOMPARE(numberIn(*read->picture), wanted == 20 ? 19 : wanted);
            QCOMPARE(read->index, wanted == 20 ? 19 : wanted);
        }
    }

    void keepsTheTimeOfFramesBehindLostOnes()
    {
        QFile source(test::numberedClip("chunks.avi", "-c:v mjpeg -q:v 3"));
        QVERIFY(source.open(QIODevice::ReadOnly));
        QByteArray bytes = source.readAll();
        bytes.replace(bytes.size() / 2, 600, QByteArray(600, '\0'));
        auto reader = FrameReader::open(test::writeOnce(QStringLiteral("lost-chunks.avi"), bytes));
        QVERIFY(reader);
        const auto count = std::ssize(reader->times());
        QVERIFY(count > frameCount - 10 && count < frameCount);
        test::FrameWalk walk(count);
        for (int i = 0; i < 200; ++i) {
            const auto read = reader->read(walk.next());
            QVERIFY(read);
            QCOMPARE(numberIn(*read->picture),
                     static_cast<int>((read->at.count() * 30 + 500'000) / 1'000'000));
        }
    }

    void theLastPictureWithoutTimeIsShownBehindTheOthers()
    {
        auto reader = FrameReader::open(test::numberedClip("packs.vob", discOfPacks));
        QVERIFY(reader);
        const std::vector<Micros>& times = reader->times();
        QVERIFY(std::chrono::abs(times.back() - times[times.size() - 2] - 33'333us) < 100us);
    }

    void readsAnMxfWithoutItsEnd_data()
    {
        QTest::addColumn<QString>("whole");
        QTest::newRow("MPEG-2") << test::numberedClip("whole.mxf", "-c:v mpeg2video -q:v 2 -bf 2 -g 15");
        QTest::newRow("H.264") << test::numberedClip("avc.mxf", test::numberedH264);
    }

    /// Its index stood at the end.
    void readsAnMxfWithoutItsEnd()
    {
        QFETCH(const QString, whole);
        QFile source(whole);
        QVERIFY(source.open(QIODevice::ReadOnly));
        const QByteArray bytes = source.readAll();
        auto reader =
            FrameReader::open(test::writeOnce(QStringLiteral("cut.mxf"), bytes.left(bytes.size() * 2 / 3)));
        QVERIFY(reader);
        const auto count = std::ssize(reader->times());
        QVERIFY(count > frameCount / 2);
        test::FrameWalk walk(count);
        for (int i = 0; i < 100; ++i) {
            const std::int64_t wanted = walk.next();
            const auto read = reader->read(wanted);
            QVERIFY(read);
            QCOMPARE(numberIn(*read->picture), static_cast<int>(wanted));
        }
    }

    void knowsWhenEachFrameIsShown()
    {
        const auto constant = FrameReader::open(test::numberedConstantRate());
        const auto variable = FrameReader::open(test::numberedVariableRate());
        QVERIFY(constant && variable);
        for (int i = 0; i < frameCount; ++i) {
            const auto at = static_cast<std::size_t>(i);
            QVERIFY(std::abs(static_cast<double>(constant->times()[at].count()) - i / 30.0 * 1e6) < 50);
            const double expected = (i + 0.15 * (7 * i % 5)) / 30.0 * 1e6;
            QVERIFY(std::abs(static_cast<double>(variable->times()[at].count()) - expected) < 50);
        }
    }

    /// The encoder's run-up and what an edit list cuts off end amid blocks of sound.
    void countsFromTheFirstThingSeenOrHeard()
    {
        QFile source(test::plainClip());
        QVERIFY(source.open(QIODevice::ReadOnly));
        QByteArray bytes = source.readAll();
        QVERIFY(test::setEditList(bytes, {{.duration = 1500, .from = 1024 + 400}}, 1));
        const auto cut = FrameReader::open(test::writeOnce(QStringLiteral("amid-sound.mp4"), bytes));
        QVERIFY(cut);
        QCOMPARE(cut->times().front(), Micros(0));
        const auto ofBrowser = FrameReader::open(
            test::makeMedia(QStringLiteral("run-up.webm"),
                            {QStringLiteral("-i"), test::plainClip(), QStringLiteral("-c:v"),
                             QStringLiteral("libvpx"), QStringLiteral("-c:a"), QStringLiteral("libopus")}));
        QVERIFY(ofBrowser);
        QVERIFY(ofBrowser->times().front() <= Micros(8000)); // as it was muxed: 7 ms behind the sound
    }

    void findsTheFrameOnScreenAtATime()
    {
        const auto reader = FrameReader::open(test::numberedVariableRate());
        QVERIFY(reader);
        for (std::size_t i = 0; i < reader->times().size(); ++i) {
            const auto number = static_cast<std::int64_t>(i);
            QCOMPARE(media::frameOnScreen(reader->times(), reader->times()[i]), number);
            QCOMPARE(media::frameOnScreen(reader->times(), reader->times()[i] - Micros(1)),
                     std::max<std::int64_t>(0, number - 1));
        }
        QCOMPARE(media::frameOnScreen(reader->times(), std::chrono::hours(1)), std::int64_t{frameCount - 1});
    }

    /// Red becomes green: each picture has a table of its own, which stands before it.
    void readsEachPictureInItsOwnColours()
    {
        const QString path = test::makeMedia(
            QStringLiteral("palettes.avi"),
            {QStringLiteral("-f"), QStringLiteral("lavfi"), QStringLiteral("-i"),
             QStringLiteral("color=red:size=64x48:rate=10:duration=2,hue=h=t*90"),
             QStringLiteral("-filter_complex"),
             QStringLiteral("[0]split[a][b];[a]palettegen=stats_mode=single[p];[b][p]paletteuse=new=1"),
             QStringLiteral("-c:v"), QStringLiteral("rawvideo"), QStringLiteral("-pix_fmt"),
             QStringLiteral("pal8")});
        auto reader = FrameReader::open(path);
        QVERIFY(reader);
        for (const auto& [index, isGreen] : {std::pair{15, true}, std::pair{2, false}, std::pair{16, true}}) {
            const auto read = reader->read(index);
            QVERIFY(read);
            const std::uint8_t* pixel = read->picture->data[0];
            QCOMPARE(pixel[1] > pixel[0], isGreen);
        }
    }

    void readsWholePicturesOfTwoHalves()
    {
        const QString path =
            ndas::test::recordedFields(QStringLiteral("halves.mkv"), ndas::test::fieldPairs(50));
        auto reader = FrameReader::open(path);
        QVERIFY(reader);
        QCOMPARE(reader->times().size(), std::size_t{50});
        const auto read = reader->read(20); // its bar reaches from 80 to the edge
        QVERIFY(read);
        for (const int row : {40, 41}) {
            QVERIFY(grey(*read->picture, 88, row) > 200);
            QVERIFY(grey(*read->picture, 40, row) < 60);
        }
    }

    void keepsHalvesTogetherBehindALostOne()
    {
        const QString path =
            ndas::test::recordedFields(QStringLiteral("lost-half.mkv"), ndas::test::fieldPairs(50, 26));
        auto reader = FrameReader::open(path);
        QVERIFY(reader);
        QCOMPARE(reader->times().size(), std::size_t{50});
        QCOMPARE(reader->times()[20], Micros(780ms)); // of the 39 fields before it
    }

    void needsOnlyASmallCache()
    {
        auto reader = FrameReader::open(test::numberedConstantRate(), {}, {.cacheBytes = 0, .threads = 1});
        QVERIFY(reader);
        for (std::int64_t i = 120; i > 100; --i) {
            const auto read = reader->read(i);
            QVERIFY(read);
            QCOMPARE(numberIn(*read->picture), static_cast<int>(i));
        }
    }

    void reducesToABox()
    {
        auto reader = FrameReader::open(test::numberedConstantRate());
        QVERIFY(reader);
        const auto read = reader->read(7, {80, 80});
        QVERIFY(read);
        QCOMPARE(read->picture->width, 80);
        QCOMPARE(read->picture->height, 16);
    }

    void goesOnAfterARefusalOrACancelledRead()
    {
        auto reader = FrameReader::open(test::numberedConstantRate());
        QVERIFY(reader);
        CancellationSource source;
        source.cancel();
        const auto cancelled = reader->read(250, {}, AV_PIX_FMT_RGBA, source.token());
        QVERIFY(!cancelled);
        QCOMPARE(cancelled.error().code, ErrorCode::Cancelled);
        for (const std::int64_t wrong : {std::int64_t{-1}, std::int64_t{frameCount}}) {
            const auto refused = reader->read(wrong);
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, ErrorCode::BadOption);
        }
        const auto read = reader->read(250);
        QVERIFY(read);
        QCOMPARE(numberIn(*read->picture), 250);
    }

    void goesOnFromWhereAReadWasCancelledHalfWay()
    {
        auto reader = FrameReader::open(
            test::numberedClip("steady.mp4", QByteArray(test::numberedH264) + "-sc_threshold 0"));
        QVERIFY(reader);
        CancellationSource source;
        std::vector<Micros> reached;
        const auto stopHalfWay = [&](const media::ProgressEvent& progress) {
            reached.push_back(progress.done);
            if (progress.done > Micros(700'000))
                source.cancel();
        };
        const auto cancelled = reader->read(50, {}, AV_PIX_FMT_RGBA, source.token(), stopHalfWay);
        QVERIFY(!cancelled);
        QCOMPARE(cancelled.error().code, ErrorCode::Cancelled);
        QVERIFY(reached.size() > 10 && std::ranges::is_sorted(reached));
        std::vector<Micros> further;
        const auto listen = [&](const media::ProgressEvent& progress) { further.push_back(progress.done); };
        for (const int wanted : {50, 22, 51, 10}) {
            const auto read = reader->read(wanted, {}, AV_PIX_FMT_RGBA, {}, listen);
            QVERIFY(read);
            QCOMPARE(numberIn(*read->picture), wanted);
        }
        QVERIFY(further.front() > Micros(600'000));
    }

    void tellsHowFarOpeningIs()
    {
        for (const QString& path : {test::numberedConstantRate(), withoutIndex()}) {
            std::vector<Micros> reached;
            const auto reader = FrameReader::open(path, {}, {}, [&](const media::ProgressEvent& progress) {
                if (progress.stage == media::Stage::Reading)
                    reached.push_back(progress.done);
            });
            QVERIFY(reader);
            QVERIFY(reached.size() >= std::size_t{frameCount} && std::ranges::is_sorted(reached));
            QVERIFY(reached.back() > Micros(9'000'000));
        }
    }

    void refusesWhatIsNoRecording()
    {
        const auto reader = FrameReader::open(test::textFile());
        QVERIFY(!reader);
        QCOMPARE(reader.error().code, ErrorCode::NotMedia);
    }
};

QTEST_GUILESS_MAIN(TestFrameReader)
#include "test_frame_reader.moc"
