// Several recordings one behind the other in one file, as joined by copying bytes.
#include "core/engine/frames/frame_reader.h"
#include "tests/core/engine/transcode_bench.h"

#include <algorithm>
#include <array>

using namespace ndas;
using namespace ndas::engine::test;
using ndas::test::bytesOf;
using namespace std::chrono_literals;

namespace {

/// Pictures at 25 a second that can be told apart, and a tone.
QByteArray part(const char* suffix, const char* size, int seconds, const char* options)
{
    const QByteArray recipe = "-f lavfi -i testsrc2=rate=25:size=" + QByteArray(size) +
                              " -f lavfi -i sine=sample_rate=48000 -t " + QByteArray::number(seconds) +
                              " -g 25 -pix_fmt yuv420p " + options;
    const QByteArray name = "part." + QByteArray(suffix);
    return bytesOf(made(name.constData(), recipe.constData()));
}

QString joined(const char* suffix, const QList<QByteArray>& parts)
{
    return ndas::test::writeOnce(QStringLiteral("joined.") + QString::fromLatin1(suffix), parts.join());
}

/// As QuickTime wrote it: nothing in front of media and index says that a file begins.
QByteArray unmarked(QByteArray movie)
{
    return movie.replace(4, 4, "wide");
}

/// A second of a tape.
QByteArray take(bool isPal)
{
    const char* recipe = isPal ? "-f lavfi -i testsrc2=size=720x576:rate=25 -f lavfi -i sine=r=48000 -t 1 "
                                 "-c:v dvvideo -pix_fmt yuv420p -ac 2 -c:a pcm_s16le"
                               : "-f lavfi -i testsrc2=size=720x480:rate=30000/1001 -f lavfi -i sine=r=48000 "
                                 "-t 1.001 -c:v dvvideo -pix_fmt yuv411p -ac 2 -c:a pcm_s16le";
    return bytesOf(made("take.dv", recipe));
}

constexpr const char* h264 = "-c:v libx264 -preset ultrafast -bf 2 -c:a aac";
constexpr const char* fragments =
    "-c:v libx264 -preset ultrafast -c:a aac -movflags +frag_keyframe+empty_moov";

bool says(const std::vector<media::PlanNote>& notes, media::PlanNote note)
{
    return std::ranges::count(notes, note) > 0;
}

} // namespace

class TestSequels : public QObject {
    Q_OBJECT

private:
    static void addRowsOfOtherKinds()
    {
        const QByteArray mp4 = part("mp4", "160x120", 2, h264);
        const QByteArray avi = part("avi", "160x120", 1, "-c:v mjpeg -c:a pcm_s16le");
        const auto row = [&](const char* name, const QList<QByteArray>& parts, bool isUnlike) {
            QTest::newRow(name) << joined("mp4", parts) << 75 << isUnlike;
        };
        row("AVI behind MP4", {mp4, avi}, true);
        row("AVI behind MP4, filled up", {mp4, QByteArray(700, '\0'), avi}, true);
        row("MPEG-TS behind MP4", {mp4, part("ts", "160x120", 1, h264)}, true);
        row("MP4 behind MPEG-TS", {part("ts", "160x120", 2, h264), part("mp4", "160x120", 1, h264)}, true);
        row("MP4 behind FLV", {part("flv", "160x120", 2, h264), part("mp4", "160x120", 1, h264)}, false);
        row("MP4 behind MPEG-PS",
            {part("mpg", "160x120", 2, "-c:v mpeg2video -c:a mp2"), part("mp4", "160x120", 1, h264)}, true);
        row("Matroska behind MP4", {mp4, part("mkv", "160x120", 1, h264)}, false);
        row("MP4 behind AVI",
            {part("avi", "160x120", 2, "-c:v mjpeg -c:a pcm_s16le"), part("mp4", "160x120", 1, h264)}, true);
        const char* mpeg2 = "-c:v mpeg2video -c:a pcm_s16le";
        row("MXF", {part("mxf", "160x120", 2, mpeg2), part("mxf", "160x120", 1, mpeg2)}, false);
    }

    static void addRowsOfOldQuickTime()
    {
        const char* faststart = "-c:v libx264 -preset ultrafast -c:a aac -movflags +faststart";
        const QByteArray mediaFirst = unmarked(part("mov", "160x120", 1, h264));
        const QByteArray indexFirst = unmarked(part("mov", "160x120", 1, faststart));
        const QByteArray first = part("mov", "160x120", 1, h264);
        const auto row = [&](const char* name, const QList<QByteArray>& parts, bool isUnlike) {
            QTest::newRow(name) << joined("mov", parts) << 75 << isUnlike;
        };
        row("QuickTime, media first", {first, mediaFirst, mediaFirst}, false);
        row("QuickTime, index first", {indexFirst, indexFirst, indexFirst}, false);
        row("QuickTime, one way and the other", {indexFirst, mediaFirst, indexFirst}, true);
    }

private Q_SLOTS:

