// How much of a screen a window may fill. Pure.
#pragma once

#include <QtCore/QSize>

namespace ndas::ui {

/// What is left of the free part of a screen beside what the window manager draws around a window.
QSize windowRoom(QSize screen);
/// As wanted, but never larger than there is room for.
QSize firstWindowSize(QSize wanted, QSize screen);

} // namespace ndas::ui
