// Every frame carries its number as black and white blocks, so that a picture says which one it is.
#include "core/engine/frame_reader.h"
#include "tests/support/fielded_media.h"
#include "tests/support/test_media.h"
#include "tests/support/turned_media.h"

#include <QtCore/QFile>
#include <QtCore/QRandomGenerator>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <cmath>

using namespace ndas;
using engine::FrameReader;
using media::Micros;

namespace {

constexpr int bits = 10;
constexpr int block = 16;
constexpr int frameCount = 300;

QString numbered(const char* name, const QByteArray& arguments)
{
    const QString source =
        QStringLiteral("color=black:s=%1x32:r=30:d=%2,format=yuv420p,"
                       "geq=lum='if(mod(floor(N/pow(2\\,floor(X/%3)))\\,2)\\,235\\,16)':cb=128:cr=128")
            .arg(bits * block)
            .arg(frameCount / 30)
            .arg(block);
    return test::makeMedia(
        QString::fromLatin1(name),
        QStringList{QStringLiteral("-f"), QStringLiteral("lavfi"), QStringLiteral("-i"), source} +
            QString::fromLatin1(arguments).split(QLatin1Char(' '), Qt::SkipEmptyParts));
}

/// Cut without decoding, so that an edit list (MP4) hides the frames before the time.
QString cutAt(const char* name, const QString& path, const char* seconds)
{
    return test::makeMedia(QString::fromLatin1(name),
                           {QStringLiteral("-ss"), QString::fromLatin1(seconds), QStringLiteral("-i"), path,
                            QStringLiteral("-c"), QStringLiteral("copy")});
}

constexpr const char* h264 = "-c:v libx264 -preset fast -crf 16 -g 60 -bf 3 ";
/// Uneven, but with enough distance.
constexpr const char* uneven =
    "-vf settb=1/90000,setpts='(N+0.15*mod(7*N\\,5))/(30*TB)' -vsync passthrough -enc_time_base 1:90000 ";

QString constantRate()
{
    return numbered("cfr.mp4", h264);
}

QString variableRate()
{
    return numbered("vfr.mp4", QByteArray(uneven) + h264 + "-video_track_timescale 90000");
}

QString turnedClip(const QString& folder)
{
    QFile source(constantRate());
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
    QFile source(numbered("whole.avi", "-c:v msmpeg4 -q:v 2 -g 60"));
    QFile cut(source.fileName() + QStringLiteral(".cut.avi"));
    if (!source.open(QIODevice::ReadOnly) || !cut.open(QIODevice::WriteOnly))
        return {};
    const QByteArray bytes = source.readAll();
    cut.write(bytes.left(bytes.lastIndexOf("idx1")));
    return cut.fileName();
}

int grey(const AVFrame& picture, int x, int y)
{
    return picture.data[0][static_cast<std::ptrdiff_t>(y) * picture.linesize[0] + 4 * x];
}

/// -1 for a picture that is no clear number.
int numberIn(const AVFrame& picture)
{
    const bool isTurned = picture.width < picture.height;
    int number = 0;
    for (int bit = 0; bit < bits; ++bit) {
        const int along = bit * block + block / 2;
        const int value =
            isTurned ? grey(picture, picture.width / 2, along) : grey(picture, along, picture.height / 2);
        if (value > 90 && value < 165)
            return -1;
        number |= value >= 165 ? 1 << bit : 0;
    }
    return number;
}

/// Jumps, and steps both ways, as somebody does who looks closely.
class Walk {
public:
    explicit Walk(std::int64_t count)
        : count_(count)
    {
    }

