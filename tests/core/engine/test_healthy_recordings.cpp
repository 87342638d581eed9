// Nothing is amiss in these, whatever tells of damage finds in others like them.
#include "tests/core/engine/transcode_bench.h"

using namespace ndas;
using namespace ndas::engine::test;

class TestHealthyRecordings : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void areNotCalledDamaged_data()
    {
        const QByteArray picture("-f lavfi -i testsrc2=s=176x144:r=25:d=6 -f lavfi -i sine=d=6:r=44100 ");
        const auto add = [&picture](const char* name, const QByteArray& arguments) {
            QTest::addRow("%s", name) << made(name, picture + arguments);
        };
        QTest::addColumn<QString>("path");
        const QByteArray h264("-c:v libx264 -preset ultrafast -bf 3 -g 20 ");
        for (const char* name : {"h264.mp4", "h264.mov", "h264.mkv", "h264.ts", "h264.flv", "h264.avi"})
            add(name, h264 + "-c:a aac");
        add("h264 with fragments.mp4", h264 + "-c:a aac -movflags frag_keyframe+empty_moov");
        add("h264 with open groups.mkv", h264 + "-x264-params open-gop=1 -c:a libmp3lame");
        add("live.mkv", h264 + "-c:a aac -live 1");
        for (const char* name : {"mpeg4.avi", "mpeg4.mkv", "mpeg4.mp4", "mpeg4.mov"})
            add(name, "-c:v mpeg4 -bf 2 -g 30 -q:v 2 -c:a libmp3lame");
        for (const char* name : {"mpeg2.ts", "mpeg2.vob", "mpeg2.mpg", "mpeg2.mkv"})
            add(name, "-c:v mpeg2video -bf 2 -g 12 -q:v 2 -c:a mp2");
        add("mpeg2 in short clusters.mkv",
            "-c:v mpeg2video -bf 2 -g 12 -q:v 2 -c:a mp2 -cluster_time_limit 100");
        add("mpeg2.mxf", "-c:v mpeg2video -bf 2 -g 12 -q:v 2 -c:a pcm_s16le -ar 48000");
        for (const char* name : {"h265.mp4", "h265.mkv", "h265.ts"})
            add(name, "-c:v libx265 -preset ultrafast -x265-params bframes=4:log-level=error -c:a aac");
        add("vp8.webm", "-c:v libvpx -deadline realtime -c:a libvorbis");
        add("vp9.webm", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -c:a libopus");
        add("wmv2.wmv", "-c:v wmv2 -c:a wmav2");
        add("theora.ogv", "-c:v libtheora -c:a libvorbis");
        add("jpeg.avi", "-c:v mjpeg -c:a pcm_s16le");
        add("h263.3gp", "-c:v h263 -c:a aac");
    }

    void areNotCalledDamaged()
    {
        QFETCH(const QString, path);
        const auto info = engine::probe(path);
        QVERIFY(info);
        QVERIFY2(info->warnings.isEmpty(), qPrintable(info->warnings.join(u' ')));
        const auto result = bench_.run(path, "mobile");
        VERIFY_DONE(result);
        QCOMPARE(result->frames, 150);
        QCOMPARE(result->damagedPackets, 0);
        QVERIFY(std::ranges::count(result->notes, media::PlanNote::SourceDamaged) == 0);
    }

private:
    TranscodeBench bench_;
};

QTEST_GUILESS_MAIN(TestHealthyRecordings)
#include "test_healthy_recordings.moc"
