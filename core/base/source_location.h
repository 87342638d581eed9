// Where in the source something was said. std::source_location is missing from the clang versions that the
// static checkers of Debian 12 stand on.
#pragma once

namespace ndas {

struct SourceLocation {
    const char* file = "";
    unsigned line = 0;

    static constexpr SourceLocation current(const char* file = __builtin_FILE(),
                                            unsigned line = __builtin_LINE())
    {
        return {file, line};
    }
};

} // namespace ndas
