// Pictures of AVI and MOV may be numbers of colours. libavformat hands the table of these over once, with the
// first packet; decoding may begin at any other.
#pragma once

#include "core/base/result.h"
#include "core/engine/av_handles.h"

#include <QtCore/QByteArray>

#include <map>

namespace ndas::engine {

class Palettes {
public:
    /// Each packet read: gets the table its stream had last, where it brings none.
    Result<void> follow(AVPacket& packet);

private:
    std::map<int, QByteArray> tables_;
};

} // namespace ndas::engine
