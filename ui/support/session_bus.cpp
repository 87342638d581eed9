#include "ui/support/session_bus.h"

#include <QtCore/QFileInfo>
#include <QtCore/QStandardPaths>

namespace ndas::ui {

bool hasSessionBus()
{
    const QString runtime = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    return qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS") ||
           QFileInfo::exists(runtime + QStringLiteral("/bus"));
}

} // namespace ndas::ui
