// Both halves of every track of a rendition, made from its plan.
#pragma once

#include "core/engine/journal/packet_journal.h"
#include "core/engine/tracks/source_reader.h"
#include "core/engine/tracks/track_writer.h"
#include "core/media/worker_protocol.h"

namespace ndas::engine {

struct RenditionTracks {
    std::vector<ReadTrack> readers; ///< the picture first
    std::vector<TrackWriterPtr> writers;
    std::vector<QByteArray> languages;
    std::int64_t picturesFrom =
        everyPicture; ///< in the stream's time base; those shown before are not needed
};

/// How to go on with what an earlier run wrote.
struct Continuation {
    JournalContent content;
    QByteArray plan;        ///< JournalSpec::plan
    bool fromStart = false; ///< decode the whole recording once more, not only from near the checkpoint on
};

/// NoVideoStream, UnsupportedCodec, EncoderMissing, ...; lostPlace when the encoder would not continue what
/// is written.
Result<RenditionTracks> makeTracks(const Input& input, const media::TranscodeRequest& request,
                                   const std::optional<Continuation>& continuation);

} // namespace ndas::engine
