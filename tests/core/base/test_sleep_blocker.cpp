// The machine is kept awake through logind: against a bus of our own with somebody on it who says to be
// logind.
#include "core/base/sleep_blocker.h"

#include <QtCore/QProcess>
#include <QtCore/QStandardPaths>
#include <QtCore/QTemporaryDir>
#include <QtCore/QThread>
#include <QtDBus/QDBusConnection>
#include <QtDBus/QDBusUnixFileDescriptor>
#include <QtTest/QtTest>

#include <atomic>
#include <fcntl.h>
#include <unistd.h>

using namespace ndas;

namespace {

/// Gives away one end of a pipe and sees by the other whether it is still held.
class FakeLogind : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.login1.Manager")

public:
    ~FakeLogind() override
    {
        if (kept_ != -1)
            ::close(kept_);
    }

    bool isHeld() const
    {
        char byte = 0;
        return kept_ != -1 && ::read(kept_, &byte, 1) == -1; // nothing to read, but no end either
    }

    int asked() const { return asked_; }

    QStringList lastWords() const { return lastWords_; }

public Q_SLOTS:

    QDBusUnixFileDescriptor Inhibit(const QString& what, const QString& who, const QString& why,
                                    const QString& mode)
    {
        lastWords_ = {what, who, why, mode};
        int ends[2] = {-1, -1};
        if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
            return {};
        if (kept_ != -1)
            ::close(kept_);
        kept_ = ends[0];
        const QDBusUnixFileDescriptor given(ends[1]);
        ::close(ends[1]);
        ++asked_;
        return given;
    }

private:
    std::atomic<int> kept_{-1};
    std::atomic<int> asked_{0};
    QStringList lastWords_;
};

} // namespace

class TestSleepBlocker : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("dbus-daemon")).isEmpty())
            QSKIP("needs dbus-daemon");
        const QString address = QStringLiteral("unix:path=") + folder_.filePath(QStringLiteral("bus"));
        bus_.start(QStringLiteral("dbus-daemon"),
                   {QStringLiteral("--session"), QStringLiteral("--nofork"),
                    QStringLiteral("--print-address"), QStringLiteral("--address=") + address});
        QVERIFY(bus_.waitForReadyRead());
        qputenv("DBUS_SYSTEM_BUS_ADDRESS", address.toUtf8());
        auto connection = QDBusConnection::connectToBus(address, QStringLiteral("logind"));
        logind_.moveToThread(&thread_);
        thread_.start(); // it must answer while this thread waits
        QVERIFY(connection.registerObject(QStringLiteral("/org/freedesktop/login1"), &logind_,
                                          QDBusConnection::ExportAllSlots));
        QVERIFY(connection.registerService(QStringLiteral("org.freedesktop.login1")));
    }

    void holdsTheInhibitorWhileThereIsWork()
    {
        const auto blocker = makeSleepBlocker();

        blocker->keepAwake(true);
        QCOMPARE(logind_.asked(), 1);
        QVERIFY(logind_.isHeld());
        QCOMPARE(logind_.lastWords(),
                 (QStringList{QStringLiteral("sleep:idle"), QStringLiteral("NDAS"),
                              QStringLiteral("processing recordings"), QStringLiteral("block")}));

        blocker->keepAwake(true);
        QCOMPARE(logind_.asked(), 1);

        blocker->keepAwake(false);
        QTRY_VERIFY(!logind_.isHeld());

        blocker->keepAwake(true);
        QCOMPARE(logind_.asked(), 2);
        QVERIFY(logind_.isHeld());
    }

    void givesTheInhibitorUpWithItself()
    {
        {
            const auto blocker = makeSleepBlocker();
            blocker->keepAwake(true);
            QVERIFY(logind_.isHeld());
        }
        QTRY_VERIFY(!logind_.isHeld());
    }

    /// The last one: the bus does not come back.
    void saysOnceWhenNobodyAnswers()
    {
        bus_.kill();
        QVERIFY(bus_.waitForFinished());
        QTRY_VERIFY(!QDBusConnection::systemBus().isConnected());
        const auto blocker = makeSleepBlocker();

        QTest::ignoreMessage(QtWarningMsg,
                             QRegularExpression(QStringLiteral("the machine may fall asleep while there is "
                                                               "work")));
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        for (const bool wish : {true, true, false, true})
            blocker->keepAwake(wish);
    }

    void cleanupTestCase()
    {
        bus_.kill();
        bus_.waitForFinished();
        thread_.quit();
        thread_.wait();
    }

private:
    QTemporaryDir folder_;
    QProcess bus_;
    QThread thread_;
    FakeLogind logind_;
};

QTEST_GUILESS_MAIN(TestSleepBlocker)
#include "test_sleep_blocker.moc"