    void readsTapesWhoseFramesStandElsewhere_data()
    {
        QTest::addColumn<QString>("recording");
        QTest::addColumn<int>("pictures");
        QTest::addColumn<int>("micros");
        QTest::addColumn<bool>("isDamaged");
        QTest::addColumn<int>("last"); // frame of 625 lines
        constexpr qsizetype frame = 144'000;
        const QByteArray pal = take(true);
        const QByteArray cut = pal.left(10 * frame + 50'000);
        QTest::newRow("cut off, and another") << joined("dv", {cut, pal}) << 35 << 1'400'000 << true << 24;
        QTest::newRow("cut off twice") << joined("dv", {cut, pal, cut, pal}) << 70 << 2'800'000 << true << 24;
        QTest::newRow("part of a frame is missing")
            << joined("dv", {cut, pal.mid(12 * frame)}) << 23 << 920'000 << true << 24;
        QTest::newRow("cut off at the end") << joined("dv", {pal, cut}) << 35 << 1'400'000 << true << 9;
        QTest::newRow("625 lines behind 525")
            << joined("dv", {take(false), pal}) << 55 << 2'001'000 << false << 24;
        QTest::newRow("as they should") << joined("dv", {pal, pal}) << 50 << 2'000'000 << false << 24;
    }

    void readsTapesWhoseFramesStandElsewhere()
    {
        QFETCH(QString, recording);
        QFETCH(int, pictures);
        QFETCH(int, micros);
        QFETCH(bool, isDamaged);
        QFETCH(int, last);
        const auto result = bench_.run(recording, "low");
        VERIFY_DONE(result);
        QCOMPARE(result->frames, pictures);
        QCOMPARE(says(result->notes, media::PlanNote::SourceDamaged), isDamaged);
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QVERIFY(std::chrono::abs(played->pictures.back() - Micros(micros)) < 60ms);
        QVERIFY(std::chrono::abs(played->soundEnd - Micros(micros)) < 100ms);
        const auto whole = play(joined("dv", {take(true)}));
        VERIFY_DONE(whole);
        const auto read = play(recording);
        VERIFY_DONE(read);
        if (last >= 0)
            QVERIFY(read->luma.back() == whole->luma[static_cast<std::size_t>(last)]);
    }

    void readsAllOfThem_data()
    {
        QTest::addColumn<QString>("recording");
        QTest::addColumn<int>("pictures");
        QTest::addColumn<bool>("isUnlike");
        const auto row = [](const char* suffix, const char* options) {
            const QByteArray first = part(suffix, "160x120", 2, options);
            const QByteArray second = part(suffix, "160x120", 1, options);
            QTest::addRow("%s %s", suffix, options) << joined(suffix, {first, second}) << 75 << false;
            QTest::addRow("%s of another size %s", suffix, options)
                << joined(suffix, {first, part(suffix, "240x136", 1, options)}) << 75 << true;
        };
        row("mp4", h264);
        row("mp4", fragments);
        row("mov", "-c:v mjpeg -c:a pcm_s16le");
        row("mkv", h264);
        row("webm", "-c:v libvpx -deadline realtime -cpu-used 8 -b:v 500k -c:a libopus -live 1");
        row("avi", "-c:v mjpeg -c:a pcm_s16le");
        row("wmv", "-c:v wmv2 -c:a wmav2");
        row("ogv", "-c:v libtheora -c:a libvorbis");
        const QByteArray first = part("mp4", "160x120", 2, h264);
        QTest::addRow("three") << joined("mp4", {first, part("mp4", "160x120", 1, h264), first}) << 125
                               << false;
        const QByteArray filler(700, '\0');
        QTest::addRow("filled up") << joined("mp4", {first, filler, first, filler}) << 100 << false;
        const QByteArray matroska = part("mkv", "160x120", 2, h264);
        QTest::addRow("Matroska, filled up") << joined("mkv", {matroska, filler, matroska}) << 100 << false;
        QTest::addRow("of another codec")
            << joined("mp4", {first, part("mp4", "160x120", 1, "-c:v mpeg4 -c:a aac")}) << 75 << true;
        QTest::addRow("a fragmented one behind")
            << joined("mp4", {first, part("mp4", "160x120", 1, fragments)}) << 75 << true;
        addRowsOfOtherKinds();
        addRowsOfOldQuickTime();
    }

    void readsAllOfThem()
    {
        QFETCH(QString, recording);
        QFETCH(int, pictures);
        QFETCH(bool, isUnlike);
        const auto length = std::chrono::milliseconds(40 * pictures);
        const auto info = engine::probe(recording);
        VERIFY_DONE(info);
        QCOMPARE(info->mainVideo()->frameCount, std::int64_t{pictures});
        QVERIFY(std::chrono::abs(info->duration - length) < 150ms);
        QVERIFY(info->warnings.contains(QStringLiteral("several-recordings")));
        QVERIFY(!info->warnings.contains(QStringLiteral("damaged-packets")));
        QCOMPARE(info->warnings.contains(QStringLiteral("size-changes")), isUnlike);
        for (const char* preset : {"low", "original"}) {
            QVERIFY(says(media::makePlan(*info, bench_.preset(preset)).notes,
                         media::PlanNote::SeveralRecordings));
            const auto result = bench_.run(recording, preset);
            VERIFY_DONE(result);
            QCOMPARE(result->frames, std::int64_t{pictures});
            QVERIFY(!says(result->notes, media::PlanNote::SourceDamaged));
            const auto played = bench_.played();
            VERIFY_DONE(played);
            QVERIFY(std::ranges::is_sorted(played->pictures));
            QVERIFY(std::chrono::abs(played->pictures.back() - length) < 200ms);
            QVERIFY(std::chrono::abs(played->soundEnd - length) < 200ms);
            compareTimes(bench_, recording);
        }
    }

    /// A recorder that went on without its camera.
    void goesToTheFirstForWhatTheSecondHasNot()
    {
        const QByteArray film = part("mp4", "160x120", 2, h264);
        const QByteArray sound =
            bytesOf(made("sound.mp4", "-f lavfi -i sine=sample_rate=48000 -t 2 -c:a aac"));
        auto input = engine::Input::open(joined("mp4", {film, sound}));
        VERIFY_DONE(input);
        const engine::PacketPtr packet = engine::makePacket();
        while (input->read(*packet).value_or(false))
            av_packet_unref(packet.get());
        constexpr int pictures = 0;
        input->select(std::array{pictures});
        const AVRational timeBase = input->stream(pictures)->time_base;
        VERIFY_DONE(input->seek(pictures, av_rescale_q(3, {1, 1}, timeBase)));
        QVERIFY(input->read(*packet).value_or(false));
        QCOMPARE(packet->stream_index, pictures);
        QVERIFY((packet->flags & AV_PKT_FLAG_KEY) != 0);
    }

    void copiesWhatIsAlike_data()
    {
        QTest::addColumn<QString>("suffix");
        QTest::newRow("MP4") << "mp4";
        QTest::newRow("Matroska") << "mkv";
    }

    void copiesWhatIsAlike()
    {
        QFETCH(QString, suffix);
        const QByteArray name = suffix.toLatin1();
        const QByteArray clip = part(name.constData(), "160x120", 2, h264);
        const auto planned = bench_.request(joined(name.constData(), {clip, clip}), "original");
        VERIFY_DONE(planned);
        QCOMPARE(planned->plan.video.action, media::StreamAction::Copy);
        const auto result = bench_.run(*planned);
        VERIFY_DONE(result);
        QCOMPARE(result->frames, std::int64_t{100});
        QVERIFY(!says(result->notes, media::PlanNote::CopyAbandoned));
    }

    /// The telephone was turned before the second.
    void showsEachUpright()
    {
        const QString wide =
            made("wide.mp4", "-f lavfi -i color=red:s=160x120:r=25,drawbox=h=60:c=white:t=fill "
                             "-t 1 -c:v libx264 -preset ultrafast -pix_fmt yuv420p");
        const QByteArray turned = bytesOf(remade("turned.mp4", wide, "-c copy -metadata:s:v:0 rotate=180"));
        const auto isWhiteAbove = [](const std::vector<int>& luma) { return luma[2 * 16 + 8] > 200; };
        const auto isWhiteBelow = [](const std::vector<int>& luma) { return luma[13 * 16 + 8] > 200; };
        const QString recording = joined("mp4", {bytesOf(wide), turned, bytesOf(wide)});
        auto frames = engine::FrameReader::open(recording);
        VERIFY_DONE(frames);
        for (const std::int64_t index : {60, 30, 5}) {
            const auto frame = frames->read(index, {}, AV_PIX_FMT_YUV420P);
            VERIFY_DONE(frame);
            QCOMPARE(isWhiteBelow(lumaSamples(*frame->picture)), index == 30);
        }
        for (const char* preset : {"low", "original"}) {
            VERIFY_DONE(bench_.run(recording, preset));
            const auto played = bench_.played();
            VERIFY_DONE(played);
            QCOMPARE(played->luma.size(), std::size_t{75});
            for (std::size_t i = 0; i < 75; ++i) {
                const bool isUpsideDown = i >= 25 && i < 50;
                QCOMPARE(isWhiteBelow(played->luma[i]), isUpsideDown);
                QCOMPARE(isWhiteAbove(played->luma[i]), !isUpsideDown);
            }
        }
    }

    /// Twice as wide as the first: black above and below it.
    void picturesForReviewAreNotDistorted()
    {
        const auto white = [](const char* name, const char* size) {
            const QByteArray recipe = "-f lavfi -i color=white:r=25:size=" + QByteArray(size) +
                                      " -t 1 -c:v libx264 -preset ultrafast -pix_fmt yuv420p";
            return bytesOf(made(name, recipe.constData()));
        };
        const QString recording =
            joined("mp4", {white("first.mp4", "160x160"), white("wide.mp4", "320x160")});
        auto frames = engine::FrameReader::open(recording);
        VERIFY_DONE(frames);
        for (const std::int64_t index : {40, 10}) {
            const auto frame = frames->read(index, {}, AV_PIX_FMT_YUV420P);
            VERIFY_DONE(frame);
            const std::vector<int> luma = lumaSamples(*frame->picture);
            QCOMPARE(luma[1 * 16 + 8] > 200, index == 10);
            QVERIFY(luma[8 * 16 + 1] > 200);
        }
    }

    void tellsOfOneThatCannotBeRead()
    {
        const QByteArray first = part("mp4", "160x120", 2, h264);
        const QByteArray second = part("mp4", "160x120", 1, h264);
        const QString recording = joined("mp4", {first, second.left(second.size() / 2)});
        const auto info = engine::probe(recording);
        VERIFY_DONE(info);
        QVERIFY(info->warnings.contains(QStringLiteral("damaged-packets")));
        const auto result = bench_.run(recording, "low");
        VERIFY_DONE(result);
        QCOMPARE(result->frames, std::int64_t{50});
        QVERIFY(says(result->notes, media::PlanNote::SourceDamaged));
    }

    void readsOnBehindOneThatWasCutOff_data()
    {
        QTest::addColumn<QByteArray>("first");
        const auto row = [](const char* suffix, const char* options, int most) {
            const QByteArray whole = part(suffix, "160x120", 2, options);
            QTest::newRow(suffix) << whole.left(whole.size() / 2 + most);
        };
        row("flv", h264, 5);
        row("mpg", "-c:v mpeg2video -c:a mp2", 5);
        row("ts", h264, 5);
    }

    /// Within a packet, which then does not say where the next recording begins.
    void readsOnBehindOneThatWasCutOff()
    {
        QFETCH(QByteArray, first);
        const QByteArray second = part("mp4", "160x120", 1, h264);
        const auto alone = engine::probe(joined("first", {first}));
        VERIFY_DONE(alone);
        const auto info = engine::probe(joined("both", {first, second}));
        VERIFY_DONE(info);
        QVERIFY(info->warnings.contains(QStringLiteral("several-recordings")));
        QCOMPARE(info->mainVideo()->frameCount, alone->mainVideo()->frameCount + 25);
    }

    void findsEachPictureInAnyOrder()
    {
        const QByteArray first = part("mp4", "160x120", 2, h264);
        const QString recording = joined("mp4", {first, part("mp4", "240x136", 2, h264), first});
        auto frames = engine::FrameReader::open(recording);
        VERIFY_DONE(frames);
        QCOMPARE(frames->times().size(), std::size_t{150});
        const auto luma = [&](std::int64_t index) {
            const auto frame = frames->read(index, {}, AV_PIX_FMT_YUV420P);
            return frame && frame->index == index ? lumaSamples(*frame->picture) : std::vector<int>();
        };
        std::vector<std::vector<int>> seen;
        for (std::int64_t i = 0; i < 150; ++i)
            seen.push_back(luma(i));
        for (const std::int64_t index : {149, 3, 99, 51, 100, 49, 50, 120, 0, 75}) {
            QVERIFY(!seen[static_cast<std::size_t>(index)].empty());
            QCOMPARE(luma(index), seen[static_cast<std::size_t>(index)]);
        }
        QCOMPARE(seen[130], seen[30]); // the same recording once more
        QVERIFY(seen[80] != seen[30]);
    }

private:
    TranscodeBench bench_;
};

QTEST_GUILESS_MAIN(TestSequels)
#include "test_sequels.moc"
