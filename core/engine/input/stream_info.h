// What the headers say about each stream; what only a decoded picture can say is added by
// completeFromFrame().
#pragma once

#include "core/engine/libav/av_handles.h"
#include "core/media/media_info.h"

namespace ndas::engine {

enum class StreamKind {
    Video,
    Still, ///< cover art, timed thumbnails: a picture, but no recording
    Audio,
    Other,
};

StreamKind kindOf(const AVStream& stream);
/// A decoder on our list is built in.
bool hasDecoder(const AVStream& stream);
/// The content cannot be decoded without a key (CENC, FairPlay, WebM encryption, ASF DRM).
bool isProtected(const AVStream& stream);

/// `parameters`: the stream's own, or those of a decoder that has seen a packet and so knows better.
media::VideoStream describeVideo(const AVStream& stream, const AVCodecParameters& parameters);
media::AudioStream describeAudio(const AVStream& stream, const AVCodecParameters& parameters);
media::OtherStream describeOther(const AVStream& stream);

/// Size, pixel aspect, format, colour, scan and orientation as decoded: they win over the headers.
void completeFromFrame(media::VideoStream& video, AVFormatContext* context, AVStream* stream, AVFrame& frame);

/// `value` in `timeBase` as microseconds; 0 for "none".
media::Micros toMicros(std::int64_t value, AVRational timeBase);
QString tagOf(const AVDictionary* tags, const char* key);

} // namespace ndas::engine
