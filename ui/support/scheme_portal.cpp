#include "ui/support/scheme_portal.h"

#if defined(NDAS_HAVE_DBUS)

#include "core/base/log.h"

#include <QtDBus/QDBusConnection>
#include <QtDBus/QDBusMessage>
#include <QtDBus/QDBusPendingCallWatcher>
#include <QtDBus/QDBusPendingReply>

namespace ndas::ui {

namespace {

const QLatin1String service("org.freedesktop.portal.Desktop");
const QLatin1String path("/org/freedesktop/portal/desktop");
const QLatin1String settingsInterface("org.freedesktop.portal.Settings");
const QLatin1String appearance("org.freedesktop.appearance");
const QLatin1String colorScheme("color-scheme");

} // namespace

SchemePortal::SchemePortal(std::function<void(bool)> onChange)
    : onChange_(std::move(onChange))
{
    qRegisterMetaType<QDBusVariant>(); // slots are found by the names of their arguments' types
    QDBusConnection bus = QDBusConnection::sessionBus();
    // Slots are found by their signature, without spaces.
    // clang-format off
    const char* slot = SLOT(take(QString,QString,QDBusVariant));
    // clang-format on
    if (!bus.connect(service, path, settingsInterface, QStringLiteral("SettingChanged"), this, slot))
        qCWarning(logCore, "changes between light and dark are not heard of");
    QDBusMessage question =
        QDBusMessage::createMethodCall(service, path, settingsInterface, QStringLiteral("Read"));
    question << QString(appearance) << QString(colorScheme);
    auto* answer = new QDBusPendingCallWatcher(bus.asyncCall(question), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer] {
        const QDBusPendingReply<QDBusVariant> reply = *answer;
        if (reply.isValid())
            take(appearance, colorScheme, reply.value());
        answer->deleteLater();
    });
}

void SchemePortal::take(const QString& space, const QString& key, const QDBusVariant& value)
{
    if (space != appearance || key != colorScheme)
        return;
    QVariant scheme = value.variant();
    if (scheme.canConvert<QDBusVariant>()) // Read() wraps its answer twice
        scheme = scheme.value<QDBusVariant>().variant();
    constexpr uint dark = 1;
    constexpr uint light = 2;
    if (const uint asked = scheme.toUInt(); asked == dark || asked == light)
        onChange_(asked == dark);
}

} // namespace ndas::ui

#endif
