// Motion JPEG whose packets hold two half pictures, as cards capture it.
#include "tests/core/engine/transcode_bench.h"
#include "tests/support/avi_media.h"

#include <algorithm>
#include <array>

using namespace ndas;
using namespace ndas::engine::test;
using media::Scan;

namespace {

constexpr int height = 64; // and width
const QByteArray startOfImage = QByteArray::fromHex("ffd8");

/// One still picture, each row lighter than the one above, in half pictures.
QByteArray halves(const char* first)
{
    const QByteArray recipe =
        "-f lavfi -i nullsrc=s=64x64:r=25,geq=lum=16+3*Y:cb=128:cr=128,setfield=" + QByteArray(first) +
        ",separatefields -frames:v 8 -c:v mjpeg -q:v 2 -pix_fmt yuvj422p -f mjpeg";
    QFile file(made("halves.jpg", recipe.constData()));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// With two in each.
std::vector<QByteArray> packets(const QByteArray& jpegs)
{
    std::vector<QByteArray> made;
    int count = 0;
    for (qsizetype at = 0, next = 0; at < jpegs.size(); at = next) {
        const qsizetype found = jpegs.indexOf(startOfImage, at + 1);
        next = found < 0 ? jpegs.size() : found;
        if (count++ % 2 == 0)
            made.emplace_back();
        made.back() += jpegs.mid(at, next - at);
    }
    return made;
}

/// In the place of JFIF's header, which is as long.
void sayPolarity(QByteArray& packet, std::array<char, 2> polarities)
{
    qsizetype at = -1;
    for (const char polarity : polarities) {
        at = packet.indexOf(startOfImage, at + 1);
        packet.replace(at + 6, 14, QByteArray("AVI1") + polarity + QByteArray(9, '\0'));
    }
}

QByteArray aviOf(const std::vector<QByteArray>& packets, int saidHeight = height)
{
    return ndas::test::avi(packets, "vidsMJPG", height, saidHeight);
}

bool growsLighter(const AVFrame& picture)
{
    const auto at = [&picture](int row) { return picture.data[0][row * picture.linesize[0]]; };
    for (int row = 0; row + 1 < picture.height; ++row)
        if (at(row) >= at(row + 1))
            return false;
    return true;
}

} // namespace

class TestJpegFields : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void areWovenAsTheySay_data()
    {
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<Scan>("scan");
        QTest::addColumn<int>("saidHeight");
        QTest::newRow("upper first") << QByteArray("tff") << Scan::TopFieldFirst << height;
        QTest::newRow("lower first") << QByteArray("bff") << Scan::BottomFieldFirst << height;
        QTest::newRow("upper first, said to be half as high")
            << QByteArray("tff") << Scan::TopFieldFirst << height / 2;
        QTest::newRow("lower first, said to be half as high")
            << QByteArray("bff") << Scan::BottomFieldFirst << height / 2;
    }

    void areWovenAsTheySay()
    {
        QFETCH(QByteArray, first);
        QFETCH(int, saidHeight);
        std::vector<QByteArray> pairs = packets(halves(first.constData()));
        QCOMPARE(pairs.size(), std::size_t{4});
        for (QByteArray& pair : pairs)
            sayPolarity(pair, first == "tff" ? std::array{'\1', '\2'} : std::array{'\2', '\1'});
        const QString recording =
            ndas::test::writeOnce(QStringLiteral("halves.avi"), aviOf(pairs, saidHeight));
        const auto request = bench_.request(recording, "low");
        VERIFY_DONE(request);
        QTEST(engine::probe(recording)->mainVideo()->scan, "scan");
        QVERIFY(request->plan.video.deinterlace);
        const auto played = play(recording);
        VERIFY_DONE(played);
        QCOMPARE(played->pictures.size(), std::size_t{4});
        QCOMPARE(played->first->height, height);
        QVERIFY(growsLighter(*played->first));
        QVERIFY(growsLighter(*played->last));
        const auto result = bench_.run(*request);
        VERIFY_DONE(result);
        QCOMPARE(result->frames, 4);
        QCOMPARE(result->size, (media::PixelSize{height, height}));
    }

    void areKnownWithoutAWord()
    {
        const QString recording =
            ndas::test::writeOnce(QStringLiteral("silent-halves.avi"), aviOf(packets(halves("bff"))));
        const auto info = engine::probe(recording);
        VERIFY_DONE(info);
        QCOMPARE(info->mainVideo()->scan, Scan::BottomFieldFirst); // as cards with MJPG do
        QVERIFY(growsLighter(*play(recording)->first));
    }

    void wholePicturesAreNone()
    {
        const QString recording =
            made("whole.avi", "-f lavfi -i testsrc2=s=320x240:r=25 -t 0.2 -c:v mjpeg -pix_fmt yuvj422p");
        const auto info = engine::probe(recording);
        VERIFY_DONE(info);
        QCOMPARE(info->mainVideo()->scan, Scan::Progressive);
    }

private:
    TranscodeBench bench_;
};

QTEST_GUILESS_MAIN(TestJpegFields)
#include "test_jpeg_fields.moc"
