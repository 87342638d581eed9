// Recordings with something special about their picture: every display matrix, transparency, fields nobody
// flagged, a size that changes on the way.
#include "core/engine/frames/frame_reader.h"
#include "tests/core/engine/transcode_bench.h"
#include "tests/support/turned_media.h"

#include <QtTest/QTest>

using namespace ndas;
using namespace ndas::engine::test;
using media::Scan;
using ndas::test::bytesOf;

namespace {

/// Red, green in the upper row; blue, white in the lower one.
QString fourColours()
{
    return made("four.mp4",
                "-f lavfi -i color=red:s=160x120:r=25 -f lavfi -i color=lime:s=160x120:r=25 -f lavfi -i "
                "color=blue:s=160x120:r=25 -f lavfi -i color=white:s=160x120:r=25 -filter_complex "
                "[0][1]hstack[a];[2][3]hstack[b];[a][b]vstack -t 0.2 -c:v libx264 -pix_fmt yuv420p "
                "-colorspace smpte170m");
}

/// The nearest of the four colours, by its letter.
char colourOf(Yuv found)
{
    constexpr Yuv colours[] = {{81, 90, 240}, {145, 54, 34}, {41, 240, 110}, {235, 128, 128}};
    for (int i = 0; i < 4; ++i)
        if (std::abs(found.u - colours[i].u) + std::abs(found.v - colours[i].v) < 40)
            return "RGBW"[i];
    return '?';
}

QByteArray cornersOf(const Playback& played)
{
    QByteArray corners;
    for (const double y : {0.1, 0.9})
        for (const double x : {0.1, 0.9})
            corners += colourOf(played.at(x, y));
    return corners;
}

} // namespace

