// Motion JPEG as cards capture it: the half pictures of one picture stand behind each other in its packet,
// each a JPEG by itself. libavcodec weaves them without saying so, and goes by the container for which is
// which.
#pragma once

#include "core/engine/libav/av_handles.h"

#include <optional>

namespace ndas::engine {

struct JpegFields {
    AVFieldOrder order = AV_FIELD_UNKNOWN; ///< unknown: they do not say which is which
    int height = 0;                        ///< of the whole picture
};

/// Of a recording whose pictures are as high as in `headers`; some give the height of a half there, which is
/// believed when the halves say what they are. nullopt: there are none.
std::optional<JpegFields> fieldsOfJpeg(const AVPacket& packet, const AVCodecParameters& headers);

} // namespace ndas::engine
