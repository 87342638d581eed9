// A probe by the headers alone must find the same as one that looks for long.
#include "core/engine/probe/probe.h"
#include "tests/support/test_media.h"

#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

using namespace ndas;
using engine::Depth;

namespace {

constexpr const char* picture = "-f lavfi -i testsrc2=s=320x240:r=30:d=3 ";
constexpr const char* longPicture = "-f lavfi -i testsrc2=s=320x240:r=30:d=14 ";
constexpr const char* withSound = "-f lavfi -i testsrc2=s=320x240:r=30:d=3 -f lavfi -i sine=duration=3 ";

QString clip(const char* name, const QByteArray& arguments)
{
    return test::makeMedia(QString::fromLatin1(name),
                           QString::fromLatin1(arguments).split(QLatin1Char(' '), Qt::SkipEmptyParts));
}

Result<engine::Probed> probed(const QString& path, Depth depth, bool& isShallow)
{
    NDAS_TRY(engine::Input input, engine::Input::open(path, {}, depth));
    NDAS_TRY(engine::Probed found, engine::probe(input, path));
    isShallow = input.isShallow();
    return found;
}

/// What this process has read so far, the system's cache included; -1 where the system does not say.
qint64 bytesRead()
{
    QFile counters(QStringLiteral("/proc/self/io"));
    if (!counters.open(QIODevice::ReadOnly))
        return -1;
    return counters.readLine().mid(qstrlen("rchar: ")).trimmed().toLongLong();
}

} // namespace

