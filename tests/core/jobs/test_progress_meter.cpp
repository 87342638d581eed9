#include "core/jobs/progress_meter.h"

#include <QtTest/QTest>

using namespace ndas::jobs;
using namespace std::chrono_literals;

class TestProgressMeter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysNothingTooEarly();
    void foretellsASteadyJob();
    void followsAChangeOfPace();
    void startsOverWithTheJob();
    void neverForetellsForEver();
};

void TestProgressMeter::saysNothingTooEarly()
{
    ProgressMeter meter;
    QCOMPARE(meter.update(0.0, 0ms), qint64{-1});
    QCOMPARE(meter.update(0.1, 1'900ms), qint64{-1});
    QCOMPARE(meter.update(0.1, 2'000ms), qint64{18});
}

void TestProgressMeter::foretellsASteadyJob()
{
    ProgressMeter meter;
    qint64 left = 0;
    for (int second = 0; second <= 50; ++second)
        left = meter.update(second / 100.0, std::chrono::seconds(second));
    QVERIFY(left >= 50 && left <= 51);
    QCOMPARE(meter.update(1.0, 100s), qint64{0});
}

void TestProgressMeter::followsAChangeOfPace()
{
    ProgressMeter meter;
    for (int second = 0; second <= 40; ++second)
        meter.update(second / 100.0, std::chrono::seconds(second)); // 1 % a second
    qint64 left = 0;
    for (int second = 1; second <= 40; ++second)
        left = meter.update(0.4 + second / 1000.0, std::chrono::seconds(40 + second)); // a tenth of it
    QVERIFY(left >= 540 && left <= 580);                                               // 56 % to go, 560 s
}

void TestProgressMeter::startsOverWithTheJob()
{
    ProgressMeter meter;
    meter.update(0.0, 0ms);
    meter.update(0.9, 10s);
    QCOMPARE(meter.update(0.0, 11s), qint64{-1});
    QCOMPARE(meter.update(0.5, 21s), qint64{10});
}

void TestProgressMeter::neverForetellsForEver()
{
    ProgressMeter meter;
    meter.update(0.0, 0ms);
    QCOMPARE(meter.update(1e-9, 1'000s), qint64{-1});
    QCOMPARE(meter.update(1e-9, 1'000s), qint64{-1});
}

QTEST_GUILESS_MAIN(TestProgressMeter)
#include "test_progress_meter.moc"
