#include "tests/cli/cli_program.h"
#include "tests/support/test_media.h"

#include <QtCore/QDir>
#include <QtCore/QJsonArray>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#ifdef Q_OS_UNIX
#include <csignal>
#endif

using namespace ndas::test;
using namespace Qt::Literals::StringLiterals;

class TestCliInterrupt : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void interruptedTranscodeLeavesNoHalfFile();
    void interruptedQueueKeepsItsJobs();
};

namespace {

/// Waits until the program has printed a line that contains `text`.
bool saysSoon(QProcess& process, const char* text)
{
    QByteArray heard;
    return QTest::qWaitFor(
        [&] {
            heard += process.readAllStandardOutput();
            return heard.contains(text);
        },
        20'000);
}

void interrupt(QProcess& process)
{
#ifdef Q_OS_UNIX
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
#else
    process.terminate();
#endif
}

} // namespace

void TestCliInterrupt::initTestCase()
{
#ifndef Q_OS_UNIX
    QSKIP("console events cannot be sent to one child");
#endif
    QVERIFY(!longClip(30).isEmpty());
}

void TestCliInterrupt::interruptedTranscodeLeavesNoHalfFile()
{
    const QTemporaryDir data;
    const QTemporaryDir output;
    const auto cli =
        startCli({u"transcode"_s, longClip(30), longClip(30), u"-p"_s, u"high"_s, u"-o"_s, output.path()},
                 data.path());
    QVERIFY(saysSoon(*cli, "started"));
    interrupt(*cli);
    QVERIFY(cli->waitForFinished(15'000));
    QCOMPARE(cli->exitCode(), 130);
    QVERIFY(QDir(output.path()).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
}

void TestCliInterrupt::interruptedQueueKeepsItsJobs()
{
    const QTemporaryDir data;
    COMPARE_EXIT(runCli({u"import"_s, longClip(30), u"--preset"_s, u"high"_s}, data.path()), 0);
    const auto cli = startCli({u"process"_s}, data.path());
    QVERIFY(saysSoon(*cli, "started"));
    interrupt(*cli);
    QVERIFY(cli->waitForFinished(15'000));
    QCOMPARE(cli->exitCode(), 130);
    const QJsonArray jobs =
        runCli({u"queue"_s, u"list"_s, u"--json"_s}, data.path()).json().value("jobs"_L1).toArray();
    const QJsonObject transcode = jobs.last().toObject();
    QCOMPARE(transcode.value("state"_L1).toString(), u"queued"_s);
    QCOMPARE(transcode.value("attempt"_L1).toInt(), 0);
}

QTEST_GUILESS_MAIN(TestCliInterrupt)
#include "test_cli_interrupt.moc"
