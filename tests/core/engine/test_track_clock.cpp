// Times of packets that no recording makes cost no hours of work: leaps are taken out.
#include "core/engine/clock/track_clock.h"
#include "core/engine/input/packet_survey.h"

#include <QtTest/QTest>

using namespace ndas::engine;
using namespace ndas::media;
using namespace std::chrono_literals;

namespace {

constexpr AVRational milliseconds{1, 1000};
constexpr std::int64_t second = 1000;
constexpr std::int64_t block = 20;

} // namespace

class TestTrackClock : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void aGapWithinTheRecordingStays()
    {
        TrackClock clock(milliseconds, 60s, TrackClock::Order::Any);
        QCOMPARE(clock.next(0, block), 0);
        QCOMPARE(clock.next(40 * second, block), 40 * second);
    }

    /// Where no packet says how long it lasts, the average is what is left, and pictures of a screen differ.
    void aPictureShownForLessLongThanItSaysIsNoLeap()
    {
        TrackClock clock(milliseconds, 60s, TrackClock::Order::Ascending);
        for (const std::int64_t shown : {0, 7, 8, 31, 59})
            QCOMPARE(clock.next(shown * second, 12 * second), shown * second);
        QCOMPARE(clock.next(1 * second, 12 * second), 71 * second); // this is one
    }

    void aPictureShownForNoTimeDelaysNoOther()
    {
        TrackClock clock(milliseconds, 60s, TrackClock::Order::Ascending);
        QCOMPARE(clock.next(0, 40), 0);
        QCOMPARE(clock.next(0, 40), 40);
        QCOMPARE(clock.next(40, 40), 41);
        QCOMPARE(clock.next(80, 40), 80);
    }

    void picturesTimedInPairsComeEvenly()
    {
        TrackClock clock(milliseconds, 60s, TrackClock::Order::Ascending);
        for (const std::int64_t shown : {0, 40, 80, 120, 160})
            QCOMPARE(clock.next(shown / 80 * 80, 40), shown);
    }

    void timesThatStandStillAreCountedOn()
    {
        TrackClock clock(milliseconds, 60s, TrackClock::Order::Ascending);
        for (int picture = 0; picture < 10; ++picture)
            QCOMPARE(clock.next(picture % 2 * 40, 40), picture * 40);
    }

    /// As where recordings were joined that overlap: the sound of both is cut to what follows.
    void aClockThatWasSetBackALittleIsSoonFollowed()
    {
        TrackClock clock(milliseconds, 60s, TrackClock::Order::Ascending);
        for (std::int64_t shown = 0; shown <= 400; shown += 20)
            QCOMPARE(clock.next(shown, 20), shown);
        std::int64_t last = 400;
        for (std::int64_t shown = 360; shown <= 600; shown += 20) {
            const std::int64_t time = clock.next(shown, 20);
            QVERIFY(time > last);
            last = time;
        }
        QCOMPARE(clock.next(640, 20), 640);
    }

    void aLeapBeyondTheRecordingIsTakenOut()
    {
        TrackClock clock(milliseconds, 1s, TrackClock::Order::Any);
        QCOMPARE(clock.next(0, block), 0);
        QCOMPARE(clock.next(30'000 * second, block), block);
        QCOMPARE(clock.next(30'000 * second + block, block), 2 * block);
    }

    void manyLeapsTogetherDoNotGoFurtherThanOne_data()
    {
        QTest::addColumn<int>("totalSeconds");
        QTest::newRow("known length") << 60;
        QTest::newRow("unknown length") << 0;
    }

    void manyLeapsTogetherDoNotGoFurtherThanOne()
    {
        QFETCH(const int, totalSeconds);
        const Micros total = std::chrono::seconds(totalSeconds);
        TrackClock clock(milliseconds, total, TrackClock::Order::Any);
        std::int64_t last = 0;
        for (int packet = 0; packet < 1000; ++packet)
            last = clock.next(packet * 50 * second, block);
        QVERIFY(last <= longestLeap(total) / 1ms + 1000 * block);
    }

    void aSpanDoesNotReachWhereTheClockBroke()
    {
        Span span;
        span.longestLeap = longestLeap(1s);
        span.add(0s, 1s);
        span.add(9h, 9h + 1s);
        span.add(1s, 2s);
        QCOMPARE(span.length(), Micros(2s));
    }
};

QTEST_GUILESS_MAIN(TestTrackClock)
#include "test_track_clock.moc"
