#include "ui/support/system_scheme.h"

#include "ui/support/scheme_portal.h"
#include "ui/support/session_bus.h"

#include <QtGui/QGuiApplication>
#include <QtGui/QStyleHints>

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

std::unique_ptr<QObject> watchSystemScheme(std::function<void(bool)> onChange)
{
    return hasSessionBus() ? std::make_unique<SchemePortal>(std::move(onChange)) : nullptr;
}

#else

std::unique_ptr<QObject> watchSystemScheme(std::function<void(bool)>)
{
    return nullptr;
}

#endif

} // namespace ndas::ui
