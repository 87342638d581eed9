// What libav and Qt work out on first use, done before a process copies itself, so that no copy has to.
#pragma once

namespace ndas::engine {

/// Tables of the codecs that most recordings want, patterns of dates. Some milliseconds.
void prepareForCopies();

} // namespace ndas::engine
