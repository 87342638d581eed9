// The queue by the command line: several programs at it, pauses, retries, and what keeps it from going on.
#include "core/db/database.h"
#include "tests/cli/cli_bench.h"

#include <QtCore/QDir>
#include <QtCore/QFile>

using namespace ndas;
using namespace ndas::test;
using namespace Qt::Literals::StringLiterals;

class TestCliQueue : public CliLibraryTest {
    Q_OBJECT
private Q_SLOTS:

    void initTestCase() { makeMedia(); }

    void init() { setUp(); }

    void retriesFailedWhenAskedTo();
    void saysWhatBlocksAndEndsWithFour();
    void endsWithFourWhenItsTableCannotBeWritten();
    void twoProgramsShareTheQueue();
    void pausedQueueIsSaid();
    void pausesResumesAndCancelsSingleJobs();
    void refusesImpossibleTransition();
    void goesOnBehindJobsThatCannotBeChanged();
};

void TestCliQueue::retriesFailedWhenAskedTo()
{
    COMPARE_EXIT(run({u"import"_s, plainClip(), u"--preset"_s, u"mobile"_s}), 0);
    const QJsonObject video = run({u"status"_s, u"1"_s, u"--json"_s}).json().value("video"_L1).toObject();
    QFile stored(video.value("path"_L1).toString());
    QVERIFY(stored.open(QIODevice::ReadWrite));
    const QByteArray content = stored.readAll();
    QVERIFY(stored.resize(content.size() / 2));
    const CliResult failed = run({u"process"_s, u"--json"_s});
    COMPARE_EXIT(failed, 1);
    QCOMPARE(failed.json().value("failed"_L1).toInt(), 1);
    QVERIFY(list(failed, "jobs").at(0).toObject().contains("error"_L1));

    QVERIFY(stored.seek(0));
    QCOMPARE(stored.write(content), content.size());
    stored.close();
    QCOMPARE(run({u"process"_s, u"--json"_s}).json().value("succeeded"_L1).toInt(), 0);
    const CliResult again = run({u"process"_s, u"--json"_s, u"--status"_s, u"failed"_s});
    COMPARE_EXIT(again, 0);
    QCOMPARE(again.json().value("succeeded"_L1).toInt(), 1);
}

void TestCliQueue::saysWhatBlocksAndEndsWithFour()
{
    const QTemporaryDir card;
    const QString clip = card.filePath(u"card/clip.mp4"_s);
    QVERIFY(QDir(card.path()).mkpath(u"card"_s) && QFile::copy(plainClip(), clip));
    QFile settings(data_->filePath(u"settings.json"_s));
    QVERIFY(settings.open(QIODevice::WriteOnly));
    settings.write("{\"storage\": \"in-place\"}");
    settings.close();
    COMPARE_EXIT(run({u"import"_s, clip, u"--preset"_s, u"mobile"_s}), 0);
    QVERIFY(QDir(card.path()).rename(u"card"_s, u"unplugged"_s));
    const CliResult result = run({u"process"_s});
    COMPARE_EXIT(result, 4);
    QVERIFY2(result.out.contains("cannot be reached"), result.out.constData());
    QVERIFY(result.out.contains("1 waiting"));
}

void TestCliQueue::endsWithFourWhenItsTableCannotBeWritten()
{
    COMPARE_EXIT(run({u"import"_s, plainClip(), u"--preset"_s, u"mobile"_s}), 0);
    const auto table = db::Connection::open(data_->filePath(u"ndas.db"_s));
    VERIFY_OK(table);
    VERIFY_OK(
        (*table)->run(u"CREATE TRIGGER full BEFORE UPDATE ON job BEGIN SELECT RAISE(ABORT, ''); END"_s));

    const CliResult stuck = run({u"process"_s});

    COMPARE_EXIT(stuck, 4);
    QVERIFY2(stuck.out.contains("The queue cannot go on."), stuck.out.constData());
    QVERIFY2(stuck.out.contains("no job is lost"), stuck.out.constData());
    QVERIFY(stuck.out.contains("1 waiting"));
    VERIFY_OK((*table)->run(u"DROP TRIGGER full"_s));
    COMPARE_EXIT(run({u"process"_s}), 0);
}

void TestCliQueue::twoProgramsShareTheQueue()
{
    COMPARE_EXIT(run({u"import"_s, plainClip(), otherClip(), u"--preset"_s, u"mobile,low,medium"_s}), 0);
    const auto first = startCli({u"process"_s, u"--json"_s}, data_->path());
    const auto second = startCli({u"process"_s, u"--json"_s, u"--wait"_s}, data_->path());
    QVERIFY(first->waitForFinished(60'000) && second->waitForFinished(60'000));
    QCOMPARE(first->exitCode(), 0);
    QCOMPARE(second->exitCode(), 0);
    QCOMPARE(states(u"transcode"_s), QStringList(6, u"succeeded"_s));
    const QJsonArray all = jobs();
    for (const auto& job : all)
        QCOMPARE(job.toObject().value("attempt"_L1).toInt(), 1);
}

