#include "core/media/warnings.h"
#include "tests/core/engine/probe_bench.h"
#include "tests/support/edited_media.h"
#include "tests/support/fielded_media.h"
#include "tests/support/turned_media.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtCore/QtEndian>
#include <QtTest/QTest>

#include <cstring>

using namespace ndas;
using media::Hdr;
using media::MediaInfo;
using media::Micros;
using media::PixelSize;
using media::Scan;
using test::bytesOf;
using test::clip;
using test::codeOf;
using test::words;

namespace {

double seconds(Micros time)
{
    return static_cast<double>(time.count()) / 1e6;
}

} // namespace

class TestProbe : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;

    QString write(const QString& name, const QByteArray& bytes) { return test::write(folder_, name, bytes); }

    static MediaInfo probed(const QString& path)
    {
        auto found = engine::probe(path);
        if (!found)
            qWarning("%s: %s", qPrintable(path), qPrintable(codeOf(found)));
        return found ? *found : MediaInfo();
    }

private Q_SLOTS:

    void describesAPlainClip()
    {
        const MediaInfo info = probed(test::plainClip());
        QVERIFY(info.mainVideo());
        QCOMPARE(info.mainVideo()->codec, QStringLiteral("h264"));
        QCOMPARE(info.mainVideo()->display(), (PixelSize{320, 240}));
        QCOMPARE(info.mainVideo()->frameRate, (media::Rational{25, 1}));
        QVERIFY(!info.mainVideo()->variableFrameRate);
        QCOMPARE(info.mainVideo()->bitDepth, 8);
        QCOMPARE(info.mainVideo()->chroma, media::Chroma::Yuv420);
        QCOMPARE(info.mainVideo()->frameCount, 50);
        QVERIFY(std::abs(seconds(info.duration) - 2.0) < 0.05);
        QVERIFY(!info.durationMeasured);
        QVERIFY(info.mainAudio());
        QCOMPARE(info.mainAudio()->codec, QStringLiteral("aac"));
        QCOMPARE(info.mainAudio()->sampleRate, 48000);
        QVERIFY(info.mainAudio()->decodable);
        QCOMPARE(info.warnings, QStringList());
        QCOMPARE(info.sizeBytes, QFileInfo(test::plainClip()).size());
    }

    void readsAllEightOrientations_data()
    {
        QTest::addColumn<double>("degrees");
        QTest::addColumn<bool>("mirrored");
        QTest::addColumn<int>("expected");
        QTest::addColumn<bool>("rounded");
        for (const bool mirrored : {false, true}) {
            for (const int degrees : {0, 90, 180, 270})
                QTest::addRow("%d%s", degrees, mirrored ? " mirrored" : "")
                    << static_cast<double>(degrees) << mirrored << degrees << false;
        }
        QTest::addRow("odd angle") << 80.0 << false << 90 << true;
        QTest::addRow("slightly off") << 179.8 << false << 180 << false;
    }

    void readsAllEightOrientations()
    {
        QFETCH(const double, degrees);
        QFETCH(const bool, mirrored);
        QByteArray bytes = bytesOf(test::plainClip());
        QVERIFY(test::setDisplayMatrix(bytes, degrees, mirrored));

        const MediaInfo info = probed(write(QStringLiteral("turned.mp4"), bytes));

        QVERIFY(info.mainVideo());
        QTEST(info.mainVideo()->orientation.clockwiseDegrees, "expected");
        QCOMPARE(info.mainVideo()->orientation.mirrored, mirrored);
        QTEST(info.mainVideo()->orientationRounded, "rounded");
        const bool upended = info.mainVideo()->orientation.swapsSides();
        QCOMPARE(info.mainVideo()->display(), upended ? (PixelSize{240, 320}) : (PixelSize{320, 240}));
    }

    void multipliesByThePixelAspect()
    {
        const MediaInfo info =
            probed(clip("sar.mp4", "-f lavfi -i testsrc2=s=320x240:r=25 -t 0.4 -vf setsar=4/3 -c:v libx264"));
        QVERIFY(info.mainVideo());
        QCOMPARE(info.mainVideo()->coded, (PixelSize{320, 240}));
        QCOMPARE(info.mainVideo()->display(), (PixelSize{427, 240}));
        QCOMPARE(info.chosenAudio, -1);
    }

    /// Several small pictures in one packet of the disc share its time.
    void rateOfADvdIsSteady()
    {
        const MediaInfo info = *engine::probe(clip(
            "low.vob", "-f lavfi -i testsrc2=s=320x240:r=30:d=3 -c:v mpeg2video -b:v 300k -bf 2 -f vob"));
        QCOMPARE(info.mainVideo()->frameRate.toDouble(), 30.0);
        QVERIFY(!info.mainVideo()->variableFrameRate);
        QVERIFY2(info.warnings.isEmpty(), qPrintable(info.warnings.join(QLatin1Char(' '))));
    }

    /// Pictures of film stay for two and three fields in turn, and only some say when they are shown.
    void rateOfADvdThatGoesOnWithFilmIsThatOfItsPictures()
    {
        const QString whole = clip("half-of-film.m2v", "-f lavfi -i testsrc2=s=320x240:r=30000/1001:d=16 "
                                                       "-c:v mpeg2video -b:v 300k -bf 2");
        const QByteArray film = test::withRepeatedFields(bytesOf(whole), 240);
        const QString bare = test::writeOnce(QStringLiteral("half-of-film-fields.m2v"), film);
        const MediaInfo info = probed(test::makeMedia(
            QStringLiteral("half-of-film.vob"), words("-i") + QStringList{bare} + words("-c copy -f vob")));
        QVERIFY(info.mainVideo());
        const double rate = info.mainVideo()->frameRate.toDouble();
        QVERIFY2(std::abs(rate - 29.97 * 8 / 9) < 0.15, qPrintable(QString::number(rate)));
        QVERIFY(info.mainVideo()->variableFrameRate);
    }

    void readsWhatProfessionalCamerasWrite()
    {
        const MediaInfo info = *engine::probe(
            clip("camera.mxf", "-f lavfi -i testsrc2=s=1280x720:r=25:d=1 -f lavfi -i sine=r=48000:d=1 "
                               "-c:v mpeg2video -b:v 20M -pix_fmt yuv422p -c:a pcm_s16le"));
        QCOMPARE(info.mainVideo()->coded, (PixelSize{1280, 720}));
        QCOMPARE(info.audio.size(), std::size_t{1});
        QCOMPARE(seconds(info.duration), 1.0);
    }

    void seesVariableFrameRate()
    {
        const QString path = clip("vfr.mp4", "-f lavfi -i testsrc2=s=160x120:r=30 -t 3 -vf "
                                             "select='not(eq(mod(n\\,7)\\,3))' -vsync vfr -c:v libx264");
        const MediaInfo info = probed(path);
        QVERIFY(info.mainVideo());
        QVERIFY(info.mainVideo()->variableFrameRate);
        QVERIFY(std::abs(info.mainVideo()->frameRate.toDouble() - 30.0 * 6 / 7) < 0.5);
    }

    void recognisesHdrTags_data()
    {
        QTest::addColumn<QString>("transfer");
        QTest::addColumn<Hdr>("hdr");
        QTest::addRow("pq") << QStringLiteral("smpte2084") << Hdr::Pq;
        QTest::addRow("hlg") << QStringLiteral("arib-std-b67") << Hdr::Hlg;
        QTest::addRow("sdr") << QStringLiteral("bt709") << Hdr::None;
    }

    void recognisesHdrTags()
    {
        QFETCH(const QString, transfer);
        const QString path = test::makeMedia(
            transfer + QStringLiteral(".mp4"),
            words("-f lavfi -i testsrc2=s=160x120:r=25 -t 0.2 -pix_fmt yuv420p10le -c:v libx265 -preset "
                  "ultrafast -x265-params log-level=none -color_primaries bt2020 -colorspace bt2020nc "
                  "-color_trc") +
                QStringList{transfer});
        const MediaInfo info = probed(path);
        QVERIFY(info.mainVideo());
        QTEST(info.mainVideo()->hdr, "hdr");
        QCOMPARE(info.mainVideo()->bitDepth, 10);
        QCOMPARE(info.mainVideo()->colorTransfer, transfer);
    }

    void seesInterlacedFields()
    {
        const MediaInfo top =
            probed(clip("tff.mp4", "-f lavfi -i testsrc2=s=320x240:r=50 -t 0.5 -vf "
                                   "tinterlace=interleave_top,fieldorder=tff -flags +ilme+ildct "
                                   "-c:v libx264 -x264-params tff=1"));
        QVERIFY(top.mainVideo());
        QCOMPARE(top.mainVideo()->scan, Scan::TopFieldFirst);
        QCOMPARE(probed(test::plainClip()).mainVideo()->scan, Scan::Progressive);
    }

    void foretellsHeadersThatChangeLater()
    {
        const auto foretells = [this](const char* name, const QByteArray& bytes) {
            return probed(write(QString::fromLatin1(name), bytes))
                .warnings.contains(QStringLiteral("size-changes"));
        };
        QByteArray mp4 =
            bytesOf(clip("long.mp4", "-f lavfi -i testsrc2=s=320x240:r=25 -f lavfi -i sine -t 16 "
                                     "-c:v libx264 -preset ultrafast -c:a aac"));
        QVERIFY(!foretells("same.mp4", mp4));
        QByteArray same = mp4;
        QVERIFY(test::describeEndAnew(same, 320));
        QVERIFY(!foretells("twice-the-same.mp4", same));
        QVERIFY(test::describeEndAnew(mp4, 160));
        QVERIFY(foretells("changing.mp4", mp4));
    }

    /// As where a browser's recording goes on in another size: no index tells of headers among the pictures.
    void foretellsSizesThatChangeAmongThePictures_data()
    {
        QTest::addColumn<int>("seconds");
        QTest::addColumn<QString>("suffix");
        QTest::newRow("short") << 2 << "mp4";
        QTest::newRow("long") << 8 << "mp4";
        QTest::newRow("transport stream") << 2 << "ts";
    }

    void foretellsSizesThatChangeAmongThePictures()
    {
        QFETCH(int, seconds);
        QFETCH(QString, suffix);
        const auto half = [&](const char* size) {
            return bytesOf(clip("half.h264", QByteArray("-f lavfi -i testsrc2=r=25:s=" + QByteArray(size) +
                                                        " -t " + QByteArray::number(seconds) +
                                                        " -c:v libx264 -preset ultrafast -pix_fmt yuv420p")
                                                 .constData()));
        };
        const auto foretells = [&](const char* first, const char* second) {
            const QString pictures =
                test::writeOnce(QStringLiteral("pictures.h264"), half(first) + half(second));
            const QString path = test::makeMedia(
                QStringLiteral("sizes.") + suffix,
                words("-framerate 25 -i")
                    << pictures << words("-c copy")
                    << (suffix == QLatin1String("mp4") ? words("-tag:v avc3") : QStringList()));
            return probed(path).warnings.contains(QStringLiteral("size-changes"));
        };
        QVERIFY(foretells("160x120", "320x240"));
        QVERIFY(!foretells("160x120", "160x120"));
    }

    void takesPicturesThatGrowAtTheirFullSize_data()
    {
        QTest::addColumn<int>("small");
        QTest::addColumn<int>("large");
        QTest::addColumn<int>("width");
        QTest::newRow("grown") << 10 << 40 << 320;
        QTest::newRow("an exception") << 50 << 2 << 160;
    }

    /// As browsers record them. IVF: a header of 32 bytes, then the pictures.
    void takesPicturesThatGrowAtTheirFullSize()
    {
        QFETCH(int, small);
        QFETCH(int, large);
        const auto pictures = [](const char* size, int count) {
            return bytesOf(clip("grow.ivf", QByteArray("-f lavfi -i testsrc2=r=25:s=" + QByteArray(size) +
                                                       " -frames:v " + QByteArray::number(count) +
                                                       " -c:v libvpx -deadline realtime -cpu-used 8")
                                                .constData()));
        };
        const QString both = test::writeOnce(QStringLiteral("grown.ivf"),
                                             pictures("160x120", small) + pictures("320x240", large).mid(32));
        const MediaInfo info = probed(test::makeMedia(
            QStringLiteral("grown.webm"), words("-i") << both << words("-c copy -bsf:v setts=ts=N*40")));
        QVERIFY(info.mainVideo());
        QVERIFY(info.warnings.contains(QStringLiteral("size-changes")));
        QCOMPARE(info.mainVideo()->frameCount, std::int64_t{small + large});
        QTEST(info.mainVideo()->coded.width, "width");
    }

    void noticesEdgesThatPlayersAreToHide()
    {
        const auto isNoticed = [this](const char* name, const QByteArray& bytes) {
            return probed(write(QString::fromLatin1(name), bytes))
                .warnings.contains(QStringLiteral("hidden-edges"));
        };
        QByteArray mp4 = bytesOf(test::plainClip());
        QVERIFY(!isNoticed("plain.mp4", mp4));
        QVERIFY(test::addCleanAperture(mp4, 320, 240));
        QVERIFY(!isNoticed("all.mp4", mp4)); // all of it is to be shown
        mp4 = bytesOf(test::plainClip());
        QVERIFY(test::addCleanAperture(mp4, 300, 240));
        QVERIFY(isNoticed("middle.mp4", mp4));

        QByteArray mkv = bytesOf(
            clip("wide-pixels.mkv", "-f lavfi -i testsrc2=s=160x120:r=25,setsar=4/3 -t 0.4 -c:v libx264"));
        QVERIFY(!isNoticed("plain.mkv", mkv));
        const qsizetype displayWidth = mkv.indexOf(QByteArray::fromHex("54b081"));
        QVERIFY(displayWidth > 0);
        mkv.replace(displayWidth, 4, QByteArray::fromHex("54bb8110")); // 16 lines off the top
        QVERIFY(isNoticed("cropped.mkv", mkv));
    }

    void shapesWhatIsBesideHiddenEdges()
    {
        const QString path =
            clip("edges.mkv", "-f lavfi -i testsrc2=s=160x120:r=25,setsar=4/3 -t 0.4 -c:v libx264 "
                              "-colorspace bt709 -color_primaries bt709 -color_trc bt709");
        QByteArray mkv = bytesOf(path);
        QCOMPARE(probed(path).mainVideo()->display(), (PixelSize{213, 120}));
        const qsizetype colours = mkv.indexOf(QByteArray::fromHex("55b08c"));
        QVERIFY(colours > 0);
        mkv.replace(colours, 15,
                    QByteArray::fromHex("54bb8110"
                                        "ec89") +
                        QByteArray(9, '\0'));
        // The 104 rows below are to be 16:9, which makes all of it 16:10.4.
        QCOMPARE(probed(write(QStringLiteral("beside-edges.mkv"), mkv)).mainVideo()->display(),
                 (PixelSize{185, 120}));
    }

    void countsPicturesNotTheirHalves_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : {"halves.mkv", "halves.ts", "halves.mp4"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    void countsPicturesNotTheirHalves()
    {
        QFETCH(const QString, name);
        const QString path = test::recordedFields(name, test::fieldPairs(50));
        const MediaInfo info = probed(path);
        QVERIFY(info.mainVideo());
        QCOMPARE(info.mainVideo()->frameCount, 50);
        QVERIFY(std::abs(info.mainVideo()->frameRate.toDouble() - 25) < 0.3);
        QVERIFY(!info.mainVideo()->variableFrameRate);
        QCOMPARE(info.mainVideo()->scan, Scan::TopFieldFirst);
        QVERIFY(std::abs(seconds(info.duration) - 2.0) < 0.06);
    }

    void measuresWhatTheContainerDoesNotSay()
    {
        const QString path =
            clip("live.webm", "-f lavfi -i testsrc2=s=160x120:r=25 -t 2 -c:v libvpx -deadline "
                              "realtime -live 1");
        const MediaInfo info = probed(path);
        QVERIFY(info.mainVideo());
        QVERIFY2(std::abs(seconds(info.duration) - 2.0) < 0.06,
                 qPrintable(QString::number(seconds(info.duration))));
        QVERIFY(info.durationMeasured);
    }

    void believesPacketsRatherThanAWrongHeader_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<double>("length");
        QTest::addRow("short") << clip("whole.mkv", "-f lavfi -i testsrc2=s=160x120:r=25 -t 2 -c:v libx264")
                               << 2.0;
        // Large enough that only its head and tail are read at first.
        QTest::addRow("long") << test::makeMedia(QStringLiteral("long.mkv"),
                                                 QStringList{QStringLiteral("-i"), test::largeClip()} +
                                                     words("-c copy"))
                              << 6.0;
    }

    void believesPacketsRatherThanAWrongHeader()
    {
        QFETCH(const QString, path);
        QFETCH(const double, length);
        QByteArray bytes = bytesOf(path);
        const qsizetype at = bytes.indexOf(QByteArray::fromHex("448988"));
        QVERIFY(at > 0);
        const double absurd = 47'721'000.0; // milliseconds, big-endian double
        quint64 raw = 0;
        std::memcpy(&raw, &absurd, sizeof raw);
        qToBigEndian(raw, bytes.data() + at + 3);

        const MediaInfo info = probed(write(QStringLiteral("absurd.mkv"), bytes));

        QVERIFY(std::abs(seconds(info.duration) - length) < 0.1);
        QVERIFY(info.durationMeasured);
    }

    void believesAGoodHeaderOfALongRecording()
    {
        const MediaInfo info = probed(test::largeClip());
        QVERIFY(info.mainVideo() && info.mainAudio());
        QVERIFY(std::abs(seconds(info.duration) - 6.0) < 0.1);
        QVERIFY(!info.durationMeasured);
        QCOMPARE(info.mainVideo()->frameCount, 180);
        QCOMPARE(info.warnings, QStringList());
    }

    void measuresWhatWasJoined_data()
    {
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("second");
        QTest::addColumn<double>("length");
        const auto part = [](const char* name, const QString& clip, const char* offset) {
            return test::makeMedia(QString::fromLatin1(name), QStringList{QStringLiteral("-i"), clip} +
                                                                  words("-c copy -output_ts_offset") +
                                                                  words(offset));
        };
        const QString small = part("part.ts", test::plainClip(), "0");
        const QString smallLater = part("part-later.ts", test::plainClip(), "5000");
        // Large enough that only head and tail would be read.
        const QString large = part("large.ts", test::largeClip(), "0");
        const QString largeLater = part("large-later.ts", test::largeClip(), "5000");
        QTest::addRow("clock begins again") << small << small << 4.0;
        QTest::addRow("clock was set on") << small << smallLater << 4.0;
        QTest::addRow("clock was set back") << smallLater << small << 4.0;
        QTest::addRow("clock goes on") << small << part("part-on.ts", test::plainClip(), "2") << 4.0;
        const QString matroska = part("part.mkv", test::plainClip(), "0");
        const QString largeMatroska = part("large.mkv", test::largeClip(), "0");
        QTest::addRow("Matroska") << matroska << matroska << 4.0;
        QTest::addRow("large Matroska") << largeMatroska << largeMatroska << 12.0;
        QTest::addRow("large, clock begins again") << large << large << 12.0;
        QTest::addRow("large, clock was set on") << large << largeLater << 12.0;
    }

    void measuresWhatWasJoined()
    {
        QFETCH(const QString, first);
        QFETCH(const QString, second);
        QFETCH(const double, length);
        const MediaInfo info = probed(write(QStringLiteral("joined.ts"), bytesOf(first) + bytesOf(second)));
        QVERIFY(info.mainVideo());
        QVERIFY2(std::abs(seconds(info.duration) - length) < 0.15,
                 qPrintable(QString::number(seconds(info.duration))));
        QVERIFY(std::abs(seconds(info.mainVideo()->duration) - length) < 0.15);
        if (first.endsWith(QStringLiteral(".ts")))
            QVERIFY(!info.warnings.contains(media::warning::damagedPackets));
    }

    void acceptsWhatArrivedOfACutOffFile()
    {
        const QByteArray whole =
            bytesOf(clip("faststart.mp4", "-f lavfi -i testsrc2=s=320x240:r=25 -t 8 -c:v libx264 -preset "
                                          "ultrafast -g 25 -movflags +faststart"));
        const MediaInfo info = probed(write(QStringLiteral("cut.mp4"), whole.left(whole.size() / 2)));
        QVERIFY(info.mainVideo());
        QVERIFY(info.warnings.contains(QStringLiteral("truncated")));
        QVERIFY(seconds(info.duration) > 2.0 && seconds(info.duration) < 6.0);
    }

    void tellsThatTheEndOfAnMxfIsMissing()
    {
        const QByteArray whole =
            bytesOf(clip("whole.mxf", "-f lavfi -i testsrc2=s=320x240:r=25 -t 2 -c:v mpeg2video"));
        const auto isCutOff = [](const MediaInfo& info) {
            return info.mainVideo() && info.warnings.contains(QStringLiteral("truncated"));
        };
        QVERIFY(isCutOff(probed(write(QStringLiteral("cut.mxf"), whole.left(whole.size() / 2)))));
        QVERIFY(!isCutOff(probed(write(QStringLiteral("uncut.mxf"), whole))));
    }

    void tellsThatALargeAviIsCutOffBehindItsFirstGigabyte()
    {
        constexpr quint32 more = 1000;
        QByteArray next = "RIFF----AVIXJUNK----" + QByteArray(more, '\0');
        qToLittleEndian(quint32{4 + 8 + more}, next.data() + 4);
        qToLittleEndian(more, next.data() + 16);
        const QByteArray first =
            bytesOf(clip("first.avi", "-f lavfi -i testsrc2=s=160x120:r=25 -t 1 -c:v mjpeg"));
        const auto isCutOff = [](const MediaInfo& info) {
            return info.mainVideo() && info.warnings.contains(QStringLiteral("truncated"));
        };
        QVERIFY(isCutOff(probed(write(QStringLiteral("cut.avi"), first + next.left(500)))));
        QVERIFY(!isCutOff(probed(write(QStringLiteral("uncut.avi"), first + next))));
    }

    void tellsThatTheLastOfManyFragmentsIsCutOff()
    {
        const QByteArray whole = bytesOf(
            clip("fragments.mp4", "-f lavfi -i testsrc2=s=160x120:r=25 -t 6 -c:v libx264 -preset ultrafast "
                                  "-pix_fmt yuv420p -movflags frag_every_frame+empty_moov"));
        QVERIFY(whole.count("moof") > 128);
        const auto isCutOff = [](const MediaInfo& info) {
            return info.mainVideo() && info.warnings.contains(QStringLiteral("truncated"));
        };
        const QByteArray cut = whole.left(whole.lastIndexOf("mdat") + 4);
        QVERIFY(isCutOff(probed(write(QStringLiteral("cut-fragment.mp4"), cut))));
        QVERIFY(!isCutOff(probed(write(QStringLiteral("uncut-fragment.mp4"), whole))));
    }

    void readsAPictureAmongVeryManySounds()
    {
        QByteArray recipe =
            "-f lavfi -i testsrc2=size=160x120:rate=25 -f lavfi -i sine=sample_rate=8000 -map 0";
        for (int i = 0; i < 300; ++i)
            recipe += " -map 1";
        recipe += " -t 1 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a pcm_s16le";
        const MediaInfo info = probed(clip("sounds.mov", recipe.constData()));
        QVERIFY(info.mainVideo());
        QCOMPARE(info.mainVideo()->frameCount, 25);
        QVERIFY(info.mainAudio());
        QVERIFY(info.mainAudio()->decodable);
        QVERIFY(info.audio.size() < 100);
        QCOMPARE(info.warnings, QStringList());
    }

    void takesTheSoundOfThePicturesProgramme()
    {
        const MediaInfo info =
            probed(clip("radio.ts", "-f lavfi -i testsrc2=size=160x120:rate=25 -f lavfi -i sine "
                                    "-f lavfi -i sine=sample_rate=48000 -map 1 -map 0 -map 2 "
                                    "-t 1 -c:v libx264 -c:a mp2 -program title=radio:st=0 "
                                    "-program title=camera:st=1:st=2"));
        QCOMPARE(info.audio.size(), std::size_t{2});
        QCOMPARE(info.mainAudio()->sampleRate, 48000);
    }

    void leavesCoverArtOut()
    {
        const QString cover = clip("cover.png", "-f lavfi -i testsrc=s=600x600 -frames:v 1");
        const QString withCover = test::makeMedia(
            QStringLiteral("covered.mp4"),
            QStringList{QStringLiteral("-i"), cover, QStringLiteral("-i"), test::plainClip()} +
                words("-map 0:v -map 1:v -map 1:a -c copy -disposition:v:0 attached_pic -disposition:v:1 "
                      "default"));
        const MediaInfo info = probed(withCover);
        QVERIFY(info.mainVideo());
        QCOMPARE(info.mainVideo()->display(), (PixelSize{320, 240}));
        QCOMPARE(info.video.size(), std::size_t{1});
        QVERIFY(std::ranges::any_of(info.others, [](const auto& other) { return other.kind == u"cover"; }));
    }

    void readsDateLocationAndPrivateTags()
    {
        const QString path = test::makeMedia(
            QStringLiteral("tagged.mov"),
            QStringList{QStringLiteral("-i"), test::plainClip()} +
                words("-c copy -metadata creation_time=2024-05-06T07:08:09Z -metadata location=+48.2+016.3/ "
                      "-metadata make=Apple -metadata title=Baby -metadata comment=hello"));
        const MediaInfo info = probed(path);
        QVERIFY(info.recordedAt.has_value());
        QCOMPARE(info.recordedAt->iso, QStringLiteral("2024-05-06T07:08:09Z"));
        QCOMPARE(info.recordedAt->source, media::DateSource::Container);
        QVERIFY(info.hasLocation);
        for (const auto* tag : {"location", "device", "title", "comment"})
            QVERIFY2(info.privateTags.contains(QLatin1String(tag)), tag);
    }

    void tellsOfATagWhoseNameOnlySoundsHarmless_data()
    {
        QTest::addColumn<QString>("tag");
        QTest::addColumn<bool>("isPrivate");
        QTest::newRow("birthdate") << QStringLiteral("BIRTHDATE=2026-01-01") << true;
        QTest::newRow("date of birth") << QStringLiteral("DATE_OF_BIRTH=2026-01-01") << true;
        QTest::newRow("update") << QStringLiteral("UPDATE_FOR=Maria") << true;
        QTest::newRow("recorded") << QStringLiteral("DATE_RECORDED=2026-01-01") << false;
    }

    void tellsOfATagWhoseNameOnlySoundsHarmless()
    {
        QFETCH(const QString, tag);
        QFETCH(const bool, isPrivate);
        const QString path = test::makeMedia(
            QStringLiteral("tag-%1.mkv").arg(QLatin1String(QTest::currentDataTag())),
            QStringList{QStringLiteral("-i"), test::plainClip(), QStringLiteral("-metadata"), tag} +
                words("-c copy"));
        QCOMPARE(probed(path).privateTags, isPrivate ? QStringList{QStringLiteral("other")} : QStringList());
    }

    void takesTheDateFromTheNameThenFromTheFile()
    {
        const QByteArray bytes = bytesOf(test::plainClip());
        const MediaInfo named = probed(write(QStringLiteral("VID_20230405_060708.mp4"), bytes));
        QCOMPARE(named.recordedAt->source, media::DateSource::FileName);
        QCOMPARE(named.recordedAt->iso, QStringLiteral("2023-04-05T06:07:08"));
        const MediaInfo unnamed = probed(write(QStringLiteral("clip.mp4"), bytes));
        QCOMPARE(unnamed.recordedAt->source, media::DateSource::FileTime);
    }

    void opensTheVeryFileWhateverItsName_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name :
             {"file:clip #1?.mp4", "-x.mp4", "two\nlines.mp4", ":colon.mp4", "http:host.mp4", "frame%03d.mp4",
              "concat:a|b.mp4", "data:,x.mp4", "pipe:0", "a*[b]?.mp4"})
            QTest::addRow("%s", name) << QString::fromLatin1(name);
    }

    void opensTheVeryFileWhateverItsName()
    {
        QFETCH(const QString, name);
        const QString path = write(name, bytesOf(test::plainClip()));
        QVERIFY(!path.isEmpty());
        QVERIFY(probed(path).mainVideo());

        const QString before = QDir::currentPath();
        QVERIFY(QDir::setCurrent(folder_.path()));
        const bool relative = probed(name).mainVideo() != nullptr;
        QDir::setCurrent(before);
        QVERIFY(relative);
    }

    void foretellsNewSizesOfBrowsersRecordings_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("encoder");
        QTest::newRow("VP9") << QStringLiteral("joined-vp9") << QByteArray("libvpx-vp9 -deadline realtime");
        QTest::newRow("AV1") << QStringLiteral("joined-av1") << QByteArray("libaom-av1 -usage realtime");
    }

    /// What a browser sends grows with the connection; no header of the container says so.
    void foretellsNewSizesOfBrowsersRecordings()
    {
        QFETCH(const QString, name);
        QFETCH(const QByteArray, encoder);
        constexpr int header = 32;
        const auto clipOf = [&encoder](const char* file, const char* size) {
            const QByteArray arguments =
                QByteArray("-f lavfi -i testsrc2=rate=25:size=") + size + " -t 1 -cpu-used 8 -c:v " + encoder;
            return clip(file, arguments.constData());
        };
        const QByteArray small = bytesOf(clipOf("small.ivf", "160x120"));
        const QString joined =
            write(name + QStringLiteral(".ivf"), small + bytesOf(clipOf("large.ivf", "320x240")).mid(header));
        const QStringList timed{QStringLiteral("-i"),     joined,
                                QStringLiteral("-c"),     QStringLiteral("copy"),
                                QStringLiteral("-bsf:v"), QStringLiteral("setts=pts=N:dts=N")};
        const MediaInfo info = probed(test::makeMedia(name + QStringLiteral(".webm"), timed));
        QVERIFY(info.warnings.contains(media::warning::sizeChanges));
        QCOMPARE(info.mainVideo()->coded, (media::PixelSize{320, 240}));
        QVERIFY(!probed(clipOf("one.webm", "160x120")).warnings.contains(media::warning::sizeChanges));
    }

    void stopsWhenCancelled()
    {
        CancellationSource source;
        source.cancel();
        const auto found = engine::probe(test::plainClip(), source.token());
        QVERIFY(!found);
        QCOMPARE(found.error().code, ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestProbe)
#include "test_probe.moc"
