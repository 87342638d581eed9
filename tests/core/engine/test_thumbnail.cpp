#include "core/engine/frames/thumbnail.h"
#include "core/engine/probe/probe.h"
#include "tests/support/small_volume.h"
#include "tests/support/test_media.h"
#include "tests/support/turned_media.h"
#include "tests/support/verify_result.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtGui/QImage>
#include <QtTest/QTest>

using namespace ndas;
using media::ImageFormat;
using media::Micros;
using media::PixelSize;
using media::ThumbnailResult;
using media::ThumbnailSpec;

namespace {

QStringList words(const char* text)
{
    return QString::fromLatin1(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

/// Red and lime above, blue and yellow below.
QString quadrants()
{
    return test::makeMedia(
        QStringLiteral("quadrants.mp4"),
        QStringList{QStringLiteral("-f"), QStringLiteral("lavfi"), QStringLiteral("-i"),
                    QStringLiteral("color=red:s=80x60[a];color=lime:s=80x60[b];color=blue:s=80x60[c];"
                                   "color=yellow:s=80x60[d];[a][b]hstack[x];[c][d]hstack[y];[x][y]vstack")} +
            words("-t 0.2 -c:v libx264 -crf 10 -pix_fmt yuv420p"));
}

/// Grey that grows by two with every frame, 25 frames a second, 4 seconds.
QString brightnessClock(const char* keyFrames = "-g 40", const QString& name = QStringLiteral("clock.mp4"))
{
    return test::makeMedia(
        name, QStringList{QStringLiteral("-f"), QStringLiteral("lavfi"), QStringLiteral("-i"),
                          QStringLiteral(
                              "color=black:s=64x64:r=25:d=4,format=yuv420p,geq=lum='N*2+16':cb=128:cr=128")} +
                  words("-c:v libx264 -crf 5") + words(keyFrames));
}

/// The same in two parts that were joined: the clock of the second begins anew.
QString joinedClock()
{
    QByteArray bytes;
    for (const int first : {0, 50}) {
        const QString part = test::makeMedia(
            QStringLiteral("from %1.ts").arg(first),
            QStringList{QStringLiteral("-f"), QStringLiteral("lavfi"), QStringLiteral("-i"),
                        QStringLiteral(
                            "color=black:s=64x64:r=25:d=2,format=yuv420p,geq=lum='(N+%1)*2+16':cb=128:cr=128")
                            .arg(first)} +
                words("-c:v libx264 -crf 5 -g 20"));
        QFile file(part);
        bytes += file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    return test::writeOnce(QStringLiteral("joined clock.ts"), bytes);
}

/// An AVI without its index: libav takes every packet for a key frame.
QString liarsClock()
{
    const QString whole = test::makeMedia(
        QStringLiteral("whole.avi"),
        QStringList{
            QStringLiteral("-f"), QStringLiteral("lavfi"), QStringLiteral("-i"),
            QStringLiteral("color=black:s=64x64:r=25:d=4,format=yuv420p,geq=lum='N*2+16':cb=128:cr=128")} +
            words("-c:v msmpeg4 -q:v 2 -g 300"));
    QFile file(whole);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray bytes = file.readAll();
    QFile cut(whole + QStringLiteral(".cut.avi"));
    const QByteArray withoutIndex = bytes.left(bytes.lastIndexOf("idx1"));
    if (!cut.open(QIODevice::WriteOnly) || cut.write(withoutIndex) != withoutIndex.size())
        return {};
    return cut.fileName();
}

enum class Colour { Red, Lime, Blue, Yellow, None };

Colour colourOf(QRgb pixel)
{
    const bool red = qRed(pixel) > 160;
    const bool green = qGreen(pixel) > 160;
    const bool blue = qBlue(pixel) > 160;
    if (red && green && !blue)
        return Colour::Yellow;
    if (red && !green && !blue)
        return Colour::Red;
    if (green && !red && !blue)
        return Colour::Lime;
    return blue && !red && !green ? Colour::Blue : Colour::None;
}

/// What the viewer must see in a corner (0 or 1 each way) of the quadrants, turned and mirrored.
Colour expectedCorner(int x, int y, int degrees, bool mirrored)
{
    for (int turned = 0; turned < degrees; turned += 90) {
        const int sourceX = y;
        y = 1 - x;
        x = sourceX;
    }
    constexpr Colour colours[2][2] = {{Colour::Red, Colour::Lime}, {Colour::Blue, Colour::Yellow}};
    return colours[y][mirrored ? 1 - x : x];
}

} // namespace

class TestThumbnail : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;
    int made_ = 0;

    ThumbnailSpec spec(ImageFormat format = ImageFormat::Png)
    {
        ThumbnailSpec wanted;
        wanted.format = format;
        wanted.outputPath = folder_.filePath(QStringLiteral("thumbnail%1").arg(++made_));
        return wanted;
    }

    ThumbnailSpec sheetSpec(int columns, int rows)
    {
        ThumbnailSpec wanted = spec();
        wanted.grid = {.columns = columns, .rows = rows};
        return wanted;
    }

    static ThumbnailResult make(const QString& path, const ThumbnailSpec& wanted)
    {
        auto input = engine::Input::open(path);
        if (!input)
            return {};
        const auto probed = engine::probe(*input, path);
        if (!probed)
            return {};
        const auto results = engine::makeThumbnails(*input, probed->info, {wanted});
        return results ? results->front() : ThumbnailResult{};
    }

private Q_SLOTS:

    void showsEveryOrientationUpright_data()
    {
        QTest::addColumn<int>("degrees");
        QTest::addColumn<bool>("mirrored");
        for (const bool mirrored : {false, true}) {
            for (const int degrees : {0, 90, 180, 270})
                QTest::addRow("%d%s", degrees, mirrored ? " mirrored" : "") << degrees << mirrored;
        }
    }

    void showsEveryOrientationUpright()
    {
        QFETCH(const int, degrees);
        QFETCH(const bool, mirrored);
        QFile clip(quadrants());
        QVERIFY(clip.open(QIODevice::ReadOnly));
        QByteArray bytes = clip.readAll();
        QVERIFY(test::setDisplayMatrix(bytes, degrees, mirrored));
        QFile turned(folder_.filePath(QStringLiteral("turned%1%2.mp4").arg(degrees).arg(mirrored)));
        QVERIFY(turned.open(QIODevice::WriteOnly) && turned.write(bytes) == bytes.size());
        turned.close();

        const QImage image(make(turned.fileName(), spec()).path);

        QCOMPARE(image.size(), degrees % 180 == 0 ? QSize(160, 120) : QSize(120, 160));
        for (int y = 0; y < 2; ++y) {
            for (int x = 0; x < 2; ++x) {
                const QRgb seen =
                    image.pixel(image.width() * (1 + 2 * x) / 4, image.height() * (1 + 2 * y) / 4);
                QCOMPARE(colourOf(seen), expectedCorner(x, y, degrees, mirrored));
            }
        }
    }

    void showsTheExactMoment_data()
    {
        QTest::addColumn<int>("milliseconds");
        QTest::addColumn<int>("frame");
        QTest::addRow("start") << 0 << 0;
        QTest::addRow("on a frame") << 1000 << 25;
        QTest::addRow("between frames") << 1039 << 25;
        QTest::addRow("just before a key frame") << 1599 << 39;
        QTest::addRow("late") << 3200 << 80;
        QTest::addRow("past the end") << 99'000 << 99;
        QTest::addRow("negative") << -5 << 0;
    }

    void showsTheExactMoment()
    {
        QFETCH(const int, milliseconds);
        QFETCH(const int, frame);
        ThumbnailSpec wanted = spec();
        wanted.at = std::chrono::milliseconds(milliseconds);

        const ThumbnailResult result = make(brightnessClock(), wanted);

        const int grey = qGray(QImage(result.path).pixel(32, 32));
        QCOMPARE(qRound(grey * 219.0 / 255.0 / 2.0), frame);
        QCOMPARE(result.at, Micros(40'000) * frame);
    }

    void showsTheExactMomentOfJoinedRecordings()
    {
        for (const int frame : {75, 30, 60, 5, 99}) {
            ThumbnailSpec wanted = spec();
            wanted.at = Micros(40'000) * frame;

            const ThumbnailResult result = make(joinedClock(), wanted);

            const int grey = qGray(QImage(result.path).pixel(32, 32));
            QCOMPARE(qRound(grey * 219.0 / 255.0 / 2.0), frame);
            QCOMPARE(result.at, Micros(40'000) * frame);
        }
    }

    void passesOverABlackIntroduction()
    {
        const QString path = test::makeMedia(
            QStringLiteral("intro.mp4"),
            QStringList{QStringLiteral("-f"), QStringLiteral("lavfi"), QStringLiteral("-i"),
                        QStringLiteral("color=black:s=320x240:r=25:d=3[a];testsrc2=s=320x240:r=25:d=3[b];"
                                       "[a][b]concat")} +
                words("-c:v libx264 -g 400 -keyint_min 400 -sc_threshold 0 -preset ultrafast -pix_fmt "
                      "yuv420p"));
        const ThumbnailResult result = make(path, spec());
        QVERIFY(result.at >= std::chrono::seconds(3));
        QVERIFY(qGray(QImage(result.path)
                          .scaled(1, 1, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
                          .pixel(0, 0)) > 40);
    }

    void takesTheBestOfADullRecording()
    {
        const QString path = test::makeMedia(QStringLiteral("black.mp4"),
                                             words("-f lavfi -i color=black:s=64x48:r=25:d=1 -c:v libx264"));
        QVERIFY(!QImage(make(path, spec()).path).isNull());
    }

    void fitsTheBoxWithoutEnlarging_data()
    {
        QTest::addColumn<QSize>("box");
        QTest::addColumn<QSize>("size");
        QTest::addRow("smaller") << QSize(160, 160) << QSize(160, 120);
        QTest::addRow("narrow") << QSize(33, 500) << QSize(33, 25);
        QTest::addRow("larger") << QSize(4000, 4000) << QSize(320, 240);
        QTest::addRow("no box") << QSize(0, 0) << QSize(320, 240);
    }

    void fitsTheBoxWithoutEnlarging()
    {
        QFETCH(const QSize, box);
        QFETCH(const QSize, size);
        ThumbnailSpec wanted = spec(ImageFormat::Jpeg);
        wanted.box = {box.width(), box.height()};
        const ThumbnailResult result = make(test::plainClip(), wanted);
        QCOMPARE(result.size, (PixelSize{size.width(), size.height()}));
        QCOMPARE(QImage(result.path).size(), size);
    }

    void hdrFitsABoxOfAnyShape()
    {
        ThumbnailSpec wanted = spec(ImageFormat::Jpeg);
        wanted.box = {160, 160};
        const QString wide = test::makeMedia(QStringLiteral("hdr-wide.mp4"),
                                             words("-f lavfi -i testsrc2=s=320x134:r=25 -t 0.2 -pix_fmt "
                                                   "yuv420p10le -c:v libx265 -preset ultrafast "
                                                   "-x265-params log-level=none -color_primaries bt2020 "
                                                   "-colorspace bt2020nc -color_trc smpte2084"));
        QCOMPARE(make(wide, wanted).size, (PixelSize{160, 67}));
    }

    void writesEveryFormatWithoutMetadata_data()
    {
        QTest::addColumn<int>("format");
        QTest::addColumn<QByteArray>("start");
        QTest::addRow("jpeg") << static_cast<int>(ImageFormat::Jpeg) << QByteArray("\xff\xd8\xff");
        QTest::addRow("png") << static_cast<int>(ImageFormat::Png) << QByteArray("\x89PNG");
        QTest::addRow("webp") << static_cast<int>(ImageFormat::Webp) << QByteArray("RIFF");
    }

    void writesEveryFormatWithoutMetadata()
    {
        QFETCH(const int, format);
        QFETCH(const QByteArray, start);
        QFile file(make(test::plainClip(), spec(static_cast<ImageFormat>(format))).path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QVERIFY(bytes.startsWith(start));
        for (const char* mark : {"Lavc", "Lavf", "Exif", "tEXt"})
            QVERIFY2(!bytes.contains(mark), mark);
    }

    void keepsTheColoursOfAJpeg()
    {
        const QImage image(make(quadrants(), spec(ImageFormat::Jpeg)).path);
        QVERIFY(!image.isNull());
        QCOMPARE(colourOf(image.pixel(40, 30)), Colour::Red);
        QCOMPARE(colourOf(image.pixel(120, 90)), Colour::Yellow);
    }

    void spreadsAContactSheetOverTheRecording_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addRow("a few key frames") << brightnessClock();
        QTest::addRow("one key frame") << brightnessClock("-g 400 -keyint_min 400");
        QTest::addRow("only key frames") << brightnessClock("-g 1");
        QTest::addRow("key frames that are none") << liarsClock();
        QTest::addRow("transport stream") << brightnessClock("-g 40", QStringLiteral("clock.ts"));
        QTest::addRow("joined transport streams") << joinedClock();
    }

    void spreadsAContactSheetOverTheRecording()
    {
        QFETCH(const QString, path);
        const ThumbnailResult result = make(path, sheetSpec(4, 2));

        const QImage sheet(result.path);
        QCOMPARE(sheet.size(), QSize(4 * 64 + 3 * 4, 2 * 64 + 4));
        QCOMPARE(result.tiles.size(), std::size_t{8});
        for (int i = 0; i < 8; ++i) {
            const Micros at = result.tiles[static_cast<std::size_t>(i)];
            QVERIFY(at >= Micros(500'000) * i && at < Micros(500'000) * (i + 1));
            const int grey = qGray(sheet.pixel(i % 4 * 68 + 32, i / 4 * 68 + 32));
            QCOMPARE(Micros(40'000) * qRound(grey * 219.0 / 255.0 / 2.0), at);
        }
    }

    void makesAContactSheetSmallerWhereFramesAreFew()
    {
        const QString path = test::makeMedia(
            QStringLiteral("three.mp4"), words("-f lavfi -i testsrc2=s=64x64:r=25 -frames:v 3 -c:v libx264"));
        const ThumbnailResult result = make(path, sheetSpec(2, 5));
        QCOMPARE(result.grid, (media::SheetGrid{.columns = 2, .rows = 2}));
        QCOMPARE(result.tiles, (std::vector<Micros>{Micros(0), Micros(40'000), Micros(80'000)}));
    }

    void writesContactSheetsInEveryFormat_data()
    {
        QTest::addColumn<int>("format");
        QTest::addRow("jpeg") << static_cast<int>(ImageFormat::Jpeg);
        QTest::addRow("png") << static_cast<int>(ImageFormat::Png);
    }

    void writesContactSheetsInEveryFormat()
    {
        QFETCH(const int, format);
        ThumbnailSpec wanted = sheetSpec(3, 1);
        wanted.format = static_cast<ImageFormat>(format);
        wanted.box = {40, 40};
        const QImage sheet(make(quadrants(), wanted).path);
        QCOMPARE(sheet.size(), QSize(3 * 40 + 2 * 4, 30));
        for (int tile = 0; tile < 3; ++tile) {
            QCOMPARE(colourOf(sheet.pixel(tile * 44 + 10, 8)), Colour::Red);
            QCOMPARE(colourOf(sheet.pixel(tile * 44 + 30, 22)), Colour::Yellow);
        }
    }

    void refusesAContactSheetNoFileHolds()
    {
        ThumbnailSpec wanted = sheetSpec(32, 32);
        wanted.box = {1000, 1000};
        QCOMPARE(make(test::portraitPhoneClip(), wanted).path, QString());
    }

    void neverReplacesAFile()
    {
        ThumbnailSpec wanted = spec();
        QFile there(wanted.outputPath);
        QVERIFY(there.open(QIODevice::WriteOnly) && there.write("mine") == 4);
        there.close();
        QCOMPARE(make(test::plainClip(), wanted).path, QString());
        QVERIFY(there.open(QIODevice::ReadOnly));
        QCOMPARE(there.readAll(), QByteArray("mine"));
    }

    void aFullDiskIsNoFaultOfTheRecording()
    {
        const test::SmallVolume volume(4);
        if (!volume.isMounted())
            QSKIP("no volume of its own can be mounted here");
        QFile ballast(volume.filePath(QStringLiteral("ballast")));
        QVERIFY(ballast.open(QIODevice::WriteOnly) && ballast.write(QByteArray(4096, 'x')) == 4096);
        ballast.close();
        auto input = engine::Input::open(test::plainClip());
        VERIFY_OK(input);
        const auto probed = engine::probe(*input, test::plainClip());
        VERIFY_OK(probed);
        ThumbnailSpec wanted = spec();
        wanted.outputPath = volume.filePath(QStringLiteral("picture"));
        const auto results = engine::makeThumbnails(*input, probed->info, {wanted});
        QVERIFY(!results);
        QCOMPARE(results.error().code, ErrorCode::DiskFull);
        QVERIFY(!QFile::exists(wanted.outputPath));
    }
};

QTEST_GUILESS_MAIN(TestThumbnail)
#include "test_thumbnail.moc"
