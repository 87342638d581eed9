// The plain path of a transcode: presets, faststart, progress, cancellation, and what failure leaves behind.
#include "core/engine/container/mp4_layout.h"
#include "tests/core/engine/transcode_bench.h"

#include <QtCore/QtEndian>
#include <QtTest/QTest>

using namespace ndas;
using namespace ndas::engine::test;
using engine::transcode;
using namespace std::chrono_literals;

class TestTranscode : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void makesSoundRenditionForEveryPreset_data()
    {
        QTest::addColumn<QByteArray>("preset");
        for (const char* preset : {"original", "high", "medium", "low", "mobile"})
            QTest::newRow(preset) << QByteArray(preset);
    }

    void makesSoundRenditionForEveryPreset()
    {
        QFETCH(QByteArray, preset);
        const auto result = bench_.run(ndas::test::plainClip(), preset.constData());
        VERIFY_DONE(result);
        QCOMPARE(result->frames, 50);
        QCOMPARE(result->damagedPackets, std::int64_t{0});
        QCOMPARE(result->sha256.size(), 64);
        QCOMPARE(result->sizeBytes, bench_.bytes().size());
        QVERIFY(*engine::hasIndexInFront(bench_.output()));

        const auto info = bench_.probed();
        VERIFY_DONE(info);
        const media::VideoStream& video = *info->mainVideo();
        QCOMPARE(video.codec, QStringLiteral("h264"));
        QCOMPARE(video.coded, (media::PixelSize{320, 240}));
        QCOMPARE(video.pixelFormat, QStringLiteral("yuv420p"));
        QCOMPARE(info->mainAudio()->codec, QStringLiteral("aac"));
        QCOMPARE(info->mainAudio()->channels, 1);

        const auto played = bench_.played();
        VERIFY_DONE(played);
        QCOMPARE(played->damaged, 0);
        QCOMPARE(played->pictures.size(), std::size_t{50});
        QCOMPARE(played->pictures.front(), 0us);
        QVERIFY(std::chrono::abs(played->soundEnd - 2s) < 25ms);
    }

    void fitsLargePictureIntoBox_data()
    {
        QTest::addColumn<QByteArray>("preset");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::newRow("high") << QByteArray("high") << 1920 << 1080;
        QTest::newRow("medium") << QByteArray("medium") << 1280 << 720;
        QTest::newRow("low") << QByteArray("low") << 854 << 480;
        QTest::newRow("mobile") << QByteArray("mobile") << 640 << 360;
    }

    void fitsLargePictureIntoBox()
    {
        QFETCH(QByteArray, preset);
        const QString recording = made("hd.mp4", "-f lavfi -i testsrc2=size=1920x1080:rate=30 -t 0.3 -c:v "
                                                 "libx264 -preset ultrafast -pix_fmt yuv420p");
        const auto result = bench_.run(recording, preset.constData());
        VERIFY_DONE(result);
        QTEST(result->size.width, "width");
        QTEST(result->size.height, "height");
    }

    void setsKeyFrameAtLeastEveryFiveSeconds()
    {
        const QString recording = made("still12s.mp4", "-f lavfi -i color=gray:size=64x64:rate=10 -t 12 -c:v "
                                                       "libx264 -g 1000 -pix_fmt yuv420p");
        VERIFY_DONE(bench_.run(recording, "low"));
        auto input = engine::Input::open(bench_.output());
        VERIFY_DONE(input);
        const engine::PacketPtr packet = engine::makePacket();
        double lastKey = 0;
        while (*input->read(*packet)) {
            if ((packet->flags & AV_PKT_FLAG_KEY) != 0) {
                const double time = static_cast<double>(packet->pts) * av_q2d(input->stream(0)->time_base);
                QVERIFY2(time - lastKey <= 5.0, QByteArray::number(time).constData());
                lastKey = time;
            }
            av_packet_unref(packet.get());
        }
        QCOMPARE(lastKey, 10.0);
    }

    void reportsProgressInMediaTime()
    {
        const auto request = bench_.request(ndas::test::longClip(3), "low");
        VERIFY_DONE(request);
        QFile::remove(bench_.output());
        std::vector<media::ProgressEvent> events;
        const auto result =
            transcode(*request, {}, {.onProgress = [&](const auto& event) { events.push_back(event); }});
        VERIFY_DONE(result);
        Micros done{0};
        std::vector<media::Stage> stages;
        for (const media::ProgressEvent& event : events) {
            if (stages.empty() || stages.back() != event.stage) {
                stages.push_back(event.stage);
                done = 0us;
            }
            QVERIFY(event.done >= done);
            QVERIFY(event.speed >= 0);
            done = event.done;
        }
        const std::vector<media::Stage> expected{media::Stage::Opening, media::Stage::Encoding,
                                                 media::Stage::Finishing, media::Stage::Checking};
        QVERIFY(stages == expected);
    }

    void cancellationLeavesNoOutput()
    {
        const auto request = bench_.request(ndas::test::longClip(8), "high");
        VERIFY_DONE(request);
        QFile::remove(bench_.output());
        CancellationSource source;
        const auto stop = [&](const media::ProgressEvent& event) {
            if (event.stage == media::Stage::Encoding && event.done > 500ms)
                source.cancel();
        };
        const auto result = transcode(*request, source.token(), {.onProgress = stop});
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::Cancelled);
        QVERIFY(!QFile::exists(bench_.output()));
    }

    void neverReplacesAFile()
    {
        const auto request = bench_.request(ndas::test::plainClip(), "low");
        VERIFY_DONE(request);
        QFile::remove(bench_.output());
        QFile other(bench_.output());
        QVERIFY(other.open(QIODevice::WriteOnly));
        other.write("precious");
        other.close();
        const auto result = transcode(*request, {});
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::AlreadyExists);
        QCOMPARE(bench_.bytes(), QByteArray("precious"));
    }

    void failureLeavesNoOutput()
    {
        auto request = bench_.request(ndas::test::plainClip(), "low");
        VERIFY_DONE(request);
        request->plan.video.encoderPreset = QStringLiteral("no such preset");
        const auto result = bench_.run(*request);
        QVERIFY(!result);
        QVERIFY(!QFile::exists(bench_.output()));
    }

    void keepsWhatATruncatedRecordingStillHolds()
    {
        // fragmented: its index comes in pieces, so that a cut file still opens
        const QString whole =
            made("fragments.mp4", "-f lavfi -i testsrc2=size=320x240:rate=25 -t 4 -c:v libx264 -preset "
                                  "ultrafast -g 12 -pix_fmt yuv420p -movflags frag_keyframe+empty_moov");
        QFile file(whole);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray half = file.read(file.size() * 6 / 10);
        QTemporaryDir folder;
        const QString cut = folder.filePath(QStringLiteral("cut.mp4"));
        QFile out(cut);
        QVERIFY(out.open(QIODevice::WriteOnly) && out.write(half) == half.size());
        out.close();
        const auto result = bench_.run(cut, "low");
        VERIFY_DONE(result);
        QVERIFY(result->frames > 30);
        QVERIFY(result->frames < 90);
    }

    void skipsDamagedPacketsAndCountsThem()
    {
        const QString whole = made("zlib.avi", "-f lavfi -i testsrc2=size=160x120:rate=25 -t 4 -c:v zlib");
        QFile file(whole);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QByteArray bytes = file.readAll();
        qsizetype packet = 0;
        for (int frame = 0; frame < 30; ++frame)
            packet = bytes.indexOf("00dc", packet + 4);
        bytes.replace(packet + 30, 200, QByteArray(200, '\x55'));
        QTemporaryDir folder;
        const QString damaged = folder.filePath(QStringLiteral("damaged.avi"));
        QFile out(damaged);
        QVERIFY(out.open(QIODevice::WriteOnly) && out.write(bytes) == bytes.size());
        out.close();
        const auto result = bench_.run(damaged, "low");
        VERIFY_DONE(result);
        QVERIFY(result->damagedPackets > 0);
        QCOMPARE(std::ranges::count(result->notes, media::PlanNote::SourceDamaged), 1);
        QVERIFY(result->frames >= 98);
    }

    /// Download managers and cameras reserve room for the whole at first.
    void keepsWhatStandsBeforeRoomThatWasNeverWritten()
    {
        QFile file(ndas::test::tinyClip(4));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QByteArray bytes = file.readAll();
        const qsizetype media = bytes.indexOf("mdat") + 4;
        const quint32 size = qFromBigEndian<quint32>(bytes.constData() + media - 8) - 8;
        const qsizetype there = size * 3 / 10;
        bytes.replace(media + there, size - there, QByteArray(size - there, '\0'));
        const auto result = bench_.run(ndas::test::writeOnce(QStringLiteral("reserved.mp4"), bytes), "low");
        VERIFY_DONE(result);
        QVERIFY(result->frames > 10 && result->frames < 60);
        QVERIFY(result->damagedPackets >= 40);
        QCOMPARE(std::ranges::count(result->notes, media::PlanNote::SourceDamaged), 1);
    }

    void tellsOfPicturesLostWithAPieceOfTheFile_data()
    {
        QTest::addColumn<bool>("isOverwritten");
        QTest::newRow("overwritten") << true;
        QTest::newRow("missing") << false;
    }

    void tellsOfPicturesLostWithAPieceOfTheFile()
    {
        QFETCH(bool, isOverwritten);
        QFile file(made("pieces.mkv",
                        "-f lavfi -i testsrc2=size=64x48:rate=25 -t 4 -pix_fmt yuv420p -c:v rawvideo"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QByteArray bytes = file.readAll();
        bytes.replace(bytes.size() / 2, 8192, QByteArray(isOverwritten ? 8192 : 0, '\0'));
        const QString name = QStringLiteral("pieces-%1.mkv").arg(isOverwritten);
        const auto result = bench_.run(ndas::test::writeOnce(name, bytes), "low");
        VERIFY_DONE(result);
        QVERIFY(result->frames < 100);
        QVERIFY(result->damagedPackets > 0);
        QCOMPARE(std::ranges::count(result->notes, media::PlanNote::SourceDamaged), 1);
    }

    /// It leaves its length open: nothing but its last block says that more was to come.
    void tellsOfALiveRecordingThatWasCutOff()
    {
        QFile file(made("live.mkv", "-f lavfi -i testsrc2=size=160x120:rate=25 -t 4 -c:v mjpeg -live 1"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray whole = file.readAll();
        const QString path =
            ndas::test::writeOnce(QStringLiteral("live-cut.mkv"), whole.first(whole.size() / 2));
        const auto result = bench_.run(path, "low");
        VERIFY_DONE(result);
        QVERIFY(result->frames > 10 && result->frames < 90);
        QCOMPARE(std::ranges::count(result->notes, media::PlanNote::SourceDamaged), 1);
    }

    /// Browsers say of every recording that it may be transparent.
    void losesNoMoreThanTheDamagedPictureOfABrowsersRecording()
    {
        QFile file(made("browser.webm", "-f lavfi -i testsrc2=size=160x120:rate=25 -t 2 -c:v libvpx-vp9 "
                                        "-cpu-used 8 -deadline realtime -g 100 -metadata:s:v alpha_mode=1"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QByteArray bytes = file.readAll();
        constexpr char inter = '\x86'; // of profile 0, shown
        qsizetype block = bytes.size() / 4;
        while (block + 4 < bytes.size() &&
               !(bytes[block] == '\x81' && bytes[block + 3] == 0 && bytes[block + 4] == inter))
            ++block;
        QVERIFY(block + 4 < bytes.size());
        bytes[block + 4] = 0;
        const auto result =
            bench_.run(ndas::test::writeOnce(QStringLiteral("browser-hit.webm"), bytes), "low");
        VERIFY_DONE(result);
        QVERIFY(result->frames >= 49);
        QCOMPARE(result->damagedPackets, std::int64_t{1});
    }

    void losesNoMoreThanTheDamagedPictureOfTheora()
    {
        const QString hit = made("hit.mkv", "-f lavfi -i testsrc2=size=160x120:rate=25 -t 2 -c:v libtheora "
                                            "-q:v 5 -g 50 -bsf:v noise=amount='if(eq(n\\,27)\\,5\\,0)'");
        auto request = bench_.request(hit, "low");
        QVERIFY(request);
        request->decoderThreads = 2;
        const auto result = bench_.run(*request);
        VERIFY_DONE(result);
        QCOMPARE(result->frames, std::int64_t{49});
        QCOMPARE(result->damagedPackets, std::int64_t{1});
    }

    /// The decoder shows what it makes of differences to pictures that nobody has.
    void tellsOfPicturesBeforeTheFirstKeyFrame_data()
    {
        QTest::addColumn<QByteArray>("encoder");
        QTest::newRow("H.265") << QByteArray(
            "libx265 -preset ultrafast -x265-params log-level=error:keyint=25");
        QTest::newRow("MPEG-4") << QByteArray("mpeg4");
    }

    void tellsOfPicturesBeforeTheFirstKeyFrame()
    {
        QFETCH(const QByteArray, encoder);
        const QByteArray arguments = "-f lavfi -i testsrc2=size=160x120:rate=25 -t 2 -g 25 -c:v " + encoder +
                                     " -bsf:v noise=drop='lt(n\\,10)'";
        const auto result = bench_.run(made("amid.mkv", arguments.constData()), "low");
        VERIFY_DONE(result);
        QVERIFY(result->frames > 30);
        QCOMPARE(result->frames - result->damagedPackets, std::int64_t{25});
        QCOMPARE(std::ranges::count(result->notes, media::PlanNote::SourceDamaged), 1);
    }

    /// Other decoders wait for a picture that is whole, and a copy begins with it.
    void tellsOfPicturesThatNothingCanBeMadeOf_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("encoder");
        QTest::addColumn<int>("firstPacket");
        QTest::addColumn<QByteArray>("preset");
        QTest::addColumn<int>("lost");
        const QByteArray h264 = "libx264 -bf 2 -pix_fmt yuv420p";
        QTest::newRow("H.264") << QStringLiteral("avc.mkv") << h264 << 10 << QByteArray("low") << 15;
        QTest::newRow("H.264 of a receiver")
            << QStringLiteral("avc.ts") << h264 << 10 << QByteArray("low") << 15;
        QTest::newRow("H.264, copied")
            << QStringLiteral("avc.mkv") << h264 << 10 << QByteArray("original") << 15;
        QTest::newRow("MPEG-2") << QStringLiteral("m2v.ts") << QByteArray("mpeg2video") << 10
                                << QByteArray("low") << 15;
        QTest::newRow("MPEG-2 of a disc")
            << QStringLiteral("m2v.vob") << QByteArray("mpeg2video") << 10 << QByteArray("low") << 15;
        QTest::newRow("H.264 that becomes whole bit by bit")
            << QStringLiteral("refresh.ts") << QByteArray("libx264 -bf 0 -intra-refresh 1 -pix_fmt yuv420p")
            << 25 << QByteArray("low") << 8;
        // Reckoned in decoding order, the two that lead up to a key frame come behind it.
        QTest::newRow("from a key frame on")
            << QStringLiteral("begun.ts") << QByteArray("mpeg2video -bf 2") << 25 << QByteArray("low") << 0;
    }

    void tellsOfPicturesThatNothingCanBeMadeOf()
    {
        QFETCH(const QString, name);
        QFETCH(const QByteArray, encoder);
        QFETCH(const int, firstPacket);
        QFETCH(const QByteArray, preset);
        QFETCH(const int, lost);
        const QByteArray arguments = "-f lavfi -i testsrc2=size=160x120:rate=25 -t 2 -g 25 -c:v " + encoder +
                                     " -bsf:v noise=drop='lt(n\\," + QByteArray::number(firstPacket) + ")'";
        const auto result = bench_.run(made(("amid-" + name.toLatin1()).constData(), arguments.constData()),
                                       preset.constData());
        VERIFY_DONE(result);
        QVERIFY(result->frames >= 17);
        QCOMPARE(result->damagedPackets, std::int64_t{lost});
        QCOMPARE(std::ranges::count(result->notes, media::PlanNote::SourceDamaged), lost > 0 ? 1 : 0);
    }

    /// Behind the end of a sequence no decoder shows the one that refers to what was before it; the two that
    /// were still to be shown then are.
    void losesNothingWhereASequenceEnds()
    {
        const QString whole =
            made("open.mp4", "-f lavfi -i testsrc2=size=160x120:rate=25 -t 3 -c:v libx265 -preset ultrafast "
                             "-x265-params "
                             "log-level=none:aud=1:open-gop=1:bframes=3:keyint=30:min-keyint=30:scenecut=0");
        QFile file(whole);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QByteArray bytes = file.readAll();
        const QByteArray delimiter = QByteArray::fromHex("00000003460110"); // before a key frame
        const qsizetype at = bytes.indexOf(delimiter);
        QVERIFY(at >= 0);
        bytes.replace(at, delimiter.size(), QByteArray::fromHex("00000003480100")); // "end of sequence"
        const QString ended = ndas::test::writeOnce(QStringLiteral("ended.mp4"), bytes);

        const auto result = bench_.run(ended, "low");
        VERIFY_DONE(result);
        QCOMPARE(result->frames, std::int64_t{74});
        QCOMPARE(result->damagedPackets, std::int64_t{0});
        QCOMPARE(std::ranges::count(result->notes, media::PlanNote::SourceDamaged), 0);
        const auto info = engine::probe(ended);
        VERIFY_DONE(info);
        QCOMPARE(info->mainVideo()->frameCount, std::int64_t{74});
    }

    /// A phone's narrow-band speech of four seconds, in the middle of which nobody speaks.
    void takesPausesInSpeechForNoDamage()
    {
        QByteArray speech("#!AMR\n");
        for (int frame = 0; frame < 200; ++frame) { // of 20 ms
            const bool isPause = frame >= 80 && frame < 140;
            const bool isNoise = frame % 8 == 0;
            if (!isPause)
                speech += '\x3c' + QByteArray(31, static_cast<char>(37 * frame));
            else
                speech += isNoise ? '\x44' + QByteArray(5, '\x21') : QByteArray("\x7c");
        }
        const QString sound = ndas::test::writeOnce(QStringLiteral("pauses.amr"), speech);
        const QString recording = remade("pauses.3gp", sound,
                                         "-f lavfi -i testsrc2=size=176x144:rate=15 -t 4 -map 1:v -map 0:a "
                                         "-c:v mpeg4 -c:a copy");
        const auto result = bench_.run(recording, "low");

        VERIFY_DONE(result);
        QCOMPARE(result->damagedPackets, std::int64_t{0});
        QVERIFY(result->notes.empty());
        QVERIFY(std::chrono::abs(result->duration - 4s) < 100ms);
    }

private:
    TranscodeBench bench_;
};

QTEST_GUILESS_MAIN(TestTranscode)
#include "test_transcode.moc"
