#include "core/base/durable_file.h"
#include "core/base/forked_child.h"
#include "core/base/open_file.h"
#include "core/base/sandbox.h"
#include "core/base/sanitizers.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <atomic>
#include <thread>
#include <vector>

#ifdef Q_OS_LINUX
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#endif

using namespace ndas;

/// Everything here is done to a child: this program again, locked in, told by its arguments what to try.
class TestSandbox : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void forbidsWhatAWorkerDoesNotNeed_data();
    void forbidsWhatAWorkerDoesNotNeed();
    void leavesWhatAWorkerNeeds_data();
    void leavesWhatAWorkerNeeds();
    void opensOnlyDevicesToWhoEncodesWithThem_data();
    void opensOnlyDevicesToWhoEncodesWithThem();
    void saysWhatTheSystemOffers();
    void copiesEndWithTheirInputAndTellHowTheyEnded();

private:
    QProcess::ExitStatus tryInside(const QString& what, const QString& graphics = {});

    QTemporaryDir folder_;
    int exitCode_ = -1;
};

#ifdef Q_OS_LINUX

namespace {

constexpr int denied = 10;
constexpr int granted = 11;

int verdict(bool worked)
{
    return worked ? granted : denied;
}

int tryOpen(const QByteArray& path, int flags)
{
    const int file = open(path.constData(), flags, 0600);
    return verdict(file != -1);
}

int tryToStartAProgram()
{
    char name[] = "/bin/true";
    char* const arguments[] = {name, nullptr};
    execv(name, arguments);
    return denied;
}

int tryToFork()
{
    const pid_t child = fork();
    if (child == 0)
        _exit(0);
    return verdict(child != -1);
}

int tryThread()
{
    bool ran = false;
    std::thread([&] { ran = true; }).join();
    return verdict(ran);
}

/// Holds "work/", "read-me" and "hidden".
class Folder {
public:
    explicit Folder(const QString& path)
        : path_(path)
    {
    }

    QString file(const char* name) const { return path_ + QLatin1Char('/') + QLatin1String(name); }

    QByteArray native(const char* name) const { return QFile::encodeName(file(name)); }

private:
    QString path_;
};

/// Facts about the file a name leads to; `flags` as for those about an open one.
int tryFacts(const QByteArray& path, int flags)
{
    struct stat facts {};

    return verdict(fstatat(AT_FDCWD, path.constData(), &facts, flags) == 0);
}

int tryToGetAndRead(const QString& path)
{
    const auto file = openToRead(path);
    return verdict(file && (*file)->size() == 7 && (*file)->readAll() == "content" &&
                   (*file)->fileTime(QFileDevice::FileModificationTime).isValid());
}

/// Whether the filter lets a command for devices through; this file is none and refuses it itself.
int tryToControl(const QString& path, unsigned long command)
{
    const auto file = openToRead(path);
    return verdict(file && ioctl((*file)->handle(), command, nullptr) == -1 && errno == ENOTTY);
}

/// Whether a file opened for us to read could be written to.
int tryToWriteWhatIsRead(const QString& path)
{
    const auto file = openToRead(path);
    return verdict(!file || write((*file)->handle(), "x", 1) == 1);
}

int tryToAppend(const QString& path)
{
    auto file = DurableFile::openToAppend(path);
    return verdict(file && file->append("x") && file->sync());
}

int tryToWriteMuch(const QString& path)
{
    const auto created = createFile(path);
    if (!created)
        return denied;
    QFile& file = **created;
    return verdict(file.write(QByteArray(100'000, 'x')) == 100'000 && file.flush() && file.resize(10) &&
                   file.seek(0) && file.read(20).size() == 10 && tryToAppend(path) == granted &&
                   syncFolder(QFileInfo(path).absolutePath()) && removeFile(path));
}

int tryManyAtOnce(const QString& path)
{
    std::atomic<int> read = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int j = 0; j < 50; ++j)
                read += tryToGetAndRead(path) == granted ? 1 : 0;
        });
    for (std::thread& thread : threads)
        thread.join();
    return verdict(read == 200);
}

struct Deed {
    const char* name;
    int (*attempt)(const Folder& folder);
};

