// What is no recording, or none that can be read, is refused with a plain reason.
#include "tests/core/engine/probe_bench.h"
#include "tests/support/scrambled_media.h"

#include <QtCore/QFile>
#include <QtCore/QRandomGenerator>
#include <QtCore/QTemporaryDir>
#include <QtCore/QtEndian>
#include <QtTest/QTest>

using namespace ndas;
using media::MediaInfo;
using test::clip;
using test::codeOf;
using test::words;

namespace {

QByteArray noise(int size)
{
    QRandomGenerator random(7);
    QByteArray bytes(size, '\0');
    for (char& byte : bytes)
        byte = static_cast<char>(random.bounded(256));
    return bytes;
}

/// The plain clip and tracks without anything in them, whose index stands behind the media.
QByteArray withMoreTracks(int count)
{
    QFile file(test::plainClip());
    QByteArray mp4 = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    const QByteArray tracks = QByteArray::fromHex("000000087472616b").repeated(count);
    const qsizetype index = mp4.lastIndexOf("moov") - 4;
    const auto size = static_cast<quint32>(mp4.size() - index + tracks.size());
    qToBigEndian(size, mp4.data() + index);
    return mp4 + tracks;
}

QByteArray littleEndian(quint64 value, int bytes)
{
    QByteArray result(8, '\0');
    qToLittleEndian(value, result.data());
    return result.left(bytes);
}

/// A recording of Windows with one more object in its header (Advanced Systems Format, 3.1).
QByteArray withHeaderObject(const QByteArray& asf, const QByteArray& id, const QByteArray& content)
{
    const QByteArray object = id + littleEndian(24 + content.size(), 8) + content;
    const auto size = qFromLittleEndian<quint64>(asf.constData() + 16);
    const auto count = qFromLittleEndian<quint32>(asf.constData() + 24);
    return asf.left(16) + littleEndian(size + object.size(), 8) + littleEndian(count + 1, 4) +
           asf.mid(28, 2) + object + asf.mid(30);
}

} // namespace

class TestProbeRefusals : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;

    QString write(const QString& name, const QByteArray& bytes) { return test::write(folder_, name, bytes); }

