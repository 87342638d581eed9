// Clocks that start again move all tracks by the same amount.
#include "core/engine/clock/joined_clock.h"

#include <QtTest/QTest>

using namespace ndas::engine;

namespace {

constexpr AVRational milliseconds{1, 1000};

class Reading {
public:
    /// The time a packet of this track gets that was stamped `dts` and lasts `duration`, ms.
    std::int64_t next(int track, std::int64_t dts, std::int64_t duration = 40)
    {
        AVPacket packet{};
        packet.stream_index = track;
        packet.dts = dts;
        packet.pts = dts + 80;
        packet.duration = duration;
        clock.follow(packet, milliseconds);
        Q_ASSERT(packet.pts == packet.dts + 80);
        return packet.dts;
    }

    JoinedClock clock;
};

} // namespace

class TestJoinedClock : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void aSteadyClockIsLeftAlone()
    {
        Reading reading;
        QCOMPARE(reading.next(0, 1400), 1400);
        QCOMPARE(reading.next(0, 1440), 1440);
        QCOMPARE(reading.next(0, 1400), 1400); // a multiplexer's slip
        QCOMPARE(reading.next(0, 90'000), 90'000);
    }

    void aPacketThatLastsLessLongThanItSaysIsNoJoint()
    {
        Reading reading;
        for (const std::int64_t time : {0, 7000, 8000, 31'000})
            QCOMPARE(reading.next(0, time, 12'000), time);
    }

    void tracksThatEndApartAreMovedByTheSame()
    {
        Reading reading;
        QCOMPARE(reading.next(0, 9960), 9960);
        QCOMPARE(reading.next(1, 9600), 9600);
        QCOMPARE(reading.next(0, 0), 10'000);
        QCOMPARE(reading.next(1, 20), 10'020);
        QCOMPARE(reading.next(1, 60), 10'060);
    }

    void aJointIsBehindTheLongerTrack()
    {
        Reading reading;
        QCOMPARE(reading.next(0, 9960), 9960);
        QCOMPARE(reading.next(1, 9600), 9600);
        QCOMPARE(reading.next(1, 0), 10'000);
        QCOMPARE(reading.next(0, 0), 10'000);
    }

    void aPacketThatLeapsAloneMovesNoOther_data()
    {
        QTest::addColumn<int>("leap");
        QTest::newRow("ahead") << 4096;
        QTest::newRow("far ahead") << (1 << 24);
        QTest::newRow("back") << -4096;
    }

    /// As where one bit of its time is wrong.
    void aPacketThatLeapsAloneMovesNoOther()
    {
        QFETCH(int, leap);
        Reading reading;
        for (std::int64_t time = 0; time <= 10'000; time += 40)
            for (const int track : {0, 1})
                QCOMPARE(reading.next(track, time), time);
        reading.next(0, 10'040 + leap);
        QCOMPARE(reading.next(1, 10'040), 10'040);
        for (std::int64_t time = 10'080; time <= 20'000; time += 40)
            for (const int track : {0, 1})
                QCOMPARE(reading.next(track, time), time);
    }

    void theNextJointIsOneOfItsOwn()
    {
        Reading reading;
        for (const int track : {0, 1})
            QCOMPARE(reading.next(track, 9960), 9960);
        for (const int track : {0, 1})
            QCOMPARE(reading.next(track, 0), 10'000);
        for (const int track : {0, 1})
            QCOMPARE(reading.next(track, 4960), 14'960);
        for (const int track : {0, 1})
            QCOMPARE(reading.next(track, 0), 15'000);
    }

    void whatLeapsAheadOfAllIsAJointToo()
    {
        Reading reading;
        QCOMPARE(reading.next(0, 9960), 9960);
        QCOMPARE(reading.next(1, 9600), 9600);
        QCOMPARE(reading.next(0, 5'000'000), 10'000);
        QCOMPARE(reading.next(1, 5'000'020), 10'020);
        QCOMPARE(reading.next(0, 5'000'040), 10'040);
    }

    void aTrackThatWasSilentForLongIsLeftAlone()
    {
        Reading reading;
        QCOMPARE(reading.next(1, 0), 0);
        for (std::int64_t time = 0; time < 900'000; time += 1000)
            QCOMPARE(reading.next(0, time, 1000), time);
        QCOMPARE(reading.next(1, 900'000), 900'000);
    }

    void aTrackThatBeginsBehindAJointIsMovedWithTheOthers()
    {
        Reading reading;
        QCOMPARE(reading.next(0, 9960), 9960);
        QCOMPARE(reading.next(0, 0), 10'000);
        QCOMPARE(reading.next(1, 20), 10'020);
    }

    void aTrackMayBeginWithTheJoint()
    {
        Reading reading;
        QCOMPARE(reading.next(0, 9960), 9960);
        QCOMPARE(reading.next(1, 5'000'000), 10'000);
        QCOMPARE(reading.next(0, 5'000'000), 10'000);
    }

    void readingElsewhereStartsAnew()
    {
        Reading reading;
        QCOMPARE(reading.next(0, 9960), 9960);
        reading.clock.forget();
        QCOMPARE(reading.next(0, 0), 0);
    }
};

QTEST_GUILESS_MAIN(TestJoinedClock)
#include "test_joined_clock.moc"
