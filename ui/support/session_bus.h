// The desktop's message bus, where there is one.
#pragma once

namespace ndas::ui {

/// Asking for a bus that is not there would start one, and wait for it.
bool hasSessionBus();

} // namespace ndas::ui
