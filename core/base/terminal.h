// Facts about the console this program writes to.
#pragma once

namespace ndas {

/// Standard output goes to a terminal that can redraw its lines (on Windows this switches that on).
bool outputIsTerminal();
/// Columns of that terminal; 80 where unknown.
int terminalWidth();

} // namespace ndas
