// How the window was left: sizes, choices of views, the last choices in dialogs.
#pragma once

#include "ui/support/gateway.h"

#include <QtCore/QSettings>

namespace ndas::ui {

/// In the data folder: it belongs to this library and leaves nothing elsewhere on the computer.
inline QSettings layoutFile(const Gateway& gateway)
{
    return QSettings(gateway.parts().paths.dataDir + QStringLiteral("/window.ini"), QSettings::IniFormat);
}

} // namespace ndas::ui