    std::int64_t next()
    {
        const int kind = random_.bounded(10);
        const std::int64_t step = kind < 3 ? -1 : kind < 6 ? 1 : random_.bounded(static_cast<int>(count_));
        at_ = (at_ + step + count_) % count_;
        return at_;
    }

private:
    QRandomGenerator random_{20};
    std::int64_t count_;
    std::int64_t at_ = 0;
};

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
        QTest::addRow("constant rate") << constantRate() << 0 << 1000;
        QTest::addRow("variable rate") << variableRate() << 0 << 1000;
        QTest::addRow("open GOP") << numbered("open.mp4", QByteArray(h264) + "-x264opts open-gop=1") << 0
                                  << 200;
        QTest::addRow("HEVC") << numbered("hevc.mp4", "-c:v libx265 -preset fast -x265-params "
                                                      "log-level=error:keyint=50:open-gop=1 -crf 16")
                              << 0 << 200;
        QTest::addRow("edit list") << cutAt("edited.mp4", constantRate(), "1.3") << 39 << 200;
        QTest::addRow("transport stream") << numbered("cfr.ts", h264) << 0 << 200;
        QTest::addRow("transport stream, open GOP")
            << numbered("open.ts", QByteArray(h264) + "-x264opts open-gop=1") << 0 << 100;
        QTest::addRow("variable rate in Matroska")
            << numbered("vfr.mkv", QByteArray(uneven) + h264) << 0 << 200;
        QTest::addRow("VP8 with frames never shown")
            << numbered("alt.webm", "-c:v libvpx -b:v 1M -auto-alt-ref 1 -lag-in-frames 16 -g 60") << 0
            << 200;
        QTest::addRow("VP9") << numbered("vp9.webm",
                                         "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 1M -g 60")
                             << 0 << 200;
        QTest::addRow("VP9 with frames never shown")
            << numbered("alt-vp9.webm", "-c:v libvpx-vp9 -deadline good -cpu-used 8 -b:v 1M -auto-alt-ref 1 "
                                        "-lag-in-frames 16 -g 60")
            << 0 << 100;
        QTest::addRow("MPEG-4 in AVI") << numbered("plain.avi", "-c:v mpeg4 -q:v 2 -g 60 -bf 2") << 0 << 200;
        QTest::addRow("AVI without index") << withoutIndex() << 0 << 100;
        QTest::addRow("one key frame")
            << numbered("long-gop.mp4", "-c:v libx264 -preset fast -crf 16 -g 9999") << 0 << 60;
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

        Walk walk(frameCount - first);
        for (int i = 0; i < reads; ++i) {
            const std::int64_t wanted = walk.next();
            const auto read = reader->read(wanted);
            QVERIFY(read);
            QCOMPARE(read->index, wanted);
            QCOMPARE(numberIn(*read->picture), first + static_cast<int>(wanted));
        }
    }

    void knowsWhenEachFrameIsShown()
    {
        const auto constant = FrameReader::open(constantRate());
        const auto variable = FrameReader::open(variableRate());
        QVERIFY(constant && variable);
        for (int i = 0; i < frameCount; ++i) {
            const auto at = static_cast<std::size_t>(i);
            QVERIFY(std::abs(static_cast<double>(constant->times()[at].count()) - i / 30.0 * 1e6) < 50);
            const double expected = (i + 0.15 * (7 * i % 5)) / 30.0 * 1e6;
            QVERIFY(std::abs(static_cast<double>(variable->times()[at].count()) - expected) < 50);
        }
    }

    void findsTheFrameOnScreenAtATime()
    {
        const auto reader = FrameReader::open(variableRate());
        QVERIFY(reader);
        for (std::size_t i = 0; i < reader->times().size(); ++i) {
            const auto number = static_cast<std::int64_t>(i);
            QCOMPARE(reader->indexAt(reader->times()[i]), number);
            QCOMPARE(reader->indexAt(reader->times()[i] - Micros(1)), std::max<std::int64_t>(0, number - 1));
        }
        QCOMPARE(reader->indexAt(std::chrono::hours(1)), std::int64_t{frameCount - 1});
    }

    void readsWholePicturesOfTwoHalves()
    {
        const QString bare = ndas::test::writeOnce(QStringLiteral("halves.h264"), ndas::test::fieldPairs(50));
        const QString path = ndas::test::makeMedia(QStringLiteral("halves.mkv"),
                                                   QStringList{QStringLiteral("-f"), QStringLiteral("h264"),
                                                               QStringLiteral("-r"), QStringLiteral("50"),
                                                               QStringLiteral("-i"), bare,
                                                               QStringLiteral("-c"), QStringLiteral("copy")});
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

    void needsOnlyASmallCache()
    {
        auto reader = FrameReader::open(constantRate(), {}, {.cacheBytes = 0, .threads = 1});
        QVERIFY(reader);
        for (std::int64_t i = 120; i > 100; --i) {
            const auto read = reader->read(i);
            QVERIFY(read);
            QCOMPARE(numberIn(*read->picture), static_cast<int>(i));
        }
    }

    void reducesToABox()
    {
        auto reader = FrameReader::open(constantRate());
        QVERIFY(reader);
        const auto read = reader->read(7, {80, 80});
        QVERIFY(read);
        QCOMPARE(read->picture->width, 80);
        QCOMPARE(read->picture->height, 16);
    }

    void goesOnAfterARefusalOrACancelledRead()
    {
        auto reader = FrameReader::open(constantRate());
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

    void refusesWhatIsNoRecording()
    {
        const auto reader = FrameReader::open(test::textFile());
        QVERIFY(!reader);
        QCOMPARE(reader.error().code, ErrorCode::NotMedia);
    }
};

QTEST_GUILESS_MAIN(TestFrameReader)
#include "test_frame_reader.moc"