class TestProbeDepth : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void findsTheSameByTheHeaders_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<bool>("headersSuffice");
        QTest::addRow("plain") << test::plainClip() << true;
        QTest::addRow("portrait") << test::portraitPhoneClip() << true;
        QTest::addRow("variable rate")
            << clip("vfr.mp4", QByteArray(picture) + "-vf select='not(mod(n\\,3))+gt(n\\,40)' -vsync vfr "
                                                     "-c:v libx264 -preset ultrafast")
            << true;
        QTest::addRow("long") << clip("long.mp4",
                                      QByteArray(longPicture) +
                                          "-f lavfi -i sine=duration=14 -c:v libx264 -bf 3 -c:a aac")
                              << true;
        QTest::addRow("long, sound comes late and goes on")
            << clip("late.mp4", QByteArray(longPicture) +
                                    "-itsoffset 2 -f lavfi -i sine=duration=15 -c:v libx264 -c:a aac")
            << true;
        QTest::addRow("long, variable at its end")
            << clip("vfr-late.mp4", QByteArray(longPicture) +
                                        "-vf select='not(mod(n\\,3))+lt(n\\,380)' -vsync vfr -c:v libx264")
            << true;
        QTest::addRow("interlaced") << clip("interlaced.mp4",
                                            QByteArray(picture) +
                                                "-vf interlace -c:v libx264 -flags +ildct+ilme")
                                    << true;
        QTest::addRow("10 bit HLG") << clip("hlg.mov",
                                            QByteArray(picture) +
                                                "-c:v libx265 -x265-params log-level=error "
                                                "-pix_fmt yuv420p10le -tag:v hvc1 -color_primaries "
                                                "bt2020 -color_trc arib-std-b67 -colorspace "
                                                "bt2020nc")
                                    << true;
        QTest::addRow("matroska") << clip("plain.mkv", QByteArray(withSound) + "-c:v libx264 -c:a aac")
                                  << true;
        QTest::addRow("webm") << clip("plain.webm", QByteArray(withSound) + "-c:v libvpx -c:a libvorbis")
                              << true;
        QTest::addRow("5.1 sound") << clip("surround.mp4",
                                           QByteArray(withSound) + "-ac 6 -c:v libx264 -c:a aac")
                                   << true;
        QTest::addRow("fragmented") << clip("fragmented.mp4",
                                            QByteArray(withSound) +
                                                "-c:v libx264 -c:a aac -movflags frag_keyframe+empty_moov")
                                    << false;
        QTest::addRow("transport stream")
            << clip("plain.ts", QByteArray(withSound) + "-c:v libx264 -c:a aac") << false;
        QTest::addRow("avi") << clip("plain.avi", QByteArray(withSound) + "-c:v mpeg4 -c:a mp3") << false;
    }

    void findsTheSameByTheHeaders()
    {
        QFETCH(const QString, path);
        bool fullIsShallow = true;
        bool quickIsShallow = false;
        const auto full = probed(path, Depth::Full, fullIsShallow);
        const auto quick = probed(path, Depth::Headers, quickIsShallow);
        QVERIFY(full && quick);
        QVERIFY(!fullIsShallow);
        QTEST(quickIsShallow, "headersSuffice");
        QCOMPARE(media::toJson(quick->info), media::toJson(full->info));
        QCOMPARE(quick->keyFrame != nullptr, quickIsShallow);
    }

    /// Reading stops amid pictures that others are shown between.
    void ratesOfLargeRecordingsAreThoseOfTheirHeads_data()
    {
        QTest::addColumn<QString>("path");
        for (const char* name : {"reordered.ts", "reordered.mkv", "reordered.mov"})
            QTest::addRow("%s", name)
                << clip(name, "-f lavfi -i testsrc2=s=352x288:r=30:d=12,noise=alls=60:allf=t -c:v libx264 "
                              "-preset ultrafast -qp 24 -bf 16 -b_strategy 0");
    }

    void ratesOfLargeRecordingsAreThoseOfTheirHeads()
    {
        QFETCH(const QString, path);
        QVERIFY(QFileInfo(path).size() > 17'000'000);
        bool isShallow = false;
        for (const Depth depth : {Depth::Headers, Depth::Full}) {
            const auto found = probed(path, depth, isShallow);
            QVERIFY(found);
            QVERIFY(!found->info.mainVideo()->variableFrameRate);
            QVERIFY(std::abs(found->info.mainVideo()->frameRate.toDouble() - 30) < 0.01);
        }
    }

    /// As phones write them: each picture is shown when it is decoded, and fewer come when it gets dark.
    void rateOfALargeRecordingIsThatOfAllOfIt()
    {
        const QString path = clip("dark.mp4", "-f lavfi -i testsrc2=s=352x288:r=30:d=20,noise=alls=60:allf=t "
                                              "-vf select='lt(n\\,420)+not(mod(n\\,3))' -vsync vfr "
                                              "-c:v libx264 -preset ultrafast -qp 18");
        QVERIFY(QFileInfo(path).size() > 25'000'000);
        bool isShallow = false;
        const auto found = probed(path, Depth::Headers, isShallow);
        QVERIFY(found);
        QVERIFY(found->info.mainVideo()->variableFrameRate);
        QVERIFY(std::abs(found->info.mainVideo()->frameRate.toDouble() - 24) < 0.1);
    }

    /// Looking at the end means seeking there, not reading the head of every block on the way; also where the
    /// first second has a sixth of all bytes.
    void readsLittleOfLargeRecordings_data()
    {
        QTest::addColumn<QString>("path");
        const QString seed = clip("noisy.mp4", "-f lavfi -i testsrc2=s=640x480:r=30:d=4,noise=alls=20:allf=t "
                                               "-c:v libx264 -preset ultrafast -qp 30 -g 30");
        QTest::addRow("Matroska") << test::makeMedia(QStringLiteral("noisy.mkv"),
                                                     {QStringLiteral("-stream_loop"), QStringLiteral("14"),
                                                      QStringLiteral("-i"), seed, QStringLiteral("-c"),
                                                      QStringLiteral("copy")});
        const QByteArray calm(
            "-f lavfi -i testsrc2=s=640x480:r=25:d=1,noise=alls=60:allf=t "
            "-f lavfi -i testsrc2=s=640x480:r=25:d=60 -f lavfi -i sine=d=61 -filter_complex [0][1]concat "
            "-c:v mpeg2video -qscale:v 2");
        QTest::addRow("transport stream") << clip("calm.ts", calm);
        QTest::addRow("program stream") << clip("calm.mpg", calm);
    }

    void readsLittleOfLargeRecordings()
    {
        QFETCH(const QString, path);
        const qint64 before = bytesRead();
        if (before < 0)
            QSKIP("this system does not count what a process reads");
        bool isShallow = false;
        const auto found = probed(path, Depth::Headers, isShallow);
        const qint64 read = bytesRead() - before;
        QVERIFY(found);
        const std::chrono::seconds length(path.endsWith(u".mkv") ? 60 : 61);
        QVERIFY(found->info.duration >= length); // of the last picture, too
        QVERIFY(found->info.duration < length + std::chrono::milliseconds(50));
        QCOMPARE_LT(read, QFileInfo(path).size() * 3 / 4);
    }
};

QTEST_GUILESS_MAIN(TestProbeDepth)
#include "test_probe_depth.moc"
