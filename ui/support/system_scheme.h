// Whether the desktop asks for light or dark windows, and when it changes its mind. Qt tells so from 6.5 on;
// before, on Linux, the desktop's settings portal is asked.
#pragma once

#include <QtCore/QObject>

#include <functional>
#include <memory>

namespace ndas::ui {

/// Calls `onChange(dark)` on the thread it was made on, once the desktop has answered and whenever it
/// changes; never where it has no preference. Null where there is nobody to ask.
std::unique_ptr<QObject> watchSystemScheme(std::function<void(bool dark)> onChange);

} // namespace ndas::ui
