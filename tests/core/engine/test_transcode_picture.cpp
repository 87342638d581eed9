// What becomes of the picture: upright, square, even, progressive, 8-bit 4:2:0, BT.709 or BT.601, never
// mirrored by accident.
#include "core/engine/still/still_picture.h"
#include "tests/core/engine/transcode_bench.h"

#include <QtTest/QTest>

using namespace ndas;
using namespace ndas::engine::test;

namespace {

enum Corner { Red, Green, Blue, White };

/// Red, green in the upper row; blue, white in the lower one.
QString fourColours()
{
    return made("corners.mp4",
                "-f lavfi -i color=red:s=160x120:r=25 -f lavfi -i color=lime:s=160x120:r=25 -f lavfi -i "
                "color=blue:s=160x120:r=25 -f lavfi -i color=white:s=160x120:r=25 -filter_complex "
                "[0][1]hstack[a];[2][3]hstack[b];[a][b]vstack -t 0.4 -c:v libx264 -pix_fmt yuv420p "
                "-colorspace smpte170m");
}

bool isNear(Yuv found, Yuv wanted)
{
    return std::abs(found.y - wanted.y) < 12 && std::abs(found.u - wanted.u) < 12 &&
           std::abs(found.v - wanted.v) < 12;
}

/// The colours in BT.601, limited range.
Yuv bt601(int corner)
{
    constexpr Yuv colours[] = {{81, 90, 240}, {145, 54, 34}, {41, 240, 110}, {235, 128, 128}};
    return colours[corner];
}

Yuv bt709(int corner)
{
    constexpr Yuv colours[] = {{63, 102, 240}, {173, 42, 26}, {32, 240, 118}, {235, 128, 128}};
    return colours[corner];
}

QByteArray text(Yuv colour)
{
    return QByteArray::number(colour.y) + ' ' + QByteArray::number(colour.u) + ' ' +
           QByteArray::number(colour.v);
}

} // namespace

#define COMPARE_COLOUR(found, wanted)                                                                        \
    QVERIFY2(isNear(found, wanted), (text(found) + " is not " + text(wanted)).constData())

