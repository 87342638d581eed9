// A graph gives every picture back, once and in its place, or says that it does not.
#include "core/engine/filter/picture_filter.h"

#include <QtTest/QTest>

extern "C" {
#include <libavutil/log.h>
}

using namespace ndas;
using engine::PictureFilter;

namespace {

constexpr AVRational timeBase{1, 25};
constexpr int pictures = 6;

engine::FramePtr blank(std::int64_t pts)
{
    engine::FramePtr frame = engine::makeFrame();
    frame->width = 32;
    frame->height = 32;
    frame->format = AV_PIX_FMT_GRAY8;
    frame->pts = pts;
    if (av_frame_get_buffer(frame.get(), 0) < 0)
        frame.reset();
    return frame;
}

Result<int> picturesThrough(const QByteArray& chain)
{
    int count = 0;
    const engine::FrameHandler take = [&count](AVFrame&) -> Result<void> {
        ++count;
        return {};
    };
    NDAS_TRY(PictureFilter filter, PictureFilter::makeLook(*blank(0), timeBase, chain));
    for (int i = 0; i < pictures; ++i)
        NDAS_CHECK(filter.feed(*blank(i), take));
    NDAS_CHECK(filter.finish(take));
    return count;
}

} // namespace

class TestPictureFilter : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { av_log_set_level(AV_LOG_QUIET); }

    void givesEveryPictureBack_data()
    {
        QTest::addColumn<QByteArray>("chain");
        QTest::newRow("at once") << QByteArray("null");
        QTest::newRow("a picture later") << QByteArray("idet");
        QTest::newRow("timed in halves of ticks") << QByteArray("settb=1/50");
    }

    void givesEveryPictureBack()
    {
        QFETCH(QByteArray, chain);
        QCOMPARE(picturesThrough(chain).value_or(-1), pictures);
    }

    void saysWhenOneIsLostMovedOrMade_data()
    {
        QTest::addColumn<QByteArray>("chain");
        QTest::newRow("lost on the way") << QByteArray("select=not(eq(n\\,2))");
        QTest::newRow("lost at the end") << QByteArray("select=lt(n\\,5)");
        QTest::newRow("moved") << QByteArray("setpts=PTS+1");
        QTest::newRow("shown once more") << QByteArray("tpad=stop=1:stop_mode=clone");
    }

    void saysWhenOneIsLostMovedOrMade()
    {
        QFETCH(QByteArray, chain);
        const Result<int> through = picturesThrough(chain);
        QVERIFY(!through);
        QCOMPARE(through.error().code, ErrorCode::VerificationFailed);
    }
};

QTEST_GUILESS_MAIN(TestPictureFilter)
#include "test_picture_filter.moc"
