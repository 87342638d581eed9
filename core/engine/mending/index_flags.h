// Pictures of MP4 and MOV that libavformat takes apart once more, and so hands out when it reads the one
// behind them: what an edit list leaves out it then says of the wrong one.
#pragma once

#include "core/engine/libav/av_handles.h"

namespace ndas::engine {

/// Whether a packet is left out, as the index has it. Before its times are changed.
void takeDiscardFromIndex(AVPacket& packet, AVStream& stream);

} // namespace ndas::engine