class TestTranscodePicture : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void turnsUpright_data()
    {
        QTest::addColumn<QByteArray>("rotate");  // ffmpeg counts against the clock here
        QTest::addColumn<QByteArray>("corners"); // upper left, upper right, lower left, lower right
        QTest::newRow("not turned") << QByteArray("0") << QByteArray("RGBW");
        QTest::newRow("clockwise") << QByteArray("270") << QByteArray("BRWG");
        QTest::newRow("upside down") << QByteArray("180") << QByteArray("WBGR");
        QTest::newRow("counter-clockwise") << QByteArray("90") << QByteArray("GWRB");
    }

    void turnsUpright()
    {
        QFETCH(QByteArray, rotate);
        QFETCH(QByteArray, corners);
        const QString recording =
            remade("turned.mp4", fourColours(), ("-c copy -metadata:s:v:0 rotate=" + rotate).constData());
        VERIFY_DONE(bench_.run(recording, "medium"));
        const auto played = bench_.played();
        VERIFY_DONE(played);
        const bool turned = rotate == "90" || rotate == "270";
        QCOMPARE(played->first->width, turned ? 240 : 320);
        QCOMPARE(played->first->height, turned ? 320 : 240);
        const QByteArray names("RGBW");
        for (int place = 0; place < 4; ++place)
            COMPARE_COLOUR(played->at(place % 2 == 0 ? 0.1 : 0.9, place / 2 == 0 ? 0.1 : 0.9),
                           bt601(static_cast<int>(names.indexOf(corners[place]))));
    }

    void theFourthByteOfAScreenRecordingHidesNothing()
    {
        VERIFY_DONE(bench_.run(made("screen.avi", "-f lavfi -i color=white:s=64x64:r=25 -t 0.4 -c:v rawvideo "
                                                  "-pix_fmt bgr0"),
                               "medium"));
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QVERIFY(played->at(0.5, 0.5).y > 200);
    }

    void anotherPixelAspectIsFittedIn()
    {
        // 4:3, then 16:9 of as many pixels: black above and below, as the plan's shape is 4:3
        const QString narrow =
            made("aspect-43.ts", "-f lavfi -i color=white:s=352x288:r=25,setsar=12/11 -t 0.4 "
                                 "-c:v mpeg2video -q:v 2 -aspect 4:3");
        const QString wide =
            made("aspect-169.ts", "-f lavfi -i color=white:s=352x288:r=25,setsar=16/11 -t 0.4 "
                                  "-c:v mpeg2video -q:v 2 -aspect 16:9");
        QFile first(narrow);
        QFile second(wide);
        QFile both(narrow + QStringLiteral(".joined.ts"));
        QVERIFY(first.open(QIODevice::ReadOnly) && second.open(QIODevice::ReadOnly) &&
                both.open(QIODevice::WriteOnly));
        both.write(first.readAll() + second.readAll());
        both.close();
        VERIFY_DONE(bench_.run(both.fileName(), "medium"));
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QVERIFY(played->at(0.5, 0.02).y > 200);
        QVERIFY(played->last->data[0][played->last->width / 2] < 32);
        const int middle = played->last->height / 2;
        QVERIFY(played->last->data[0][middle * played->last->linesize[0] + 4] > 200);
    }

    void convertsRareMatrices_data()
    {
        QTest::addColumn<QByteArray>("picture");
        QTest::addColumn<QByteArray>("tags");
        QTest::newRow("early HD")
            << QByteArray("320x240,scale=out_color_matrix=smpte240m:out_range=tv,format=yuv420p")
            << QByteArray("-colorspace smpte240m -color_primaries smpte240m -color_trc "
                          "smpte240m");
        QTest::newRow("a screen") << QByteArray("320x240,format=gbrp,zscale=m=ycgco:r=pc,format=yuv444p")
                                  << QByteArray("-colorspace ycgco -color_range pc");
        QTest::newRow("a screen of odd size")
            << QByteArray("321x241,format=gbrp,zscale=m=ycgco:r=tv,format=yuv444p,format=yuv420p")
            << QByteArray("-colorspace ycgco");
    }

    void convertsRareMatrices()
    {
        QFETCH(QByteArray, picture);
        QFETCH(QByteArray, tags);
        const QString recording =
            made("rare-matrix.mkv",
                 ("-f lavfi -i color=lime:r=25:s=" + picture + " -t 0.2 -c:v ffv1 " + tags).constData());
        VERIFY_DONE(bench_.run(recording, "low"));
        const auto played = bench_.played();
        VERIFY_DONE(played);
        COMPARE_COLOUR(played->at(0.5, 0.5), bt601(Green));
    }

    /// Joined from two cameras.
    void anotherRangeOrMatrixKeepsItsColours_data()
    {
        QTest::addColumn<QByteArray>("second");
        QTest::newRow("range") << QByteArray("out_color_matrix=bt601:out_range=pc,format=yuv420p "
                                             "-colorspace smpte170m -color_range pc");
        QTest::newRow("matrix") << QByteArray("out_color_matrix=bt709:out_range=tv,format=yuv420p "
                                              "-colorspace bt709 -color_range tv");
        QTest::newRow("both") << QByteArray("out_color_matrix=bt709:out_range=pc,format=yuv420p "
                                            "-colorspace bt709 -color_range pc");
    }

    void anotherRangeOrMatrixKeepsItsColours()
    {
        QFETCH(QByteArray, second);
        const auto part = [](const char* name, const QByteArray& colours) {
            return made(name, ("-f lavfi -i color=lime:s=320x240:r=25,format=gbrp -t 0.4 -vf scale=" +
                               colours + " -c:v libx264 -preset ultrafast")
                                  .constData());
        };
        QFile begin(part("limited.ts", "out_color_matrix=bt601:out_range=tv,format=yuv420p -colorspace "
                                       "smpte170m -color_range tv"));
        QFile end(part("switched.ts", second));
        QTemporaryDir folder;
        QFile both(folder.filePath(QStringLiteral("joined.ts")));
        QVERIFY(begin.open(QIODevice::ReadOnly) && end.open(QIODevice::ReadOnly) &&
                both.open(QIODevice::WriteOnly));
        both.write(begin.readAll() + end.readAll());
        both.close();
        VERIFY_DONE(bench_.run(both.fileName(), "low"));
        const auto played = bench_.played();
        VERIFY_DONE(played);
        Playback last;
        last.first.reset(av_frame_clone(played->last.get()));
        COMPARE_COLOUR(played->at(0.5, 0.5), bt601(Green));
        COMPARE_COLOUR(last.at(0.5, 0.5), bt601(Green));
    }

    void portraitPhoneVideoStaysPortrait()
    {
        const auto result = bench_.run(ndas::test::portraitPhoneClip(), "medium");
        VERIFY_DONE(result);
        QCOMPARE(result->size, (media::PixelSize{720, 1280}));
        QVERIFY(bench_.probed()->mainVideo()->orientation.isUpright());
    }

    void makesSizeOf_data()
    {
        QTest::addColumn<QByteArray>("recipe");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::newRow("wide pixels") << QByteArray("testsrc2=size=360x288:rate=25,setsar=2/1") << 640 << 256;
        QTest::newRow("narrow pixels")
            << QByteArray("testsrc2=size=704x240:rate=25,setsar=1/2") << 352 << 240;
        QTest::newRow("odd") << QByteArray("testsrc2=size=321x241:rate=25,format=yuv444p") << 320 << 240;
        for (const char* format : {"yuv420p", "yuv422p", "yuv411p", "yuv420p10le", "yuva420p"})
            QTest::addRow("odd, %s", format)
                << "testsrc2=size=321x241:rate=25,format=yuv444p,format=" + QByteArray(format) << 320 << 240;
        QTest::newRow("tiny") << QByteArray("testsrc2=size=8x8:rate=25,format=yuv444p") << 16 << 16;
    }

    void makesSizeOf()
    {
        QFETCH(QByteArray, recipe);
        const QString recording =
            made("sized.mkv", ("-f lavfi -i " + recipe + " -t 0.2 -c:v ffv1").constData());
        const auto result = bench_.run(recording, "mobile");
        VERIFY_DONE(result);
        QTEST(result->size.width, "width");
        QTEST(result->size.height, "height");
        QCOMPARE(bench_.played()->first->sample_aspect_ratio.num,
                 bench_.played()->first->sample_aspect_ratio.den);
    }

    void makesYuv420pOf_data()
    {
        QTest::addColumn<QByteArray>("format");
        for (const char* format : {"yuv420p10le", "yuv422p10le", "yuv444p", "yuv422p", "gbrp", "bgra", "gray",
                                   "yuva420p", "yuv444p12le", "yuvj420p"})
            QTest::newRow(format) << QByteArray(format);
    }

    void makesYuv420pOf()
    {
        QFETCH(QByteArray, format);
        const bool isFull = format == "yuvj420p";
        const QString recording = made("format.mkv", ("-f lavfi -i color=red:s=64x64:r=25,format=" + format +
                                                      " -t 0.2 -c:v " + (isFull ? "mjpeg -q:v 1" : "ffv1"))
                                                         .constData());
        VERIFY_DONE(bench_.run(recording, "low"));
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QCOMPARE(played->first->format, static_cast<int>(AV_PIX_FMT_YUV420P));
        QCOMPARE(played->first->color_range, AVCOL_RANGE_MPEG);
        const Yuv colour = played->at(0.5, 0.5);
        if (format == "gray")
            COMPARE_COLOUR(colour, (Yuv{81, 128, 128}));
        else
            COMPARE_COLOUR(colour, bt601(Red));
    }

    /// Cameras that see no colour do not say that their black is 0.
    void keepsTheLightsAndShadowsOfGreyPictures()
    {
        const QString recording =
            made("grey.avi", "-f lavfi -i color=s=160x120:r=25,format=gray,geq=lum='255*lt(X\\,80)' -t 0.2 "
                             "-c:v rawvideo");
        const auto result = bench_.run(recording, "low");
        VERIFY_DONE(result);
        const auto played = bench_.played();
        VERIFY_DONE(played);
        COMPARE_COLOUR(played->at(0.2, 0.5), (Yuv{235, 128, 128}));
        COMPARE_COLOUR(played->at(0.8, 0.5), (Yuv{16, 128, 128}));
    }

    void convertsHighDefinitionToBt709()
    {
        const QString recording = made(
            "hd601.mkv", "-f lavfi -i color=lime:s=1280x720:r=25,format=yuv420p -t 0.2 -c:v ffv1 -colorspace "
                         "smpte170m");
        VERIFY_DONE(bench_.run(recording, "medium"));
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QCOMPARE(played->first->colorspace, AVCOL_SPC_BT709);
        QCOMPARE(played->first->color_primaries, AVCOL_PRI_BT709);
        QCOMPARE(played->first->color_trc, AVCOL_TRC_BT709);
        COMPARE_COLOUR(played->at(0.5, 0.5), bt709(Green));
    }

    void showsHdrInSdr_data()
    {
        QTest::addColumn<QByteArray>("transfer");
        QTest::newRow("pq") << QByteArray("smpte2084");
        QTest::newRow("hlg") << QByteArray("arib-std-b67");
    }

    void showsHdrInSdr()
    {
        QFETCH(QByteArray, transfer);
        const QString recording = made(
            "hdr.mp4", ("-f lavfi -i testsrc2=size=320x240:rate=25,format=yuv420p10le -t 0.2 -c:v libx265 "
                        "-preset ultrafast -x265-params log-level=none:colorprim=bt2020:colormatrix="
                        "bt2020nc:transfer=" +
                        transfer)
                           .constData());
        const auto request = bench_.request(recording, "low");
        VERIFY_DONE(request);
        QVERIFY(request->plan.video.toneMapFrom != media::Hdr::None);
        VERIFY_DONE(bench_.run(*request));
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QCOMPARE(played->first->format, static_cast<int>(AV_PIX_FMT_YUV420P));
        QCOMPARE(played->first->colorspace, AVCOL_SPC_BT709);
        QCOMPARE(played->first->color_trc, AVCOL_TRC_BT709);
        QCOMPARE(played->first->color_primaries, AVCOL_PRI_BT709);
        QCOMPARE(bench_.probed()->mainVideo()->hdr, media::Hdr::None);
    }

    void bringsOddSizesToSdr_data()
    {
        QTest::addColumn<QByteArray>("transfer");
        QTest::newRow("HDR") << QByteArray("smpte2084");
        QTest::newRow("wide gamut") << QByteArray("bt709");
    }

    void bringsOddSizesToSdr()
    {
        QFETCH(QByteArray, transfer);
        const QString recording = made(
            "odd-hdr.mkv", ("-f lavfi -i testsrc2=size=321x241:rate=25,format=yuv444p,format=yuv420p10le "
                            "-t 0.2 -c:v ffv1 -color_primaries bt2020 -colorspace bt2020nc -color_trc " +
                            transfer)
                               .constData());
        const auto result = bench_.run(recording, "medium");
        VERIFY_DONE(result);
        QCOMPARE(result->size, (media::PixelSize{320, 240}));
        QCOMPARE(bench_.played()->first->colorspace, AVCOL_SPC_BT709);
    }

    void wideGamutKeepsItsColours_data()
    {
        QTest::addColumn<QByteArray>("primaries");
        QTest::addColumn<QByteArray>("matrix");
        QTest::addColumn<int>("leastRed"); // of V, where it would be pale: about 190, 215
        QTest::newRow("BT.2020") << QByteArray("bt2020") << QByteArray("bt2020nc") << 220;
        QTest::newRow("Display P3") << QByteArray("smpte432") << QByteArray("bt709") << 230;
    }

    void wideGamutKeepsItsColours()
    {
        // BT.709's red has another V within wider primaries (ITU-R BT.2020, SMPTE EG 432-1)
        QFETCH(QByteArray, primaries);
        QFETCH(QByteArray, matrix);
        QFETCH(int, leastRed);
        const QString recording =
            made("wide-gamut.mp4",
                 ("-f lavfi -i color=red:s=320x240:r=25,format=gbrpf32le,setparams=color_primaries=bt709:"
                  "color_trc=bt709:colorspace=gbr,zscale=p=" +
                  primaries + ":t=bt709:m=" + QByteArray(matrix).replace("bt709", "709") +
                  ":r=tv,format=yuv420p10le -t 0.2 -c:v libx265 -preset ultrafast -x265-params "
                  "log-level=none:transfer=bt709:colorprim=" +
                  primaries + ":colormatrix=" + matrix)
                     .constData());
        VERIFY_DONE(bench_.run(recording, "high"));
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QCOMPARE(played->first->color_primaries, AVCOL_PRI_BT709);
        QVERIFY2(played->at(0.5, 0.5).v > leastRed, text(played->at(0.5, 0.5)).constData());
    }

    void deinterlacesWhatIsInterlaced_data()
    {
        QTest::addColumn<QByteArray>("codec");
        QTest::addColumn<QByteArray>("order");
        QTest::newRow("flagged") << QByteArray("-c:v mpeg2video -flags +ildct+ilme -field_order tt -q:v 2")
                                 << QByteArray("tff");
        QTest::newRow("flagged by the container alone")
            << QByteArray("-c:v ffv1 -field_order tt") << QByteArray("tff");
        const QByteArray unflagged("-c:v libx264 -preset ultrafast -crf 10");
        QTest::newRow("lines in turn, the upper first") << unflagged << QByteArray("tff");
        QTest::newRow("lines in turn, the lower first") << unflagged << QByteArray("bff");
    }

    void deinterlacesWhatIsInterlaced()
    {
        QFETCH(QByteArray, codec);
        QFETCH(QByteArray, order);
        // a bar that moves between the two fields leaves a comb
        const QString recording = made(
            "fields.mkv", ("-f lavfi -i color=black:s=320x240:r=50 -f lavfi -i color=white:s=40x240:r=50 "
                           "-filter_complex [0][1]overlay=x=n*9:y=0,interlace=lowpass=off:scan=" +
                           order + " -t 0.6 -pix_fmt yuv420p " + codec)
                              .constData());
        const auto request = bench_.request(recording, "high");
        VERIFY_DONE(request);
        QVERIFY(request->plan.video.deinterlace);
        QCOMPARE(request->plan.video.scan == media::Scan::TopFieldFirst, order == "tff");
        QVERIFY(comb(*play(recording)->first) > 10);
        const auto result = bench_.run(*request);
        VERIFY_DONE(result);
        QCOMPARE(result->frames, static_cast<std::int64_t>(play(recording)->pictures.size()));
        const auto played = bench_.played();
        QVERIFY2(comb(*played->first) < 3, QByteArray::number(comb(*played->first)).constData());
        QCOMPARE(bench_.probed()->mainVideo()->scan, media::Scan::Progressive);
        const auto info = engine::probe(recording);
        const auto still = engine::renderStill(
            *play(recording)->first, engine::stillSpec(*info->mainVideo(), {320, 240}, AV_PIX_FMT_YUV420P));
        VERIFY_DONE(still);
        QVERIFY2(comb(**still) < 3, QByteArray::number(comb(**still)).constData());
    }

    /// A camera begins with whole pictures and says so of none until the scene moves.
    void deinterlacesWhatBecomesInterlacedOnTheWay_data()
    {
        QTest::addColumn<QByteArray>("preset");
        QTest::newRow("encoded") << QByteArray("high");
        QTest::newRow("copied") << QByteArray("original");
    }

    void deinterlacesWhatBecomesInterlacedOnTheWay()
    {
        QFETCH(QByteArray, preset);
        const QString recording = becomingInterlaced();
        QVERIFY(comb(*play(recording)->last) > 10);
        const auto request = bench_.request(recording, preset.constData());
        VERIFY_DONE(request);
        QVERIFY(!request->plan.video.deinterlace);
        const auto result = bench_.run(*request);
        VERIFY_DONE(result);
        QCOMPARE(result->frames, static_cast<std::int64_t>(play(recording)->pictures.size()));
        const auto played = bench_.played();
        VERIFY_DONE(played);
        QVERIFY2(comb(*played->last) < 3, QByteArray::number(comb(*played->last)).constData());
        QVERIFY(std::ranges::count(result->notes, media::PlanNote::Deinterlaced) == 1);
    }

    void keepsSizeWhenThePictureChangesItsOwn()
    {
        // two sizes one after the other in one stream: only bare packets allow it
        const char* recipe =
            "-f lavfi -i testsrc2=size=%1:rate=25 -t 1 -c:v libx264 -preset ultrafast -pix_fmt "
            "yuv420p -bsf:v h264_mp4toannexb -f mpegts";
        const auto part = [&](const char* size) {
            return ndas::test::makeMedia(
                QStringLiteral("part.ts"),
                words(qPrintable(QString::fromLatin1(recipe).arg(QLatin1String(size)))));
        };
        QTemporaryDir folder;
        const QString joined = folder.filePath(QStringLiteral("joined.ts"));
        QFile out(joined);
        QVERIFY(out.open(QIODevice::WriteOnly));
        for (const char* size : {"320x240", "160x120"}) {
            QFile in(part(size));
            QVERIFY(in.open(QIODevice::ReadOnly));
            out.write(in.readAll());
        }
        out.close();
        const auto result = bench_.run(joined, "low");
        VERIFY_DONE(result);
        QCOMPARE(result->size, (media::PixelSize{320, 240}));
        QVERIFY2(result->frames >= 49,
                 QByteArray::number(static_cast<qlonglong>(result->frames)).constData());
    }

