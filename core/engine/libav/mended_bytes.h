// What would have to stand in a file for libavformat to read it as it is meant.
#pragma once

#include <QtCore/QByteArray>

#include <cstdint>

namespace ndas::engine {

struct MendedBytes {
    std::int64_t at = 0; ///< in the file
    QByteArray bytes;    ///< as many as stood there
};

} // namespace ndas::engine
