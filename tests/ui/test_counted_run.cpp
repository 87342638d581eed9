// The same for many: one that fails holds up no other, and it ends when asked to.
#include "tests/ui/gateway_bench.h"
#include "ui/support/counted_run.h"

#include <QtCore/QSemaphore>

using namespace ndas;
using namespace ndas::ui;

class TestCountedRun : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void init() { bench_ = std::make_unique<test::GatewayBench>(); }

    void whatFailsHoldsUpNoOther()
    {
        std::optional<CountedOutcome> outcome;
        auto* run = begin(5, [](GatewayParts&, int index, const CancellationToken&) -> Result<void> {
            return index % 2 == 1 ? fail(ErrorCode::Busy) : Result<void>();
        });
        connect(run, &CountedRun::finished, this, [&](const CountedOutcome& end) { outcome = end; });
        QTRY_VERIFY(outcome);
        QCOMPARE(outcome->done, 3);
        QCOMPARE(outcome->failed, 2);
        QVERIFY(outcome->first && outcome->first->code == ErrorCode::Busy && !outcome->isStopped);
    }

    void saysHowFarItIsAndStops()
    {
        QSemaphore mayGoOn;
        std::optional<CountedOutcome> outcome;
        auto* run = begin(9, [&](GatewayParts&, int, const CancellationToken& token) -> Result<void> {
            mayGoOn.acquire();
            return token.isCancelled() ? fail(ErrorCode::Cancelled) : Result<void>();
        });
        connect(run, &CountedRun::finished, this, [&](const CountedOutcome& end) { outcome = end; });
        mayGoOn.release(2);
        QTRY_COMPARE(run->text(), QStringLiteral("Saving copies: 2 of 9"));
        run->stop();
        mayGoOn.release();
        QTRY_VERIFY(outcome);
        QVERIFY(outcome->isStopped && outcome->done == 2 && outcome->failed == 0);
    }

    void nothingIsBegunOnceItIsGone()
    {
        QSemaphore mayGoOn;
        std::atomic<int> begun{0};
        auto* run = begin(9, [&](GatewayParts&, int, const CancellationToken&) -> Result<void> {
            ++begun;
            mayGoOn.acquire();
            return {};
        });
        QTRY_COMPARE(begun.load(), 1);
        delete run;
        mayGoOn.release(9);
        bench_.reset(); // waits for work under way
        QCOMPARE(begun.load(), 1);
    }

private:
    CountedRun* begin(int count, CountedRun::Step step)
    {
        return new CountedRun(bench_->gateway, QStringLiteral("Saving copies"), count, std::move(step), this);
    }

    std::unique_ptr<test::GatewayBench> bench_;
};

QTEST_MAIN(TestCountedRun)
#include "test_counted_run.moc"
