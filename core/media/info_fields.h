// Fields of a MediaInfo for JSON. Private to core/media.
#pragma once

#include "core/media/json_archive.h"
#include "core/media/media_info.h"

namespace ndas::media::json {

template <>
struct Names<Hdr> {
    static constexpr std::array values{"none", "pq", "hlg", "dolby-vision"};
};

template <>
struct Names<Scan> {
    static constexpr std::array values{"progressive", "top-field-first", "bottom-field-first", "interlaced"};
};

template <>
struct Names<Chroma> {
    static constexpr std::array values{"gray",   "yuv420", "yuv422", "yuv444", "yuv410",
                                       "yuv411", "yuv440", "rgb",    "other"};
};

template <>
struct Names<DateSource> {
    static constexpr std::array values{"container", "file name", "file time", "typed"};
};

template <>
inline bool isSound(const Orientation& value)
{
    const int degrees = value.clockwiseDegrees;
    return degrees == 0 || degrees == 90 || degrees == 180 || degrees == 270;
}

template <>
inline bool isSound(const MediaInfo& value)
{
    return (value.chosenVideo == -1 || value.mainVideo()) && (value.chosenAudio == -1 || value.mainAudio());
}

template <class Archive, Is<Orientation> Value>
void fields(Archive& archive, Value& value)
{
    archive("degrees", value.clockwiseDegrees);
    archive("mirrored", value.mirrored);
}

template <class Archive, Is<RecordingDate> Value>
void fields(Archive& archive, Value& value)
{
    archive("iso", value.iso);
    archive("source", value.source);
}

template <class Archive, Is<VideoStream> Value>
void fields(Archive& archive, Value& value)
{
    archive("index", value.index);
    archive("codec", value.codec);
    archive("profile", value.profile);
    archive("level", value.level);
    archive("coded", value.coded);
    archive("pixel_aspect", value.pixelAspect);
    archive("orientation", value.orientation);
    archive("orientation_rounded", value.orientationRounded);
    archive("frame_rate", value.frameRate);
    archive("variable_frame_rate", value.variableFrameRate);
    archive("pixel_format", value.pixelFormat);
    archive("bit_depth", value.bitDepth);
    archive("chroma", value.chroma);
    archive("alpha", value.alpha);
    archive("full_range", value.fullRange);
    archive("color_primaries", value.colorPrimaries);
    archive("color_transfer", value.colorTransfer);
    archive("color_matrix", value.colorMatrix);
    archive("hdr", value.hdr);
    archive("scan", value.scan);
    archive("scan_is_in_frames", value.scanIsInFrames);
    archive("time_base", value.timeBase);
    archive("start_us", value.start);
    archive("duration_us", value.duration);
    archive("frame_count", value.frameCount);
    archive("bit_rate", value.bitRate);
    archive("language", value.language);
    archive("default", value.isDefault);
}

template <class Archive, Is<AudioStream> Value>
void fields(Archive& archive, Value& value)
{
    archive("index", value.index);
    archive("codec", value.codec);
    archive("profile", value.profile);
    archive("channels", value.channels);
    archive("channel_layout", value.channelLayout);
    archive("sample_rate", value.sampleRate);
    archive("bit_rate", value.bitRate);
    archive("language", value.language);
    archive("default", value.isDefault);
    archive("decodable", value.decodable);
    archive("start_us", value.start);
    archive("duration_us", value.duration);
}

template <class Archive, Is<OtherStream> Value>
void fields(Archive& archive, Value& value)
{
    archive("index", value.index);
    archive("kind", value.kind);
    archive("codec", value.codec);
}

template <class Archive, Is<MediaInfo> Value>
void fields(Archive& archive, Value& value)
{
    archive("container", value.container);
    archive("size_bytes", value.sizeBytes);
    archive("bit_rate", value.bitRate);
    archive("start_us", value.start);
    archive("duration_us", value.duration);
    archive("duration_measured", value.durationMeasured);
    archive("video", value.video);
    archive("audio", value.audio);
    archive("others", value.others);
    archive("chosen_video", value.chosenVideo);
    archive("chosen_audio", value.chosenAudio);
    archive("recorded_at", value.recordedAt);
    archive("has_location", value.hasLocation);
    archive("private_tags", value.privateTags);
    archive("warnings", value.warnings);
}

} // namespace ndas::media::json
