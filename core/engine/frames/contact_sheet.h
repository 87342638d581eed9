// A recording at a glance: pictures spread evenly over its duration, in one picture.
#pragma once

#include "core/engine/frames/frame_finder.h"
#include "core/media/worker_protocol.h"

namespace ndas::engine {

struct ContactSheet {
    FramePtr picture;                 ///< in the pixel format of spec.format
    media::SheetGrid grid;            ///< of the pictures there are
    std::vector<media::Micros> times; ///< of each, from the start of the recording, ascending
};

/// One picture for each of spec.grid.count() equal parts of the duration: a key frame where the part has one,
/// else the frame in its middle; parts that show nothing sound are left out. The file is passed through once,
/// from front to back. BadOption for a sheet that no image format holds; Damaged when no picture is sound.
Result<ContactSheet> makeContactSheet(FrameFinder& finder, const media::MediaInfo& info,
                                      const media::ThumbnailSpec& spec);

} // namespace ndas::engine
