// Which stream is the recording: the picture a viewer means, and its sound.
#pragma once

#include "core/engine/input/packet_survey.h"

namespace ndas::engine {

/// Indexes of the video streams of which at least one undamaged picture decodes, without stills beside a
/// moving picture.
std::vector<int> realVideoStreams(const Input& input, const Survey& survey);

/// Positions in `info.video` / `info.audio`; -1 for none. A default flag counts, unless the stream is a
/// fraction of another's length (the auxiliary track of a motion photo) or cannot be decoded. The sound is of
/// the programme that the chosen picture is of.
int chooseVideo(const media::MediaInfo& info);
int chooseAudio(const media::MediaInfo& info, const Input& input);

} // namespace ndas::engine