class TestTranscodeInput : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void showsEveryDisplayMatrix_data()
    {
        QTest::addColumn<double>("degrees");
        QTest::addColumn<bool>("mirrored");
        QTest::addColumn<QByteArray>("corners"); // upper left, upper right, lower left, lower right
        QTest::newRow("0") << 0.0 << false << QByteArray("RGBW");
        QTest::newRow("90") << 90.0 << false << QByteArray("BRWG");
        QTest::newRow("180") << 180.0 << false << QByteArray("WBGR");
        QTest::newRow("270") << 270.0 << false << QByteArray("GWRB");
        QTest::newRow("0 mirrored") << 0.0 << true << QByteArray("GRWB");
        QTest::newRow("90 mirrored") << 90.0 << true << QByteArray("WGBR");
        QTest::newRow("180 mirrored") << 180.0 << true << QByteArray("BWRG");
        QTest::newRow("270 mirrored") << 270.0 << true << QByteArray("RBGW");
        QTest::newRow("slanted") << 84.0 << false << QByteArray("BRWG");
    }

    void showsEveryDisplayMatrix()
    {
        QFETCH(double, degrees);
        QFETCH(bool, mirrored);
        QByteArray bytes = bytesOf(fourColours());
        QVERIFY(ndas::test::setDisplayMatrix(bytes, degrees, mirrored));
        const auto request = bench_.request(written("turned.mp4", bytes), "low");
        VERIFY_DONE(request);
        const auto& notes = request->plan.notes;
        QCOMPARE(std::ranges::count(notes, media::PlanNote::OrientationRounded), degrees == 84.0 ? 1 : 0);
        VERIFY_DONE(bench_.run(*request));
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QTEST(cornersOf(*played), "corners");
        QVERIFY(bench_.probed()->mainVideo()->orientation.isUpright());
    }

    void blendsTransparencyWithBlack_data()
    {
        QTest::addColumn<QString>("recording");
        const auto row = [](const char* name, const char* file, const char* codec) {
            // lime on the left, on the right lime that nobody sees
            QTest::newRow(name) << ndas::test::makeMedia(
                QString::fromLatin1(file),
                words(
                    "-f lavfi -i color=lime:s=160x120:r=25,format=rgba,geq=r=0:g=255:b=0:a='255*lt(X\\,80)' "
                    "-t 0.2") +
                    words(codec));
        };
        row("QuickTime animation", "alpha.mov", "-c:v qtrle -pix_fmt argb");
        row("PNG", "alpha-png.mov", "-c:v png -pix_fmt rgba");
        row("ProRes 4444", "alpha-prores.mov", "-c:v prores_ks -profile:v 4 -pix_fmt yuva444p10le");
        row("VP9 in WebM", "alpha.webm", "-c:v libvpx-vp9 -pix_fmt yuva420p -crf 10 -auto-alt-ref 0");
        row("VP8 in WebM", "alpha8.webm", "-c:v libvpx -pix_fmt yuva420p -b:v 1M -auto-alt-ref 0");
        row("FFV1", "alpha.mkv", "-c:v ffv1 -pix_fmt yuva420p");
    }

    void blendsTransparencyWithBlack()
    {
        QFETCH(QString, recording);
        QVERIFY(!recording.isEmpty());
        const auto request = bench_.request(recording, "low");
        VERIFY_DONE(request);
        QVERIFY(std::ranges::count(request->plan.notes, media::PlanNote::AlphaFlattened) == 1);
        VERIFY_DONE(bench_.run(*request));
        const auto played = bench_.played();
        VERIFY_DONE(played);
        const Yuv seen = played->at(0.2, 0.5);
        const Yuv hidden = played->at(0.9, 0.5);
        QVERIFY2(seen.y > 120 && seen.u < 80 && seen.v < 60, QByteArray::number(seen.y).constData());
        QVERIFY2(hidden.y < 24 && std::abs(hidden.u - 128) < 8 && std::abs(hidden.v - 128) < 8,
                 (QByteArray::number(hidden.y) + ' ' + QByteArray::number(hidden.u)).constData());
    }

    void showsPicturesThatAreNowhereOpaque_data()
    {
        QTest::addColumn<QByteArray>("codec");
        QTest::newRow("packed.avi") << QByteArray("-c:v huffyuv -pix_fmt bgra");
        QTest::newRow("planar.avi") << QByteArray("-c:v utvideo -pix_fmt gbrap");
        QTest::newRow("deep.mov") << QByteArray("-c:v prores_ks -profile:v 4 -pix_fmt yuva444p10le");
    }

    /// Programs that know nothing of transparency leave its channel at 0.
    void showsPicturesThatAreNowhereOpaque()
    {
        QFETCH(QByteArray, codec);
        const QString recording = ndas::test::makeMedia(
            QString::fromLatin1(QTest::currentDataTag()),
            words("-f lavfi -i color=lime:s=160x120:r=25,format=rgba,colorchannelmixer=aa=0 -t 0.2") +
                words(codec.constData()));
        VERIFY_DONE(bench_.run(recording, "low"));
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QVERIFY(played->at(0.5, 0.5).y > 120);
    }

    void readsWhatCaptureCardsWrote_data()
    {
        QTest::addColumn<QByteArray>("codec");
        QTest::newRow("brooktree.avi") << QByteArray("-c:v y41p -pix_fmt yuv411p");
        QTest::newRow("cirrus.avi") << QByteArray("-c:v cljr -strict -2 -pix_fmt yuv411p");
        QTest::newRow("microsoft.avi") << QByteArray("-c:v ayuv -pix_fmt yuva444p");
        QTest::newRow("avid.mov") << QByteArray("-c:v avui -strict -2 -pix_fmt uyvy422 -s 720x576");
    }

    void readsWhatCaptureCardsWrote()
    {
        QFETCH(QByteArray, codec);
        const QString recording = ndas::test::makeMedia(
            QString::fromLatin1(QTest::currentDataTag()),
            words("-f lavfi -i color=lime:s=160x120:r=25 -t 0.2") + words(codec.constData()));
        const auto result = bench_.run(recording, "low");
        VERIFY_DONE(result);
        QCOMPARE(result->frames, 5);
        const Yuv seen = bench_.played()->at(0.5, 0.5);
        QVERIFY(seen.y > 120 && seen.u < 80 && seen.v < 60);
    }

    /// Four bytes a pixel; libavcodec takes them for two.
    void readsPixelsThatAreMadeOfBitFields()
    {
        QByteArray bytes =
            bytesOf(remade("four-bytes.avi", fourColours(), "-vf vflip -c:v rawvideo -pix_fmt bgra"));
        const qsizetype header = bytes.indexOf("strf");
        QVERIFY(header > 0);
        bytes.replace(header + 8 + 16, 4, QByteArray::fromHex("03000000"));
        VERIFY_DONE(bench_.run(written("bit-fields.avi", bytes), "low"));
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QCOMPARE(cornersOf(*played), "RGBW");
    }

    void looksForFieldsNobodyFlagged_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QByteArray>("codec");
        QTest::addColumn<int>("scan");
        const QByteArray bar("color=black:s=320x240:r=50 -f lavfi -i color=white:s=40x240:r=50 "
                             "-filter_complex [0][1]overlay=x=n*9:y=0,");
        const QByteArray top = bar + "tinterlace=mode=interleave_top,";
        const QByteArray bottom = bar + "tinterlace=mode=interleave_bottom,";
        const QByteArray plain("-c:v mjpeg -q:v 2 -pix_fmt yuvj422p");
        QTest::newRow("top first") << top << plain << int(Scan::TopFieldFirst);
        QTest::newRow("bottom first") << bottom << plain << int(Scan::BottomFieldFirst);
        QTest::newRow("a tape as progressive H.264")
            << top + "scale=720:576:interl=1," << QByteArray("-c:v libx264 -preset ultrafast -crf 12")
            << int(Scan::TopFieldFirst);
        QTest::newRow("whole pictures") << bar << plain << int(Scan::Progressive);
        QTest::newRow("fine patterns")
            << QByteArray("testsrc2=size=320x240:rate=50,") << plain << int(Scan::Progressive);
    }

    void looksForFieldsNobodyFlagged()
    {
        QFETCH(QByteArray, source);
        QFETCH(QByteArray, codec);
        const QString recording =
            made("unflagged.avi", ("-f lavfi -i " + source + "setfield=prog -t 1.2 " + codec).constData());
        const auto request = bench_.request(recording, "low");
        VERIFY_DONE(request);
        QTEST(int(request->plan.video.scan), "scan");
        const auto result = bench_.run(*request);
        VERIFY_DONE(result);
        QCOMPARE(result->frames, static_cast<std::int64_t>(play(recording)->pictures.size()));
    }

    void looksForFieldsBeyondTheBeginning()
    {
        const auto recording =
            made("unflagged-later.avi",
                 "-f lavfi -i color=black:s=320x240:r=50:d=10 -f lavfi -i color=white:s=40x240:r=50:d=10 "
                 "-filter_complex [0][1]overlay=x=mod(n*9\\,320):y=0,split[a][b];[a]trim=end=5,fps=25[whole];"
                 "[b]trim=start=5,setpts=PTS-STARTPTS,tinterlace=mode=interleave_top,setfield=prog[comb];"
                 "[whole][comb]concat -c:v mjpeg -q:v 2 -pix_fmt yuvj422p");
        const auto info = engine::probe(recording);
        VERIFY_DONE(info);
        QCOMPARE(int(info->mainVideo()->scan), int(Scan::TopFieldFirst));
    }

    void neverDistortsAPictureThatChangesItsShape()
    {
        const auto request = bench_.request(joined("320x240", "120x240"), "low");
        VERIFY_DONE(request);
        VERIFY_DONE(bench_.run(*request));
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QCOMPARE(bench_.probed()->mainVideo()->display(), (media::PixelSize{320, 240}));
        Playback end;
        end.first.reset(av_frame_clone(played->last.get()));
        QVERIFY(end.at(0.05, 0.5).y < 24 && end.at(0.95, 0.5).y < 24); // beside the narrow picture
        QVERIFY(end.at(0.5, 0.5).y > 40);
    }

    void convertsWhatCannotBeCopiedInOnePiece()
    {
        const auto request = bench_.request(joined("320x240", "160x120"), "original");
        VERIFY_DONE(request);
        const auto result = bench_.run(*request);
        VERIFY_DONE(result);
        const auto notes = media::withFound(request->plan.notes, result->notes);
        QVERIFY(std::ranges::count(notes, media::PlanNote::Copied) == 0);
        QVERIFY(result->frames >= 49);
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QCOMPARE(played->last->width, 320);
    }

    /// As broadcasts do between one programme and the next.
    void losesNoPictureWhereMpeg2ChangesItsShape_data()
    {
        QTest::addColumn<QByteArray>("later");
        QTest::addColumn<bool>("isResized");
        QTest::newRow("size") << QByteArray("320x240") << true;
        QTest::newRow("aspect") << QByteArray("352x288 -aspect 16:9") << false;
    }

    void losesNoPictureWhereMpeg2ChangesItsShape()
    {
        QFETCH(const QByteArray, later);
        QFETCH(const bool, isResized);
        QByteArray film;
        for (const QByteArray& shape : {QByteArray("352x288 -aspect 4:3"), later}) {
            QFile part(made(("part-" + shape.left(7) + (film.isEmpty() ? "-a" : "-b") + ".m2v").constData(),
                            ("-f lavfi -i testsrc2=rate=25 -t 1 -c:v mpeg2video -s " + shape).constData()));
            QVERIFY(part.open(QIODevice::ReadOnly));
            film += part.readAll();
        }
        const QString name = isResized ? QStringLiteral("resized") : QStringLiteral("reshaped");
        const QString stream = ndas::test::writeOnce(name + QStringLiteral(".m2v"), film);
        const QString recording = ndas::test::makeMedia(
            name + QStringLiteral(".mkv"), words("-fflags +genpts -i") << stream << words("-c copy"));
        const auto result = bench_.run(recording, "low");
        VERIFY_DONE(result);
        QCOMPARE(result->frames, 50);
        QCOMPARE(std::ranges::count(result->notes, media::PlanNote::SizeUnified), 1);
        QCOMPARE(std::ranges::count(result->notes, media::PlanNote::SourceDamaged), 0);
    }

    /// Each field is a picture of half the height to a decoder of H.265.
    void weavesFieldsOfH265()
    {
        const QString recording = made("fields.mp4", "-f lavfi -i testsrc2=size=320x240:rate=50 -t 2 -vf "
                                                     "tinterlace=interleave_top,separatefields -c:v libx265 "
                                                     "-preset ultrafast -x265-params "
                                                     "interlace=tff:log-level=none:bframes=3 -tag:v hvc1");
        const auto request = bench_.request(recording, "original");
        VERIFY_DONE(request);
        const auto info = engine::probe(recording);
        QCOMPARE(info->mainVideo()->display(), (media::PixelSize{320, 240}));
        QCOMPARE(int(info->mainVideo()->scan), int(Scan::TopFieldFirst));
        QCOMPARE(info->mainVideo()->frameCount, std::int64_t{50});
        const auto result = bench_.run(*request);
        VERIFY_DONE(result);
        QCOMPARE(result->frames, std::int64_t{50});
        QVERIFY(std::ranges::count(request->plan.notes, media::PlanNote::Deinterlaced) == 1);
        compareTimes(bench_, recording);
        const auto reader = engine::FrameReader::open(recording);
        VERIFY_DONE(reader);
        QCOMPARE(reader->times().size(), std::size_t{50});
    }

    void copiesFullRange()
    {
        const QString recording =
            made("full.mp4", "-f lavfi -i testsrc2=size=160x120:rate=25 -t 0.4 -c:v libx264 -preset "
                             "ultrafast -pix_fmt yuvj420p");
        const auto result = bench_.run(recording, "original");
        VERIFY_DONE(result);
        QVERIFY(result->notes.empty());
        QVERIFY(bench_.probed()->mainVideo()->fullRange);
    }

private:
    QString written(const char* name, const QByteArray& bytes)
    {
        const QString path = folder_.filePath(QString::fromLatin1(name));
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? path : QString();
    }

    /// A second of each size, one after the other in one stream: only bare packets allow it.
    QString joined(const char* first, const char* second)
    {
        QByteArray bytes;
        for (const char* size : {first, second})
            bytes += bytesOf(made("part.ts", QByteArray("-f lavfi -i testsrc2=size=" + QByteArray(size) +
                                                        ":rate=25 -t 1 -c:v libx264 -preset ultrafast "
                                                        "-pix_fmt yuv420p -f mpegts")
                                                 .constData()));
        return written("joined.ts", bytes);
    }

    QTemporaryDir folder_;
    TranscodeBench bench_;
};

QTEST_GUILESS_MAIN(TestTranscodeInput)
#include "test_transcode_input.moc"
