// com.canonical.Unity.LauncherEntry, which the docks of Ubuntu, KDE, elementary and others listen to.
#include "ui/support/taskbar_systems.h"

#include <QtCore/QtGlobal>

#if !defined(Q_OS_WIN) && !defined(Q_OS_MACOS)

#if defined(NDAS_HAVE_DBUS)
#include "ui/support/session_bus.h"

#include <QtDBus/QDBusConnection>
#include <QtDBus/QDBusMessage>
#include <QtGui/QGuiApplication>
#endif

namespace ndas::ui {

#if defined(NDAS_HAVE_DBUS)

namespace {

class LauncherEntry final : public Taskbar {
public:
    void show(const TaskbarLook& look) override
    {
        if (look == shown_)
            return;
        shown_ = look;
        const bool any = look.state != TaskbarLook::State::Idle;
        QDBusMessage message = QDBusMessage::createSignal(QStringLiteral("/org/ndas/launcher"),
                                                          QStringLiteral("com.canonical.Unity.LauncherEntry"),
                                                          QStringLiteral("Update"));
        message << QStringLiteral("application://%1.desktop").arg(QGuiApplication::desktopFileName())
                << QVariantMap{{QStringLiteral("progress"), look.fraction},
                               {QStringLiteral("progress-visible"), any},
                               {QStringLiteral("count"), static_cast<qlonglong>(look.unfinished)},
                               {QStringLiteral("count-visible"), any},
                               {QStringLiteral("urgent"), look.state == TaskbarLook::State::NeedsAttention}};
        QDBusConnection::sessionBus().send(message);
    }

private:
    TaskbarLook shown_;
};

} // namespace

std::unique_ptr<Taskbar> makeSystemTaskbar(QWidget*)
{
    return hasSessionBus() ? std::make_unique<LauncherEntry>() : nullptr;
}

#else

std::unique_ptr<Taskbar> makeSystemTaskbar(QWidget*)
{
    return nullptr;
}

#endif

} // namespace ndas::ui

#endif
