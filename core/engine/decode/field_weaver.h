// H.265 cameras and encoders may send the two fields of a picture as pictures of half the height, and
// decoders hand them out like that. One thread at a time.
#pragma once

#include "core/engine/decode/decoder.h"

namespace ndas::engine {

class FieldWeaver {
public:
    /// Frames in the order they are shown: whole ones go on to `onFrame` as they are; a field waits for the
    /// other one of its picture, or goes on with its rows twice where that is missing.
    Result<void> feed(AVFrame& frame, const FrameHandler& onFrame);
    /// The field that waits.
    Result<void> finish(const FrameHandler& onFrame);

    void reset() { first_.reset(); }

private:
    FramePtr first_;
};

} // namespace ndas::engine