private:
    static QString becomingInterlaced()
    {
        const char* bar = "-f lavfi -i color=black:s=320x240:r=50 -f lavfi -i color=white:s=40x240:r=50 "
                          "-filter_complex [0][1]overlay=x=n*9:y=0,%1 -t %2 -c:v libx264 -preset ultrafast "
                          "-crf 10 -g 12 -pix_fmt yuv420p %3";
        const auto part = [bar](const char* name, const char* filter, const char* seconds,
                                const char* flags) {
            return made(name, qPrintable(QString::fromLatin1(bar).arg(
                                  QLatin1String(filter), QLatin1String(seconds), QLatin1String(flags))));
        };
        QFile whole(part("whole-first.ts", "select=not(mod(n\\,2)),setpts=N/25/TB", "2", "-r 25"));
        QFile fields(part("fields-then.ts", "interlace=lowpass=off:scan=tff", "0.6",
                          "-flags +ilme+ildct -x264-params tff=1"));
        QFile both(whole.fileName() + QStringLiteral(".joined.ts"));
        if (!whole.open(QIODevice::ReadOnly) || !fields.open(QIODevice::ReadOnly) ||
            !both.open(QIODevice::WriteOnly))
            return {};
        both.write(whole.readAll() + fields.readAll());
        return both.fileName();
    }

    /// How much neighbouring lines differ where the bar stands, against lines two apart.
    static double comb(const AVFrame& picture)
    {
        double neighbours = 0;
        double sameField = 0;
        for (int row = 2; row < picture.height; ++row)
            for (int column = 0; column < picture.width; ++column) {
                const auto at = [&](int r) { return int{picture.data[0][r * picture.linesize[0] + column]}; };
                neighbours += std::abs(at(row) - at(row - 1));
                sameField += std::abs(at(row) - at(row - 2));
            }
        return (neighbours - sameField) / (picture.height * 9.0);
    }

    TranscodeBench bench_;
};

QTEST_GUILESS_MAIN(TestTranscodePicture)
#include "test_transcode_picture.moc"
