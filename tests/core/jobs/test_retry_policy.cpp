#include "core/jobs/retry_policy.h"

#include <QtTest/QTest>

using namespace ndas;
using namespace ndas::jobs;
using namespace std::chrono_literals;

namespace {

Job jobAt(int attempt)
{
    Job job;
    job.attempt = attempt;
    return job;
}

Error errorOf(ErrorCode code)
{
    Error error;
    error.code = code;
    return error;
}

Decision decideOn(const Job& job, ErrorCode code, std::uint32_t seed = 1)
{
    std::mt19937 random(seed);
    return decide(job, errorOf(code), RetryPolicy{}, random);
}

} // namespace

class TestRetryPolicy : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void answersEveryClassOfErrorAsTheTableSays_data();
    void answersEveryClassOfErrorAsTheTableSays();
    void waitsLongerAfterEveryAttempt_data();
    void waitsLongerAfterEveryAttempt();
    void spreadsRetriesOverHalfTheDelay();
    void retriesAResourceShortageAgainAfterAnotherKindOfError();
    void looksAtABlockedJobEveryMinute();
    void knowsEveryNameBothWays();
};

void TestRetryPolicy::answersEveryClassOfErrorAsTheTableSays_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<int>("attempt");
    QTest::addColumn<int>("crashes");
    QTest::addColumn<ErrorCode>("previous"); // Internal = none
    QTest::addColumn<Verdict>("verdict");

    const auto row = [](const char* tag, ErrorCode code, int attempt, int crashes, ErrorCode previous,
                        Verdict verdict) {
        QTest::newRow(tag) << code << attempt << crashes << previous << verdict;
    };
    const ErrorCode none = ErrorCode::Internal;
    row("input", ErrorCode::NotMedia, 1, 0, none, Verdict::Fail);
    row("damaged", ErrorCode::Damaged, 1, 0, none, Verdict::Fail);
    row("configuration", ErrorCode::EncoderMissing, 1, 0, none, Verdict::Fail);
    row("disk full", ErrorCode::DiskFull, 1, 0, none, Verdict::Block);
    row("disk full after the last attempt", ErrorCode::DiskFull, 9, 0, none, Verdict::Block);
    row("share gone", ErrorCode::SourceUnreachable, 1, 0, none, Verdict::Block);
    row("permission", ErrorCode::PermissionDenied, 1, 0, none, Verdict::Block);
    row("busy, first", ErrorCode::Busy, 1, 0, none, Verdict::RetryLater);
    row("busy, third", ErrorCode::Busy, 3, 0, ErrorCode::Busy, Verdict::RetryLater);
    row("busy, fourth", ErrorCode::Busy, 4, 0, ErrorCode::Busy, Verdict::Fail);
    row("read error, second", ErrorCode::Io, 2, 0, ErrorCode::Io, Verdict::RetryLater);
    row("read error, third", ErrorCode::Io, 3, 0, ErrorCode::Io, Verdict::Fail);
    row("memory, first", ErrorCode::OutOfMemory, 1, 0, none, Verdict::RetryLater);
    row("memory, again", ErrorCode::OutOfMemory, 2, 0, ErrorCode::OutOfMemory, Verdict::Fail);
    row("crash, first", ErrorCode::WorkerCrashed, 1, 0, none, Verdict::RetryLater);
    row("crash, second", ErrorCode::WorkerCrashed, 2, 1, ErrorCode::WorkerCrashed, Verdict::Fail);
    row("crash, second, not in a row", ErrorCode::WorkerCrashed, 3, 1, ErrorCode::Busy, Verdict::Fail);
    row("sandbox", ErrorCode::SandboxViolation, 1, 0, none, Verdict::Fail);
    row("hung, first", ErrorCode::WorkerHung, 1, 0, none, Verdict::RetryLater);
    row("hung, again", ErrorCode::WorkerHung, 2, 0, ErrorCode::WorkerHung, Verdict::Fail);
    row("cancelled", ErrorCode::Cancelled, 1, 0, none, Verdict::Cancel);
    row("paused", ErrorCode::Paused, 1, 0, none, Verdict::Pause);
}

