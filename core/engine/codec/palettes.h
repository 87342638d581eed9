// Pictures of AVI and MOV may be numbers of colours. libavformat hands the table of these over once, with the
// first packet for which it holds; decoding may begin at any other.
#pragma once

#include "core/base/result.h"
#include "core/engine/libav/av_handles.h"

#include <QtCore/QByteArray>

#include <map>

namespace ndas::engine {

class Palettes {
public:
    /// Each packet read: where it brings no table it gets that which its stream had last at this place in the
    /// file, as far as has been seen.
    Result<void> follow(AVPacket& packet);

private:
    using Tables = std::map<std::int64_t, QByteArray>; ///< by the place from which they hold

    static void note(Tables& tables, std::int64_t place, const QByteArray& table);

    std::map<int, Tables> streams_;
};

} // namespace ndas::engine
