#include "app/desktop/display.h"

#include <QtCore/QLibrary>

namespace ndas::app {

#if !defined(Q_OS_WIN) && !defined(Q_OS_MACOS)

/// Asked through the library a window goes through as well: Qt ends a program that cannot reach the display
/// it is sent to.
static bool reachesX11()
{
    QLibrary xcb(QStringLiteral("xcb"), 1);
    const auto connectTo = reinterpret_cast<void* (*)(const char*, int*)>(xcb.resolve("xcb_connect"));
    const auto hasError = reinterpret_cast<int (*)(void*)>(xcb.resolve("xcb_connection_has_error"));
    const auto disconnectFrom = reinterpret_cast<void (*)(void*)>(xcb.resolve("xcb_disconnect"));
    if (!connectTo || !hasError || !disconnectFrom)
        return true; // nobody to ask
    void* connection = connectTo(nullptr, nullptr);
    const bool reached = hasError(connection) == 0;
    disconnectFrom(connection);
    return reached;
}

#endif

bool hasDisplay()
{
#if defined(Q_OS_WIN) || defined(Q_OS_MACOS)
    return true;
#else
    if (qEnvironmentVariableIsSet("QT_QPA_PLATFORM") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY"))
        return true;
    return !qEnvironmentVariableIsEmpty("DISPLAY") && reachesX11();
#endif
}

} // namespace ndas::app