constexpr Deed deeds[] = {
    {"open another file", [](const Folder& folder) { return tryOpen(folder.native("hidden"), O_RDONLY); }},
    {"write to the input", [](const Folder& folder) { return tryOpen(folder.native("read-me"), O_WRONLY); }},
    {"create beside", [](const Folder& folder) { return tryOpen(folder.native("new"), O_CREAT | O_WRONLY); }},
    {"list a folder",
     [](const Folder& folder) { return tryOpen(folder.native("."), O_RDONLY | O_DIRECTORY); }},
    {"remove another file",
     [](const Folder& folder) { return verdict(unlink(folder.native("hidden").constData()) == 0); }},
    {"move out of the work folder",
     [](const Folder& folder) {
         return verdict(
             rename(folder.native("work/inside").constData(), folder.native("outside").constData()) == 0);
     }},
    {"change permissions",
     [](const Folder& folder) { return verdict(chmod(folder.native("hidden").constData(), 0644) == 0); }},
    {"connect", [](const Folder&) { return verdict(socket(AF_INET, SOCK_STREAM, 0) != -1); }},
    {"speak to a local service",
     [](const Folder&) { return verdict(socket(AF_UNIX, SOCK_STREAM, 0) != -1); }},
    {"start a program", [](const Folder&) { return tryToStartAProgram(); }},
    {"fork", [](const Folder&) { return tryToFork(); }},
    {"signal another", [](const Folder&) { return verdict(kill(getppid(), 0) == 0); }},
    {"trace another",
     [](const Folder&) { return verdict(ptrace(PTRACE_ATTACH, getppid(), nullptr, nullptr) == 0); }},
    {"open the input", [](const Folder& folder) { return tryOpen(folder.native("read-me"), O_RDONLY); }},
    {"open a result",
     [](const Folder& folder) { return tryOpen(folder.native("work/new"), O_CREAT | O_WRONLY); }},
    {"look for a file", [](const Folder& folder) { return tryFacts(folder.native("hidden"), 0); }},
    {"look through a link",
     [](const Folder& folder) { return tryFacts(folder.native("hidden"), AT_SYMLINK_NOFOLLOW); }},
    {"get the input", [](const Folder& folder) { return tryToGetAndRead(folder.file("read-me")); }},
    {"get the input by another name",
     [](const Folder& folder) { return tryToGetAndRead(folder.file("work/../read-me")); }},
    {"get another file", [](const Folder& folder) { return tryToGetAndRead(folder.file("hidden")); }},
    {"get out of the work folder",
     [](const Folder& folder) { return tryToGetAndRead(folder.file("work/../hidden")); }},
    {"get below the work folder",
     [](const Folder& folder) { return tryToGetAndRead(folder.file("work/deeper/hidden")); }},
    {"get the input to write", [](const Folder& folder) { return tryToAppend(folder.file("read-me")); }},
    {"write through what is read",
     [](const Folder& folder) { return tryToWriteWhatIsRead(folder.file("read-me")); }},
    {"get the input removed",
     [](const Folder& folder) { return verdict(removeFile(folder.file("read-me"))); }},
    {"get another folder",
     [](const Folder& folder) { return verdict(syncFolder(folder.file(".")).has_value()); }},
    {"write results", [](const Folder& folder) { return tryToWriteMuch(folder.file("work/result")); }},
    {"get many files at once", [](const Folder& folder) { return tryManyAtOnce(folder.file("read-me")); }},
    {"control graphics",
     [](const Folder& folder) { return tryToControl(folder.file("read-me"), _IO('d', 0)); }},
    {"control a terminal",
     [](const Folder& folder) { return tryToControl(folder.file("read-me"), TIOCNOTTY); }},
    {"load a library", [](const Folder&) { return tryOpen("/usr/lib", O_RDONLY | O_DIRECTORY); }},
    {"write to the system's files",
     [](const Folder&) { return tryOpen("/usr/lib/ndas-test", O_CREAT | O_WRONLY); }},
    {"open another device", [](const Folder&) { return tryOpen("/dev/zero", O_RDONLY); }},
    {"start a thread", [](const Folder&) { return tryThread(); }},
};

int tryOut(const QString& what, const Folder& folder)
{
    for (const Deed& deed : deeds)
        if (what == QLatin1String(deed.name))
            return deed.attempt(folder);
    return -1;
}

/// Ends as the copy that was locked in ended.
int beLockedIn(const QString& what, const Folder& folder, Devices devices)
{
    const auto sandbox = Sandbox::prepare();
    if (!sandbox)
        return 2;
    auto copy = ForkedChild::start([&] { // its end without Qt's or the C library's farewell is part of it
        _exit(sandbox->enter(devices) ? tryOut(what, folder) : 2);
    });
    if (!copy)
        return 2;
    FileGrants grants;
    grants.allowReading(folder.file("read-me"));
    grants.allowResultsBeside(folder.file("work/result"));
    ForkedChild::Event event;
    while (!event.ended) {
        event = ForkedChild::waitForEvent(false, &*copy);
        if (event.wish)
            copy->grant(grants);
    }
    ForkedChild::endLike(copy->wait());
}

} // namespace

#endif

void TestSandbox::initTestCase()
{
#ifndef Q_OS_LINUX
    QSKIP("this system offers no sandbox");
#endif
    QVERIFY(QDir(folder_.path()).mkpath(QStringLiteral("work/deeper")));
    for (const char* name : {"read-me", "hidden", "work/inside", "work/deeper/hidden"}) {
        QFile file(folder_.filePath(QLatin1String(name)));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("content") == 7);
    }
}

