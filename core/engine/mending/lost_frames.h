// DV from tapes: what was lost on the way, whole frames of it, stands in the file as zeros, which libav takes
// for frames of another kind, of another length.
#pragma once

#include "core/engine/libav/av_handles.h"

#include <QtCore/QByteArray>

#include <optional>

namespace ndas::engine {

struct FrameBegin {
    std::int64_t first = 0; ///< place of the first frame that is there
    std::int64_t size = 0;  ///< of each frame
    QByteArray header;
};

/// How each frame of a bare DV recording begins; nullopt where that is not found. Leaves `io` at the start of
/// the file.
std::optional<FrameBegin> beginOfDvFrames(AVIOContext* io);

/// A packet of DV that has no more than the begin of a frame in it.
bool isLostFrame(const AVPacket& packet, const AVStream& stream);

} // namespace ndas::engine
