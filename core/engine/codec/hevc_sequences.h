// Where a sequence of H.265 pictures ends (ITU-T H.265, 7.4.2.4.4): the next one refers to nothing before it.
#pragma once

#include "core/engine/codec/nal_units.h"
#include "core/engine/libav/av_handles.h"

namespace ndas::engine {

/// What a packet says of it.
struct HevcSequencePart {
    bool beginsAnew = false;   ///< another one has ended before its picture
    bool isNeverShown = false; ///< its picture refers to one before the sequence (RASL, 8.1.3)
};

class HevcSequences {
public:
    explicit HevcSequences(const AVStream& stream);

    /// The stream's packets one after the other. Of other codecs nothing is known.
    HevcSequencePart look(const AVPacket& packet);

    /// Reading goes on elsewhere.
    void forget();

private:
    bool isHevc_;
    NalFraming framing_;
    bool hasEnded_ = false;
    bool hidesLeading_ = false; ///< of the latest key frame
};

} // namespace ndas::engine
