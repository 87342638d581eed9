#include "core/base/interrupt.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QElapsedTimer>
#include <QtCore/QProcess>
#include <QtTest/QtTest>

#include <cstdio>
#include <thread>

#ifdef Q_OS_UNIX
#include <csignal>
#endif

using namespace ndas;
using namespace std::chrono_literals;

/// The child (this program again) waits for its token and then says whether it was interrupted.
class TestInterrupt : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void firstSignalCancels_data();
    void firstSignalCancels();
    void oneWishSentTwiceIsStillOne();
    void secondSignalEndsTheProgram();
};

namespace {

void say(const char* word)
{
    std::puts(word);
    std::fflush(stdout);
}

int waitToBeInterrupted(bool stubborn)
{
    const CancellationToken token = installInterruptHandler();
    // Waits once first: the thread sanitizer of GCC 12 loses a signal that comes amid the first wait.
    token.waitFor(1ms);
    say("ready");
    // In small steps: the thread sanitizer holds signals back while a thread waits for long.
    while (!token.waitFor(1ms)) {
    }
    say(wasInterrupted() ? "cancelled" : "not");
    if (stubborn)
        std::this_thread::sleep_for(1min);
    return 0;
}

QByteArray nextWord(QProcess& child)
{
    if (!child.canReadLine())
        child.waitForReadyRead();
    return child.readLine().trimmed();
}

} // namespace

void TestInterrupt::firstSignalCancels_data()
{
#ifdef Q_OS_UNIX
    QTest::addColumn<int>("signal");
    QTest::newRow("Ctrl+C") << SIGINT;
    QTest::newRow("terminate") << SIGTERM;
    QTest::newRow("terminal closed") << SIGHUP;
#endif
}

void TestInterrupt::firstSignalCancels()
{
#ifdef Q_OS_UNIX
    QFETCH(const int, signal);
    QProcess child;
    child.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--polite")});
    QCOMPARE(nextWord(child), QByteArray("ready"));
    QCOMPARE(::kill(static_cast<pid_t>(child.processId()), signal), 0);
    QCOMPARE(nextWord(child), QByteArray("cancelled"));
    QVERIFY(child.waitForFinished());
    QCOMPARE(child.exitCode(), 0);
#else
    QSKIP("console events cannot be sent to one child");
#endif
}

void TestInterrupt::oneWishSentTwiceIsStillOne()
{
#ifdef Q_OS_UNIX
    QProcess child;
    child.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--polite")});
    QCOMPARE(nextWord(child), QByteArray("ready"));
    QCOMPARE(::kill(static_cast<pid_t>(child.processId()), SIGINT), 0);
    QCOMPARE(::kill(static_cast<pid_t>(child.processId()), SIGTERM), 0);
    QCOMPARE(nextWord(child), QByteArray("cancelled"));
    QVERIFY(child.waitForFinished());
    QCOMPARE(child.exitCode(), 0);
#else
    QSKIP("console events cannot be sent to one child");
#endif
}

void TestInterrupt::secondSignalEndsTheProgram()
{
#ifdef Q_OS_UNIX
    QProcess child;
    child.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--stubborn")});
    QCOMPARE(nextWord(child), QByteArray("ready"));
    QCOMPARE(::kill(static_cast<pid_t>(child.processId()), SIGINT), 0);
    QCOMPARE(nextWord(child), QByteArray("cancelled"));
    QElapsedTimer patience;
    patience.start();
    do { // soon after the first it still counts as the first
        ::kill(static_cast<pid_t>(child.processId()), SIGINT);
    } while (!child.waitForFinished(100) && patience.elapsed() < 10'000);
    QCOMPARE(child.state(), QProcess::NotRunning);
    QCOMPARE(child.exitCode(), 130);
#else
    QSKIP("console events cannot be sent to one child");
#endif
}

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    const QString mode = QCoreApplication::arguments().value(1);
    if (mode == QLatin1String("--polite") || mode == QLatin1String("--stubborn"))
        return waitToBeInterrupted(mode == QLatin1String("--stubborn"));
    TestInterrupt test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_interrupt.moc"