QProcess::ExitStatus TestSandbox::tryInside(const QString& what, const QString& graphics)
{
    QProcess child;
    child.start(QCoreApplication::applicationFilePath(),
                {QStringLiteral("--locked-in"), what, folder_.path(), graphics});
    child.waitForFinished();
    exitCode_ = child.exitCode();
    return child.exitStatus();
}

void TestSandbox::forbidsWhatAWorkerDoesNotNeed_data()
{
    QTest::addColumn<bool>("kills");
    for (const char* what : {"open another file",
                             "open the input",
                             "open a result",
                             "look for a file",
                             "look through a link",
                             "write to the input",
                             "create beside",
                             "list a folder",
                             "remove another file",
                             "move out of the work folder",
                             "get another file",
                             "get out of the work folder",
                             "get below the work folder",
                             "get the input to write",
                             "write through what is read",
                             "get the input removed",
                             "get another folder",
                             "change permissions",
                             "connect",
                             "speak to a local service",
                             "start a program",
                             "fork",
                             "control graphics",
                             "load a library",
                             "open another device"})
        QTest::newRow(what) << false;
    for (const char* what : {"signal another", "trace another"})
        QTest::newRow(what) << true;
}

void TestSandbox::forbidsWhatAWorkerDoesNotNeed()
{
    QFETCH(const bool, kills);
    if (!sandboxOffer().isWhole())
        QSKIP(qPrintable(sandboxText()));

    const QProcess::ExitStatus status = tryInside(QString::fromLatin1(QTest::currentDataTag()));

#ifdef Q_OS_LINUX
    QCOMPARE(status, kills ? QProcess::CrashExit : QProcess::NormalExit);
    QCOMPARE(exitCode_, kills ? SIGSYS : denied);
#endif
}

void TestSandbox::leavesWhatAWorkerNeeds_data()
{
    QTest::addColumn<int>("unused");
    for (const char* what : {"get the input", "get the input by another name", "get many files at once",
                             "write results", "start a thread"})
        QTest::newRow(what) << 0;
}

void TestSandbox::leavesWhatAWorkerNeeds()
{
    QCOMPARE(tryInside(QString::fromLatin1(QTest::currentDataTag())), QProcess::NormalExit);
#ifdef Q_OS_LINUX
    QCOMPARE(exitCode_, granted);
#endif
}

void TestSandbox::opensOnlyDevicesToWhoEncodesWithThem_data()
{
    QTest::addColumn<bool>("allowed");
    for (const char* what :
         {"get the input", "write results", "start a thread", "control graphics", "load a library"})
        QTest::newRow(what) << true;
    for (const char* what :
         {"open another file", "open the input", "open a result", "write to the input", "create beside",
          "remove another file", "get another file", "get the input to write", "connect",
          "speak to a local service", "start a program", "fork", "signal another", "trace another",
          "control a terminal", "write to the system's files", "open another device"})
        QTest::newRow(what) << false;
}

/// Drivers try much that is no business of theirs: they are refused, not killed.
void TestSandbox::opensOnlyDevicesToWhoEncodesWithThem()
{
    QFETCH(const bool, allowed);
    if (!sandboxOffer().isWhole())
        QSKIP(qPrintable(sandboxText()));

    QCOMPARE(tryInside(QString::fromLatin1(QTest::currentDataTag()), QStringLiteral("graphics")),
             QProcess::NormalExit);
#ifdef Q_OS_LINUX
    QCOMPARE(exitCode_, allowed ? granted : denied);
#endif
}

void TestSandbox::saysWhatTheSystemOffers()
{
    const SandboxOffer offer = sandboxOffer();
    QCOMPARE(offer.isWhole(), !sandboxText().contains(QLatin1String("no")));
}

void TestSandbox::copiesEndWithTheirInputAndTellHowTheyEnded()
{
#ifdef Q_OS_LINUX
    if (isSanitized)
        QSKIP("a copy must not be made of a process with threads, and sanitizers have one");
    auto reader = ForkedChild::start([] {
        while (!ForkedChild::readInput().isEmpty()) {
        }
        _exit(7);
    });
    QVERIFY(reader);
    reader->send("some bytes\n");
    reader->closeInput();
    QVERIFY(ForkedChild::waitForEvent(false, &*reader).ended);
    QCOMPARE(reader->wait().exitCode, 7);

    auto crashing = ForkedChild::start([] {
        std::signal(SIGSEGV, SIG_DFL);
        std::raise(SIGSEGV);
    });
    QVERIFY(crashing);
    QCOMPARE(crashing->wait().signal, SIGSEGV);
#endif
}

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
#ifdef Q_OS_LINUX
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QLatin1String("--locked-in"))
        return beLockedIn(arguments.value(2), Folder(arguments.value(3)),
                          arguments.value(4).isEmpty() ? Devices::None : Devices::Graphics);
#endif
    TestSandbox test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_sandbox.moc"
