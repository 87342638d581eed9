#include "ui/support/system_scheme.h"

#include <QtGui/QGuiApplication>
#include <QtGui/QStyleHints>

#if defined(NDAS_HAVE_DBUS)
#include "core/base/log.h"
#include "ui/support/session_bus.h"

#include <QtDBus/QDBusConnection>
#include <QtDBus/QDBusMessage>
#include <QtDBus/QDBusPendingCallWatcher>
#include <QtDBus/QDBusPendingReply>
#endif

namespace ndas::ui {

#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)

std::unique_ptr<QObject> watchSystemScheme(std::function<void(bool)> onChange)
{
    auto watch = std::make_unique<QObject>();
    QStyleHints* hints = QGuiApplication::styleHints();
    const auto tell = [hints, onChange = std::move(onChange)] {
        if (hints->colorScheme() != Qt::ColorScheme::Unknown)
            onChange(hints->colorScheme() == Qt::ColorScheme::Dark);
    };
    QObject::connect(hints, &QStyleHints::colorSchemeChanged, watch.get(), tell);
    QMetaObject::invokeMethod(watch.get(), tell, Qt::QueuedConnection);
    return watch;
}

#elif defined(NDAS_HAVE_DBUS)

namespace {

const QLatin1String service("org.freedesktop.portal.Desktop");
const QLatin1String path("/org/freedesktop/portal/desktop");
const QLatin1String settingsInterface("org.freedesktop.portal.Settings");
const QLatin1String space("org.freedesktop.appearance");
const QLatin1String key("color-scheme");

class PortalWatch : public QObject {
    Q_OBJECT
public:
    explicit PortalWatch(std::function<void(bool)> onChange)
        : onChange_(std::move(onChange))
    {
        qRegisterMetaType<QDBusVariant>(); // slots are found by the names of their arguments' types
        QDBusConnection bus = QDBusConnection::sessionBus();
        if (!bus.connect(service, path, settingsInterface, QStringLiteral("SettingChanged"), this,
                         SLOT(take(QString, QString, QDBusVariant))))
            qCWarning(logCore, "changes between light and dark are not heard of");
        QDBusMessage question =
            QDBusMessage::createMethodCall(service, path, settingsInterface, QStringLiteral("Read"));
        question << QString(space) << QString(key);
        auto* answer = new QDBusPendingCallWatcher(bus.asyncCall(question), this);
        connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer] {
            const QDBusPendingReply<QDBusVariant> reply = *answer;
            if (reply.isValid())
                take(space, key, reply.value());
            answer->deleteLater();
        });
    }

private Q_SLOTS:

    void take(const QString& changedSpace, const QString& changedKey, const QDBusVariant& value)
    {
        if (changedSpace != space || changedKey != key)
            return;
        QVariant scheme = value.variant();
        if (scheme.canConvert<QDBusVariant>()) // Read() wraps its answer twice
            scheme = scheme.value<QDBusVariant>().variant();
        constexpr uint dark = 1;
        constexpr uint light = 2;
        if (const uint asked = scheme.toUInt(); asked == dark || asked == light)
            onChange_(asked == dark);
    }

private:
    std::function<void(bool)> onChange_;
};

} // namespace

std::unique_ptr<QObject> watchSystemScheme(std::function<void(bool)> onChange)
{
    return hasSessionBus() ? std::make_unique<PortalWatch>(std::move(onChange)) : nullptr;
}

#else

std::unique_ptr<QObject> watchSystemScheme(std::function<void(bool)>)
{
    return nullptr;
}

#endif

} // namespace ndas::ui

#if defined(NDAS_HAVE_DBUS) && QT_VERSION < QT_VERSION_CHECK(6, 5, 0)
#include "system_scheme.moc"
#endif
