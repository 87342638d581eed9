// What a plan expects to cost.
#include "core/media/experience.h"
#include "tests/core/media/plan_bench.h"

#include <QtTest/QTest>

using namespace ndas;
using namespace ndas::media;
using namespace ndas::test;
using namespace std::chrono_literals;

class TestPlanEstimate : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void learnsFromFinishedJobs()
    {
        // a machine three times as slow as the first guess thinks, whose recordings come out half as large
        const TranscodePlan guess = makePlan(compliantInfo(), preset("medium"));
        std::vector<WorkRecord> records;
        for (const double luck : {0.8, 1.3, 1.0, 0.9, 1.1})
            records.push_back(
                workRecord(compliantInfo(), preset("medium"),
                           Micros(std::int64_t(luck * 3.0 * double(guess.expectedWork.count()))),
                           std::int64_t(luck * 0.5 * double(guess.expectedBytes))));
        TranscodePlan plan = guess;
        Experience(records).refine(plan, compliantInfo());
        const double work = double(plan.expectedWork.count()) / double(guess.expectedWork.count()) / 3.0;
        const double bytes = double(plan.expectedBytes) / double(guess.expectedBytes) / 0.5;
        QVERIFY2(std::abs(work - 1) < 0.15, qPrintable(QString::number(work)));
        QVERIFY2(std::abs(bytes - 1) < 0.15, qPrintable(QString::number(bytes)));
    }

    void learnsTheMachinesSpeedFromOtherPresets()
    {
        const auto record = [](const char* id, double factor) {
            const Micros guess = makePlan(compliantInfo(), preset(id)).expectedWork;
            return workRecord(compliantInfo(), preset(id),
                              Micros(std::int64_t(factor * double(guess.count()))), 1);
        };
        const TranscodePlan guess = makePlan(compliantInfo(), preset("medium"));
        TranscodePlan plan = guess;
        Experience(std::vector(9, record("high", 4))).refine(plan, compliantInfo());
        const double slower = double(plan.expectedWork.count()) / double(guess.expectedWork.count());
        QVERIFY2(std::abs(slower / 4 - 1) < 0.1, qPrintable(QString::number(slower)));
        QCOMPARE(plan.expectedBytes, guess.expectedBytes);

        plan = guess; // its own records are believed rather than those
        Experience({record("high", 4), record("high", 4), record("medium", 1)}).refine(plan, compliantInfo());
        QCOMPARE(plan.expectedWork, guess.expectedWork);
    }

    void learnsNothingFromOtherWork()
    {
        const TranscodePlan guess = makePlan(compliantInfo(), preset("medium"));
        TranscodePlan plan = guess;
        Experience({workRecord(compliantInfo(), preset("original"), 900s, 1)}).refine(plan, compliantInfo());
        QVERIFY(plan.expectedWork == guess.expectedWork);
        Experience().refine(plan, compliantInfo());
        QCOMPARE(plan.expectedBytes, guess.expectedBytes);
    }

    void prefersRecordingsOfTheSamePixelRate()
    {
        const MediaInfo small = changed([](MediaInfo& i) { i.video[0].coded = {640, 360}; });
        const auto record = [](const MediaInfo& info, double factor) {
            const Micros guess = makePlan(info, preset("low")).expectedWork;
            return workRecord(info, preset("low"), Micros(std::int64_t(factor * double(guess.count()))), 1);
        };
        std::vector<WorkRecord> records(9, record(small, 8));
        records.insert(records.end(), 9, record(compliantInfo(), 2));
        TranscodePlan plan = makePlan(compliantInfo(), preset("low"));
        const double guess = double(plan.expectedWork.count());
        Experience(records).refine(plan, compliantInfo());
        QVERIFY(double(plan.expectedWork.count()) / guess < 2.5);
    }

    void doesNotBelieveABrokenClock()
    {
        TranscodePlan plan = makePlan(compliantInfo(), preset("low"));
        const Micros guess = plan.expectedWork;
        Experience({workRecord(compliantInfo(), preset("low"), -5s, 0),
                    workRecord(compliantInfo(), preset("low"), 24h * 365, 1)})
            .refine(plan, compliantInfo());
        QCOMPARE(plan.expectedWork.count(), guess.count());
    }

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
