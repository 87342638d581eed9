// How far the queue says it is.
#include "ui/models/queue_summary.h"

#include <QtCore/QJsonArray>
#include <QtTest/QtTest>

using namespace ndas;
using namespace ndas::ui;
using jobs::JobKind;
using jobs::JobState;

class TestQueueSummary : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void importsAreNotHalfOfTheWork();
    void whatAnImportMakesIsStillToCome();
    void nothingIsNoProgress();

private:
    static jobs::Job job(qint64 id, JobKind kind, JobState state);
};

/// Imports took a second each, all of it just now.
jobs::Job TestQueueSummary::job(qint64 id, JobKind kind, JobState state)
{
    jobs::Job job;
    job.id = JobId{id};
    job.kind = kind;
    job.state = state;
    job.createdAt = 1'000;
    if (state != JobState::Queued)
        job.startedAt = 10'000;
    if (state == JobState::Succeeded)
        job.finishedAt = 11'000;
    return job;
}

void TestQueueSummary::importsAreNotHalfOfTheWork()
{
    jobs::Job running = job(2, JobKind::Transcode, JobState::Running);
    running.progress = 0.1;
    const QueueFigures figures = queueFigures({job(1, JobKind::Ingest, JobState::Succeeded), running},
                                              {{JobId{2}, 90}}, false, 20'000);
    QCOMPARE(figures.done, 1);
    QCOMPARE(figures.total, 2);
    QVERIFY2(figures.fraction > 0.1 && figures.fraction < 0.12,
             qPrintable(QString::number(figures.fraction)));
}

void TestQueueSummary::whatAnImportMakesIsStillToCome()
{
    jobs::Job waiting = job(2, JobKind::Ingest, JobState::Queued);
    waiting.payload = {
        {QStringLiteral("presets"), QJsonArray{QStringLiteral("high"), QStringLiteral("low")}}};
    const QueueFigures figures =
        queueFigures({job(1, JobKind::Ingest, JobState::Succeeded), waiting}, {}, false, 20'000);
    QVERIFY2(figures.fraction < 0.1, qPrintable(QString::number(figures.fraction)));
}

void TestQueueSummary::nothingIsNoProgress()
{
    QCOMPARE(queueFigures({}, {}, false, 20'000).fraction, 0.0);
    QCOMPARE(queueFigures({job(1, JobKind::Ingest, JobState::Succeeded)}, {}, false, 20'000).fraction, 0.0);
}

QTEST_GUILESS_MAIN(TestQueueSummary)
#include "test_queue_summary.moc"
