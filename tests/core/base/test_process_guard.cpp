#include "core/base/process_guard.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <cstdio>
#include <vector>

#ifdef Q_OS_UNIX
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>
#endif

using namespace ndas;

/// Everything here is done to a child: this program again, told by its first argument what to try.
class TestProcessGuard : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void childDiesWithItsParent();
    void interruptOfTheTerminalIsLeftToTheParent();
    void limitsHold_data();
    void limitsHold();
    void knowsItsPeakMemory();
};

#ifdef Q_OS_UNIX

namespace {

constexpr qint64 memoryLimit = qint64{1} << 30;
constexpr qint64 fileLimit = qint64{1} << 16;

bool cannotMapMore()
{
    void* const mapped = mmap(nullptr, std::size_t{2} * memoryLimit, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return mapped == MAP_FAILED && errno == ENOMEM;
}

bool cannotWriteMore(const QByteArray& path)
{
    const int file = open(path.constData(), O_WRONLY | O_CREAT, 0600);
    const QByteArray bytes(static_cast<qsizetype>(fileLimit), 'x');
    const bool fits = write(file, bytes.constData(), static_cast<std::size_t>(bytes.size())) == fileLimit;
    return fits && write(file, "x", 1) == -1 && errno == EFBIG;
}

bool cannotOpenMore()
{
    constexpr int many = 64;
    std::vector<int> opened;
    while (opened.size() < many && (opened.empty() || opened.back() != -1))
        opened.push_back(open("/dev/null", O_RDONLY));
    const bool refused = opened.back() == -1 && errno == EMFILE;
    for (const int file : opened)
        close(file); // the leak checker needs some at the end
    return refused;
}

bool dumpsNoCore()
{
    rlimit core{};
    return getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_max == 0;
}

int tryLimit(const QString& what, const QString& path)
{
    const ProcessLimits limits{
        .memoryBytes = memoryLimit, .fileBytes = fileLimit, .openFiles = 32, .niceness = 7};
    if (!applyLimits(limits))
        return 2;
    const bool holds = what == QLatin1String("memory")     ? cannotMapMore()
                       : what == QLatin1String("file")     ? cannotWriteMore(QFile::encodeName(path))
                       : what == QLatin1String("files")    ? cannotOpenMore()
                       : what == QLatin1String("core")     ? dumpsNoCore()
                       : what == QLatin1String("priority") ? getpriority(PRIO_PROCESS, 0) >= 7
                                                           : false;
    return holds ? 0 : 1;
}

int say(const char* word)
{
    std::puts(word);
    std::fflush(stdout);
    return 0;
}

/// Forks a child that dies with it, says "ready" once the child is set up, and waits to be killed.
int runParent()
{
    int ends[2];
    if (pipe(ends) != 0)
        return 2;
    if (fork() == 0) {
        dieWithParent();
        static_cast<void>(write(ends[1], "x", 1) + 1);
        for (;;)
            pause();
    }
    char byte = 0;
    static_cast<void>(read(ends[0], &byte, 1) + 1);
    say("ready");
    for (;;)
        pause();
}

int runIgnoringInterrupts()
{
    dieWithParent();
    std::raise(SIGINT);
    return say("alive");
}

} // namespace

#endif

void TestProcessGuard::initTestCase()
{
#ifndef Q_OS_UNIX
    QSKIP("written for POSIX systems");
#endif
}

void TestProcessGuard::childDiesWithItsParent()
{
#ifndef Q_OS_LINUX
    QSKIP("elsewhere the end of standard input tells the child");
#else
    // Parent and child inherit the writing end of a pipe: it hangs up only when both are gone.
    int ends[2];
    QCOMPARE(pipe(ends), 0);
    QCOMPARE(fcntl(ends[0], F_SETFD, FD_CLOEXEC), 0);
    QProcess parent;
    parent.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--parent")});
    QVERIFY(parent.waitForReadyRead());
    close(ends[1]);

    parent.kill();

    pollfd hangUp{.fd = ends[0], .events = POLLIN, .revents = 0};
    constexpr int atMostMs = 10'000;
    QCOMPARE(poll(&hangUp, 1, atMostMs), 1);
    QVERIFY(hangUp.revents & POLLHUP);
    close(ends[0]);
    QVERIFY(parent.waitForFinished());
#endif
}

void TestProcessGuard::interruptOfTheTerminalIsLeftToTheParent()
{
    QProcess child;
    child.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--interrupt")});
    QVERIFY(child.waitForFinished());
    QCOMPARE(child.readAllStandardOutput().trimmed(), QByteArray("alive"));
}

void TestProcessGuard::limitsHold_data()
{
    QTest::addColumn<QString>("what");
    for (const char* what : {"memory", "file", "files", "core", "priority"})
        QTest::newRow(what) << QString::fromLatin1(what);
}

void TestProcessGuard::limitsHold()
{
    QFETCH(const QString, what);
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    if (what == QLatin1String("memory"))
        QSKIP("sanitizers reserve more address space than any limit");
#endif
    const QTemporaryDir folder;
    QProcess child;
    child.start(QCoreApplication::applicationFilePath(),
                {QStringLiteral("--limit"), what, folder.filePath(QStringLiteral("file"))});
    QVERIFY(child.waitForFinished());
    QCOMPARE(child.exitStatus(), QProcess::NormalExit);
    QCOMPARE(child.exitCode(), 0);
}

void TestProcessGuard::knowsItsPeakMemory()
{
    QVERIFY(peakMemory() > 1 << 20);
}

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
#ifdef Q_OS_UNIX
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QLatin1String("--limit"))
        return tryLimit(arguments.value(2), arguments.value(3));
    if (arguments.value(1) == QLatin1String("--parent"))
        return runParent();
    if (arguments.value(1) == QLatin1String("--interrupt"))
        return runIgnoringInterrupts();
#endif
    TestProcessGuard test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_process_guard.moc"
