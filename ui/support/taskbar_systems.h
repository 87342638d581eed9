// What each system offers behind Taskbar; one of the taskbar_*.cpp defines it. Private to ui/support.
#pragma once

#include "ui/support/taskbar.h"

namespace ndas::ui {

/// Null where there is no such thing.
std::unique_ptr<Taskbar> makeSystemTaskbar(QWidget* window);

} // namespace ndas::ui
