// What a recording is, found by reading its headers, its packets and a picture of it.
#pragma once

#include "core/engine/input/packet_survey.h"
#include "core/media/media_info.h"

namespace ndas::engine {

/// Everything a MediaInfo holds. Refusals: NotFound, NotReadable, NotMedia, EmptyFile, StillImage,
/// NoVideoStream, Damaged, Incomplete, UnsupportedCodec, Protected. A file whose picture never decodes is
/// refused. Blocking.
Result<media::MediaInfo> probe(const QString& path, const CancellationToken& token = {});

struct Probed {
    media::MediaInfo info;
    FramePtr keyFrame; ///< near the start, maybe without loop filter; null where none was decoded by itself
};

/// The same of an opened file, which it leaves anywhere; one opened by its headers alone is opened anew where
/// they turn out to be wrong. `onProgress` hears of reads that take long.
Result<Probed> probe(Input& input, const QString& path, const TimeProgress& onProgress = {});

} // namespace ndas::engine
