// Light and dark as the desktop asks for, on a message bus of its own.
#include "ui/support/system_scheme.h"

#include <QtCore/QProcess>
#include <QtDBus/QDBusConnection>
#include <QtDBus/QDBusMessage>
#include <QtDBus/QDBusVariant>
#include <QtTest/QtTest>

using namespace ndas::ui;

/// What answers for the desktop's settings; names as the bus knows them.
class Portal : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")
public:
public Q_SLOTS:

    QDBusVariant Read(const QString&, const QString&)
    {
        constexpr uint dark = 1;
        return QDBusVariant(QVariant::fromValue(QDBusVariant(dark)));
    }
};

class TestSystemScheme : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void followsTheDesktop();

private:
    void change(uint scheme) const;

    QProcess bus_;
    std::optional<QDBusConnection> desktop_;
    Portal portal_;
};

void TestSystemScheme::initTestCase()
{
    bus_.start(QStringLiteral("dbus-daemon"),
               {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address")});
    if (!bus_.waitForStarted())
        QSKIP("There is no dbus-daemon here.");
    QVERIFY(bus_.waitForReadyRead(10'000));
    const QByteArray address = bus_.readLine().trimmed();
    qputenv("DBUS_SESSION_BUS_ADDRESS", address);
    desktop_ = QDBusConnection::connectToBus(QString::fromLocal8Bit(address), QStringLiteral("desktop"));
    QVERIFY(desktop_->registerObject(QStringLiteral("/org/freedesktop/portal/desktop"), &portal_,
                                     QDBusConnection::ExportAllSlots));
    QVERIFY(desktop_->registerService(QStringLiteral("org.freedesktop.portal.Desktop")));
}

/// 0 = no preference, 1 = dark, 2 = light
void TestSystemScheme::change(uint scheme) const
{
    QDBusMessage signal = QDBusMessage::createSignal(QStringLiteral("/org/freedesktop/portal/desktop"),
                                                     QStringLiteral("org.freedesktop.portal.Settings"),
                                                     QStringLiteral("SettingChanged"));
    signal << QStringLiteral("org.freedesktop.appearance") << QStringLiteral("color-scheme")
           << QVariant::fromValue(QDBusVariant(scheme));
    QVERIFY(desktop_->send(signal));
}

void TestSystemScheme::cleanupTestCase()
{
    bus_.terminate();
    bus_.waitForFinished();
}

void TestSystemScheme::followsTheDesktop()
{
    QList<bool> told;
    const auto watch = watchSystemScheme([&told](bool dark) { told << dark; });
    QTRY_COMPARE(told, QList<bool>{true});
    change(0); // as it likes
    change(2);
    QTRY_COMPARE(told, (QList<bool>{true, false}));
}

QTEST_GUILESS_MAIN(TestSystemScheme)
#include "test_system_scheme.moc"