void TestCliQueue::pausedQueueIsSaid()
{
    COMPARE_EXIT(run({u"import"_s, plainClip(), u"--preset"_s, u"mobile"_s}), 0);
    COMPARE_EXIT(run({u"queue"_s, u"pause"_s}), 0);
    const CliResult idle = run({u"process"_s});
    COMPARE_EXIT(idle, 0);
    QVERIFY2(idle.out.contains("The queue is paused"), idle.out.constData());
    COMPARE_EXIT(run({u"queue"_s, u"resume"_s}), 0);
    QCOMPARE(run({u"process"_s, u"--json"_s}).json().value("succeeded"_L1).toInt(), 1);
}

void TestCliQueue::pausesResumesAndCancelsSingleJobs()
{
    COMPARE_EXIT(run({u"import"_s, plainClip(), u"--preset"_s, u"mobile,low"_s}), 0);
    COMPARE_EXIT(run({u"queue"_s, u"pause"_s, u"2"_s, u"3"_s}), 0);
    QCOMPARE(states(u"transcode"_s), (QStringList{u"paused"_s, u"paused"_s}));
    COMPARE_EXIT(run({u"queue"_s, u"resume"_s, u"2"_s}), 0);
    COMPARE_EXIT(run({u"queue"_s, u"postpone"_s, u"2"_s}), 2);
    COMPARE_EXIT(run({u"queue"_s, u"postpone"_s, u"2"_s, u"--until"_s, u"25:00"_s}), 2);
    const QDateTime before = QDateTime::currentDateTimeUtc();
    const QString later = QDateTime::currentDateTime().addSecs(12 * 3600).toString(u"HH:mm");
    const CliResult postponed = run({u"queue"_s, u"postpone"_s, u"2"_s, u"--until"_s, later, u"--json"_s});
    COMPARE_EXIT(postponed, 0);
    const QString runAt =
        postponed.json().value("jobs"_L1).toArray().at(0).toObject().value("run_at"_L1).toString();
    QVERIFY2(QDateTime::fromString(runAt, Qt::ISODateWithMs) > before, qPrintable(runAt));
    QCOMPARE(run({u"process"_s, u"--json"_s}).json().value("left"_L1).toInt(), 2);
    QCOMPARE(states(u"transcode"_s), (QStringList{u"queued"_s, u"paused"_s}));
    COMPARE_EXIT(run({u"queue"_s, u"cancel"_s, u"--all"_s}), 0);
    QCOMPARE(states(u"transcode"_s), (QStringList{u"cancelled"_s, u"cancelled"_s}));
    const CliResult retried = run({u"queue"_s, u"retry"_s, u"3"_s, u"--json"_s});
    COMPARE_EXIT(retried, 0);
    QCOMPARE(list(retried, "jobs").at(0).toObject().value("state"_L1).toString(), u"queued"_s);
}

void TestCliQueue::refusesImpossibleTransition()
{
    COMPARE_EXIT(run({u"import"_s, plainClip(), u"--preset"_s, u"none"_s}), 0);
    const CliResult result = run({u"queue"_s, u"pause"_s, u"1"_s, u"--json"_s});
    COMPARE_EXIT(result, 1);
    QCOMPARE(result.errorCode(), u"invalid-transition"_s);
    COMPARE_EXIT(run({u"queue"_s, u"pause"_s, u"99"_s}), 2);
}

void TestCliQueue::goesOnBehindJobsThatCannotBeChanged()
{
    COMPARE_EXIT(run({u"import"_s, plainClip(), u"--preset"_s, u"mobile,low"_s}), 0);
    COMPARE_EXIT(run({u"queue"_s, u"cancel"_s, u"2"_s, u"3"_s}), 0);

    const CliResult result = run({u"queue"_s, u"retry"_s, u"1"_s, u"2"_s, u"99"_s, u"3"_s, u"--json"_s});

    COMPARE_EXIT(result, 1);
    QCOMPARE(states(u"transcode"_s), (QStringList{u"queued"_s, u"queued"_s}));
    QCOMPARE(list(result, "jobs").size(), 2);
    const QJsonArray refused = list(result, "refused");
    QCOMPARE(refused.size(), 2);
    QCOMPARE(refused.at(0).toObject().value("id"_L1).toInt(), 1);
    QCOMPARE(refused.at(0).toObject().value("error"_L1).toObject().value("code"_L1).toString(),
             u"invalid-transition"_s);
    QCOMPARE(refused.at(1).toObject().value("error"_L1).toObject().value("code"_L1).toString(),
             u"no-such-item"_s);
    const CliResult words = run({u"queue"_s, u"pause"_s, u"1"_s, u"2"_s});
    COMPARE_EXIT(words, 1);
    QVERIFY2(words.err.contains("job 1: This cannot be done"), words.err.constData());
    QVERIFY2(words.out.contains("1 of 2 jobs could not be changed"), words.out.constData());
    QCOMPARE(states(u"transcode"_s), (QStringList{u"paused"_s, u"queued"_s}));
}

QTEST_GUILESS_MAIN(TestCliQueue)
#include "test_cli_queue.moc"
