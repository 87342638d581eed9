// What libav has to say, kept short: one line per message, repeats counted, a flood cut off.
#pragma once

namespace ndas::engine {

/// From now on libav's warnings and errors go to stderr in that form. Call once, at program start.
void startLibraryLog();
/// A new piece of work has its own allowance of lines.
void renewLibraryLogAllowance();

} // namespace ndas::engine
