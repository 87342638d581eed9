// The count of a player's buffer with which an encoder goes on under the same bitrate cap.
#include "core/engine/encode/rate_buffer.h"

#include <QtTest/QTest>

using ndas::engine::RateBuffer;

class TestRateBuffer : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void holdsNothingWithoutACap()
    {
        RateBuffer buffer(0, 2'000'000, {1, 25});
        QCOMPARE(buffer.fill(), 0);
        buffer.take(1000, 1);
        QCOMPARE(buffer.fill(), 0);
    }

    void isFilledAtTheHighestRate()
    {
        RateBuffer buffer(1'000'000, 2'000'000, {1, 25});
        QCOMPARE(buffer.fill(), 1'800'000); // as x264 begins
        buffer.take(10'000, 1);             // 80,000 bits out, a 25th of a second's bits in
        QCOMPARE(buffer.fill(), 1'760'000);
        buffer.take(0, 3);
        QCOMPARE(buffer.fill(), 1'880'000);
    }

    void holdsNoMoreThanItsSizeAndNoLessThanNothing()
    {
        RateBuffer buffer(1'000'000, 2'000'000, {1, 25});
        buffer.take(0, 1'000);
        QCOMPARE(buffer.fill(), 2'000'000);
        buffer.take(1'000'000, 0);
        QCOMPARE(buffer.fill(), 0);
        buffer.take(1'000'000, 1);
        QCOMPARE(buffer.fill(), 40'000);
    }
};

QTEST_APPLESS_MAIN(TestRateBuffer)
#include "test_rate_buffer.moc"
