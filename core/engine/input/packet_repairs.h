// What is amiss in single packets, or missing in front of them, as a file of this kind is read from its
// beginning or from where one sought to.
#pragma once

#include "core/engine/clock/adts_clock.h"
#include "core/engine/codec/missing_hevc_references.h"
#include "core/engine/codec/missing_references.h"
#include "core/engine/codec/palettes.h"
#include "core/engine/mending/lost_chunks.h"
#include "core/engine/mending/sample_descriptions.h"

namespace ndas::engine {

class PacketRepairs {
public:
    PacketRepairs() = default;
    /// Of an opened file. Leaves its reader where it is.
    PacketRepairs(const AVFormatContext& context, std::int64_t fileSize);

    /// Packets in the order of the file, of `stream` as the file was opened; `indexed` is the same stream of
    /// the context it was read from. Returns how many are missing in front of it.
    Result<std::int64_t> mend(AVPacket& packet, AVStream& stream, AVStream& indexed);

    /// Reading goes on elsewhere.
    void forget();

    /// Packets are counted, in the order in which they are decoded, not timed.
    bool timesAreOfDecoding() const { return timesAreCopied_ || isAvi_; }

private:
    bool isAvi_ = false;
    bool hasBoxes_ = false;
    bool timesAreCopied_ = false; ///< from AVI to MP4
    AdtsClock adtsClock_;
    LostChunks lostChunks_;
    SampleDescriptions descriptions_;
    Palettes palettes_;
    MissingReferences missing_;
    MissingHevcReferences missingHevc_;
};

} // namespace ndas::engine
