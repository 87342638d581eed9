#include "core/media/geometry.h"

#include <QtTest/QTest>

using namespace ndas::media;

Q_DECLARE_METATYPE(ndas::media::PixelSize)

namespace QTest {
template <>
char* toString(const PixelSize& size)
{
    return QTest::toString(QStringLiteral("%1x%2").arg(size.width).arg(size.height));
}
} // namespace QTest

class TestGeometry : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void showsCodedPictureAsViewerSeesIt_data();
    void showsCodedPictureAsViewerSeesIt();
    void fitsPictureIntoBox_data();
    void fitsPictureIntoBox();
    void neverEnlargesNorLeavesTheBox();
};

void TestGeometry::showsCodedPictureAsViewerSeesIt_data()
{
    QTest::addColumn<PixelSize>("coded");
    QTest::addColumn<int>("num");
    QTest::addColumn<int>("den");
    QTest::addColumn<int>("degrees");
    QTest::addColumn<PixelSize>("shown");
    QTest::newRow("square pixels") << PixelSize{1920, 1080} << 1 << 1 << 0 << PixelSize{1920, 1080};
    QTest::newRow("turned phone") << PixelSize{1920, 1080} << 1 << 1 << 90 << PixelSize{1080, 1920};
    QTest::newRow("upside down") << PixelSize{1920, 1080} << 1 << 1 << 180 << PixelSize{1920, 1080};
    QTest::newRow("PAL wide") << PixelSize{720, 576} << 64 << 45 << 0 << PixelSize{1024, 576};
    QTest::newRow("NTSC DV") << PixelSize{720, 480} << 8 << 9 << 0 << PixelSize{640, 480};
    QTest::newRow("aspect turns along") << PixelSize{720, 576} << 64 << 45 << 270 << PixelSize{576, 1024};
    QTest::newRow("rounded") << PixelSize{160, 160} << 143 << 80 << 0 << PixelSize{286, 160};
    QTest::newRow("aspect unknown") << PixelSize{640, 480} << 0 << 1 << 0 << PixelSize{640, 480};
    QTest::newRow("aspect negative") << PixelSize{640, 480} << -1 << 1 << 0 << PixelSize{640, 480};
    QTest::newRow("aspect absurd") << PixelSize{640, 480} << 17 << 1 << 0 << PixelSize{640, 480};
    QTest::newRow("nothing") << PixelSize{0, 0} << 1 << 1 << 0 << PixelSize{1, 1};
    QTest::newRow("huge") << PixelSize{2147483647, 1} << 16 << 1 << 0 << PixelSize{1000000000, 1};
}

void TestGeometry::showsCodedPictureAsViewerSeesIt()
{
    QFETCH(PixelSize, coded);
    QFETCH(int, num);
    QFETCH(int, den);
    QFETCH(int, degrees);
    QTEST(displaySize(coded, Rational{num, den}, Orientation{degrees, false}), "shown");
}

void TestGeometry::fitsPictureIntoBox_data()
{
    QTest::addColumn<PixelSize>("display");
    QTest::addColumn<PixelSize>("box");
    QTest::addColumn<PixelSize>("fitted");
    const PixelSize high{1920, 1080};
    const PixelSize medium{1280, 720};
    const PixelSize low{854, 480};
    QTest::newRow("landscape") << PixelSize{1920, 1080} << medium << PixelSize{1280, 720};
    QTest::newRow("portrait turns the box") << PixelSize{1080, 1920} << medium << PixelSize{720, 1280};
    QTest::newRow("portrait fits High unchanged") << PixelSize{1080, 1920} << high << PixelSize{1080, 1920};
    QTest::newRow("853.3 becomes 854") << PixelSize{1920, 1080} << low << PixelSize{854, 480};
    QTest::newRow("never enlarged") << PixelSize{320, 240} << high << PixelSize{320, 240};
    QTest::newRow("square") << PixelSize{1080, 1080} << medium << PixelSize{720, 720};
    QTest::newRow("4:3") << PixelSize{1440, 1080} << medium << PixelSize{960, 720};
    QTest::newRow("wide") << PixelSize{2560, 1080} << medium << PixelSize{1280, 540};
    QTest::newRow("odd made even, downwards") << PixelSize{853, 479} << PixelSize{} << PixelSize{852, 478};
    QTest::newRow("odd box") << PixelSize{1920, 1080} << PixelSize{641, 361} << PixelSize{640, 360};
    QTest::newRow("sliver") << PixelSize{10000, 10} << medium << PixelSize{1280, 2};
    QTest::newRow("one pixel") << PixelSize{1, 1} << medium << PixelSize{2, 2};
    QTest::newRow("nothing") << PixelSize{0, -5} << medium << PixelSize{2, 2};
    QTest::newRow("portrait box turns with landscape")
        << PixelSize{1920, 1080} << PixelSize{720, 1280} << PixelSize{1280, 720};
}

void TestGeometry::fitsPictureIntoBox()
{
    QFETCH(PixelSize, display);
    QFETCH(PixelSize, box);
    QTEST(fitInto(display, box), "fitted");
}

void TestGeometry::neverEnlargesNorLeavesTheBox()
{
    for (int width = 2; width < 2200; width += 37) {
        for (int height = 2; height < 2200; height += 41) {
            const PixelSize fitted = fitInto({width, height}, {854, 480});
            const PixelSize box = height > width ? PixelSize{480, 854} : PixelSize{854, 480};
            QVERIFY(fitted.width % 2 == 0 && fitted.height % 2 == 0);
            QVERIFY(fitted.width >= 2 && fitted.width <= std::min(width, box.width));
            QVERIFY(fitted.height >= 2 && fitted.height <= std::min(height, box.height));
        }
    }
}

QTEST_APPLESS_MAIN(TestGeometry)
#include "test_geometry.moc"
