// What a recording is, found by reading its headers, its packets and a picture of it.
#pragma once

#include "core/engine/packet_survey.h"
#include "core/media/media_info.h"

namespace ndas::engine {

/// Everything a MediaInfo holds. Refusals: NotFound, NotReadable, NotMedia, NoVideoStream, Damaged,
/// Incomplete, UnsupportedCodec, Protected. A file whose picture never decodes is refused. Blocking.
Result<media::MediaInfo> probe(const QString& path, const CancellationToken& token = {});
/// The same of an opened file, which it leaves anywhere. `onProgress` hears of reads that take long.
Result<media::MediaInfo> probe(Input& input, const QString& path, const TimeProgress& onProgress = {});

} // namespace ndas::engine
