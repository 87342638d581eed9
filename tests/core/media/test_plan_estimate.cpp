// What a plan expects to cost.
#include "tests/core/media/plan_bench.h"

#include <QtTest/QTest>

using namespace ndas;
using namespace ndas::media;
using namespace ndas::test;
using namespace std::chrono_literals;

class TestPlanEstimate : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void warnsWhenResultWouldBeLarger()
    {
        MediaInfo info = compliantInfo();
        QVERIFY(!says(makePlan(info, preset("high")), PlanNote::LargerThanSource));
        info.sizeBytes = 1'000'000;
        QVERIFY(says(makePlan(info, preset("high")), PlanNote::LargerThanSource));
        QVERIFY(!says(makePlan(info, preset("original")), PlanNote::LargerThanSource));
    }

    void estimatesNearTheMeasuredTable_data()
    {
        QTest::addColumn<QString>("presetId");
        QTest::addColumn<double>("seconds");
        QTest::addColumn<double>("megabytes");
        QTest::newRow("high") << "high" << 27.3 << 533.0;
        QTest::newRow("medium") << "medium" << 15.0 << 305.0;
        QTest::newRow("low") << "low" << 8.1 << 193.0;
        QTest::newRow("mobile") << "mobile" << 6.0 << 156.0;
    }

    void estimatesNearTheMeasuredTable()
    {
        QFETCH(QString, presetId);
        QFETCH(double, seconds);
        QFETCH(double, megabytes);
        const TranscodePlan plan = makePlan(compliantInfo(), preset(qPrintable(presetId)));
        const double work = double(plan.expectedWork.count()) / 1e6;
        const double memory = double(plan.expectedMemory) / 1e6;
        QVERIFY2(std::abs(work / seconds - 1) < 0.1, qPrintable(QString::number(work)));
        QVERIFY2(std::abs(memory / megabytes - 1) < 0.1, qPrintable(QString::number(memory)));
        const std::int64_t atMost = (plan.video.maxRate + 128'000) * 75 / 8 * 101 / 100;
        QVERIFY(plan.expectedBytes > 0 && plan.expectedBytes <= atMost);
    }
};

QTEST_APPLESS_MAIN(TestPlanEstimate)
#include "test_plan_estimate.moc"
