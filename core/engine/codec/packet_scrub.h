// Takes out of packets what a rendition must not carry.
#pragma once

#include "core/base/result.h"
#include "core/engine/codec/aac_user_data.h"
#include "core/engine/codec/h264_user_data.h"
#include "core/engine/libav/av_handles.h"

namespace ndas::engine {

/// Removes user-data SEI in place; times and flags stay.
Result<void> scrubH264(AVPacket& packet, NalFraming framing);
/// Leaves nothing but sound. Damaged: where it ends cannot be told.
Result<void> scrubAac(AVPacket& packet, AacFormat format);

} // namespace ndas::engine