void TestRetryPolicy::answersEveryClassOfErrorAsTheTableSays()
{
    QFETCH(ErrorCode, code);
    QFETCH(int, attempt);
    QFETCH(int, crashes);
    QFETCH(ErrorCode, previous);
    QFETCH(Verdict, verdict);
    Job job = jobAt(attempt);
    job.crashes = crashes;
    job.hasError = previous != ErrorCode::Internal;
    job.errorCode = previous;

    const Decision decision = decideOn(job, code);

    QCOMPARE(decision.verdict, verdict);
    QCOMPARE(decision.countsAsCrash, verdict == Verdict::RetryLater && code == ErrorCode::WorkerCrashed);
    QCOMPARE(decision.delay > 0ms, verdict == Verdict::RetryLater || verdict == Verdict::Block);
}

void TestRetryPolicy::waitsLongerAfterEveryAttempt_data()
{
    QTest::addColumn<int>("attempt");
    QTest::addColumn<qint64>("base");
    QTest::newRow("first") << 1 << qint64{15'000};
    QTest::newRow("second") << 2 << qint64{30'000};
    QTest::newRow("third") << 3 << qint64{60'000};
    QTest::newRow("eighth") << 8 << qint64{1'920'000};
    QTest::newRow("ninth: the longest") << 9 << qint64{3'600'000};
    QTest::newRow("fortieth: no overflow") << 40 << qint64{3'600'000};
}

void TestRetryPolicy::waitsLongerAfterEveryAttempt()
{
    QFETCH(int, attempt);
    QFETCH(qint64, base);
    RetryPolicy patient;
    patient.maxAttempts = 100;

    for (std::uint32_t seed = 0; seed < 200; ++seed) {
        std::mt19937 random(seed);
        const auto delay = decide(jobAt(attempt), errorOf(ErrorCode::Busy), patient, random).delay;
        QVERIFY(delay.count() >= base / 2);
        QVERIFY(delay.count() <= base);
    }
}

void TestRetryPolicy::spreadsRetriesOverHalfTheDelay()
{
    qint64 shortest = 1'000'000;
    qint64 longest = 0;
    for (std::uint32_t seed = 0; seed < 200; ++seed) {
        const qint64 delay = decideOn(jobAt(1), ErrorCode::Busy, seed).delay.count();
        shortest = std::min(shortest, delay);
        longest = std::max(longest, delay);
    }
    QVERIFY(shortest < 8'500);
    QVERIFY(longest > 14'000);
}

void TestRetryPolicy::retriesAResourceShortageAgainAfterAnotherKindOfError()
{
    Job job = jobAt(2);
    job.hasError = true;
    job.errorCode = ErrorCode::Busy;

    QCOMPARE(decideOn(job, ErrorCode::OutOfMemory).verdict, Verdict::RetryLater);
}

void TestRetryPolicy::looksAtABlockedJobEveryMinute()
{
    QCOMPARE(decideOn(jobAt(1), ErrorCode::DiskFull).delay, 60'000ms);
}

void TestRetryPolicy::knowsEveryNameBothWays()
{
    for (const JobState state : {JobState::Queued, JobState::Running, JobState::Paused, JobState::Blocked,
                                 JobState::Succeeded, JobState::Failed, JobState::Cancelled})
        QVERIFY(jobStateFromName(QLatin1String(name(state))) == state);
    for (const JobKind kind : {JobKind::Ingest, JobKind::Transcode})
        QVERIFY(jobKindFromName(QLatin1String(name(kind))) == kind);
    QVERIFY(!jobStateFromName(QStringLiteral("done")));
    QVERIFY(!jobKindFromName(QString()));
}

QTEST_GUILESS_MAIN(TestRetryPolicy)
#include "test_retry_policy.moc"
