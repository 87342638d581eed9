// Is there a screen to show a window on? Qt would abort without one.
#pragma once

namespace ndas::app {

bool hasDisplay();

} // namespace ndas::app