private Q_SLOTS:

    void refusesWithAReason_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("code");
        const QByteArray playlist("#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:2,\n");
        QTest::addRow("text") << test::textFile() << QStringLiteral("not-media");
        QTest::addRow("empty") << write(QStringLiteral("empty.mp4"), {}) << QStringLiteral("not-media");
        QTest::addRow("playlist") << write(QStringLiteral("list.mp4"),
                                           playlist + test::plainClip().toUtf8() + "\n#EXT-X-ENDLIST\n")
                                  << QStringLiteral("not-media");
        QTest::addRow("concat list") << write(QStringLiteral("concat.mp4"), "ffconcat version 1.0\nfile '" +
                                                                                test::plainClip().toUtf8() +
                                                                                "'\n")
                                     << QStringLiteral("not-media");
        QTest::addRow("photo") << clip("photo.png", "-f lavfi -i testsrc -frames:v 1")
                               << QStringLiteral("not-media");
        const QByteArray photo = QByteArray::fromHex("00000018") + "ftypheic" + QByteArray(4, '\0') +
                                 "mif1heic" + QByteArray::fromHex("00000010") + "meta" + QByteArray(8, '\0') +
                                 QByteArray::fromHex("00000408") + "mdat" + QByteArray(1024, 'x');
        QTest::addRow("photo of a phone")
            << write(QStringLiteral("photo.heic"), photo) << QStringLiteral("not-media");
        QFile moving(test::plainClip());
        QVERIFY(moving.open(QIODevice::ReadOnly));
        const QByteArray moments = moving.readAll();
        QByteArray size(4, '\0');
        qToBigEndian(static_cast<quint32>(moments.size() + 8), size.data());
        QTest::addRow("photo that moves")
            << write(QStringLiteral("moving.mp4"), photo + size + "mpvd" + moments)
            << QStringLiteral("not-media");
        QTest::addRow("photo of a kind that videos have, too")
            << test::makeMedia(QStringLiteral("photo.avif"),
                               words("-f lavfi -i testsrc2=s=160x120 -frames:v 1 -c:v libaom-av1 -cpu-used 8 "
                                     "-still-picture 1"))
            << QStringLiteral("not-media");
        QTest::addRow("program") << write(QStringLiteral("tool.avi"), "MZ" + noise(4000))
                                 << QStringLiteral("not-media");
        QTest::addRow("sound") << clip("sound.m4a", "-f lavfi -i sine -t 1 -c:a aac")
                               << QStringLiteral("no-video-stream");
        QTest::addRow("wav") << clip("sound.wav", "-f lavfi -i sine -t 1")
                             << QStringLiteral("no-video-stream");
        const QString subtitles =
            test::writeOnce(QStringLiteral("said.srt"), "1\n00:00:00,000 --> 00:00:01,000\nHello\n");
        QTest::addRow("subtitles") << test::makeMedia(QStringLiteral("said.mkv"),
                                                      QStringList{QStringLiteral("-i"), subtitles} +
                                                          words("-c:s srt"))
                                   << QStringLiteral("not-media");
        for (const char* bare :
             {"bare.h264 -c:v libx264", "bare.hevc -c:v libx265 -x265-params log-level=none",
              "bare.ivf -c:v libvpx", "bare.y4m -pix_fmt yuv420p", "bare.m4v -c:v mpeg4 -f m4v",
              "bare.mjpeg -c:v mjpeg", "film.rm -c:v rv20", "film.nut -c:v mpeg4", "film.swf -c:v flv"}) {
            const QStringList named = words(bare);
            QTest::addRow("%s", qPrintable(named.first()))
                << test::makeMedia(named.first(),
                                   words("-f lavfi -i testsrc2=s=160x120:r=25 -t 0.4") + named.sliced(1))
                << QStringLiteral("unsupported-codec");
        }
        QTest::addRow("encrypted") << test::makeMedia(
                                          QStringLiteral("locked.mp4"),
                                          QStringList{QStringLiteral("-i"), test::plainClip()} +
                                              words("-c copy -encryption_scheme cenc-aes-ctr -encryption_key "
                                                    "76a6c65c5ea762046bd749a2e632ccbb -encryption_kid "
                                                    "a7e61c373e219033c21091fa607bf3b8"))
                                   << QStringLiteral("protected");
        QFile windows(test::makeMedia(QStringLiteral("open.wmv"),
                                      words("-f lavfi -i testsrc2=s=160x120:r=25 -t 0.4 -c:v wmv2")));
        QVERIFY(windows.open(QIODevice::ReadOnly));
        const QByteArray open = windows.readAll();
        const QByteArray lock = littleEndian(4, 4) + "keys" + littleEndian(4, 4) + QByteArray("DRM", 4) +
                                littleEndian(4, 4) + QByteArray("key", 4) + littleEndian(4, 4) +
                                QByteArray("url", 4);
        const QByteArray content = QByteArray::fromHex("fbb3112223bdd211b4b700a0c955fc6e");
        const QByteArray extended = QByteArray::fromHex("14e68a292226174cb935dae07ee9289c");
        QTest::addRow("locked by Windows")
            << write(QStringLiteral("drm.wmv"), withHeaderObject(open, content, lock))
            << QStringLiteral("protected");
        QTest::addRow("locked by Windows otherwise")
            << write(QStringLiteral("drm2.wmv"),
                     withHeaderObject(open, extended, littleEndian(4, 4) + "keys"))
            << QStringLiteral("protected");
        for (const char* codec : {"libx264", "mpeg2video"}) {
            QFile clear(clip("clear.ts", "-f lavfi -i testsrc2=s=160x120:r=25 -f lavfi -i sine -t 2 -c:v " +
                                             QByteArray(codec) + " -c:a mp2"));
            QVERIFY(clear.open(QIODevice::ReadOnly));
            QTest::addRow("of a broadcast that needs a key, %s", codec)
                << write(QStringLiteral("scrambled-%1.ts").arg(QLatin1String(codec)),
                         test::scrambled(clear.readAll(), 0))
                << QStringLiteral("protected");
        }
        QTest::addRow("more tracks than a recording has")
            << write(QStringLiteral("tracks.mp4"), withMoreTracks(1'001))
            << QStringLiteral("unsupported-codec");
        QTest::addRow("without its end") << test::truncatedClip() << QStringLiteral("damaged");
        QTest::addRow("missing") << folder_.filePath(QStringLiteral("nowhere.mp4"))
                                 << QStringLiteral("not-found");
        QTest::addRow("folder") << folder_.path() << QStringLiteral("not-readable");
    }

    void refusesWithAReason()
    {
        QFETCH(const QString, path);
        QVERIFY(!path.isEmpty());
        QTEST(codeOf(engine::probe(path)), "code");
    }

    void tellsIncompleteFromDamaged()
    {
        QFile fragmented(clip("fragmented.mp4", "-f lavfi -i testsrc2=s=160x120:r=25 -t 0.4 -c:v libx264 "
                                                "-movflags empty_moov"));
        QVERIFY(fragmented.open(QIODevice::ReadOnly));
        const QByteArray bytes = fragmented.readAll();
        const QString header = write(QStringLiteral("header.mp4"), bytes.first(bytes.indexOf("moof") - 4));
        for (const QString& path : {test::truncatedClip(), header}) {
            const auto found = engine::probe(path);
            QVERIFY(!found);
            QCOMPARE(found.error().code, ErrorCode::Incomplete);
        }
    }

    void tellsNothingAndImagesFromOtherFiles()
    {
        const auto found = [](const QString& path) {
            const auto probed = engine::probe(path);
            return probed ? ErrorCode::Internal : probed.error().code;
        };
        QCOMPARE(found(write(QStringLiteral("nothing.mp4"), {})), ErrorCode::EmptyFile);
        QCOMPARE(found(write(QStringLiteral("room.mp4"), QByteArray(3'000'000, '\0'))), ErrorCode::EmptyFile);
        QCOMPARE(found(write(QStringLiteral("end.mp4"), QByteArray(2'000'000, '\0') + noise(99))),
                 ErrorCode::NotMedia);
        for (const char* image :
             {"image.jpg", "image.gif", "image.webp", "image.bmp", "image.apng -f apng"}) {
            const QStringList named = words(image);
            QCOMPARE(found(test::makeMedia(named.first(), words("-f lavfi -i testsrc2=s=64x48 -frames:v 1") +
                                                              named.sliced(1))),
                     ErrorCode::StillImage);
        }
        QCOMPARE(found(write(QStringLiteral("list.m3u8"), "#EXTM3U\n#EXT-X-TARGETDURATION:9\n")),
                 ErrorCode::NotMedia);
    }
};

QTEST_GUILESS_MAIN(TestProbeRefusals)
#include "test_probe_refusals.moc"
