// Fields of a plan for JSON. Private to core/media.
#pragma once

#include "core/media/info_fields.h"
#include "core/media/transcode_plan.h"

namespace ndas::media::json {

template <>
struct Names<StreamAction> {
    static constexpr std::array values{"copy", "encode"};
};

template <>
struct Names<Scaler> {
    static constexpr std::array values{"none", "bicubic", "area"};
};

template <>
struct Names<PlanNote> {
    static const std::array<const char*, 44> values; ///< in plan_notes.cpp, beside the sentences
};

template <class Archive, Is<VideoPlan> Value>
void fields(Archive& archive, Value& value)
{
    archive("stream", value.streamIndex);
    archive("action", value.action);
    archive("source", value.source);
    archive("output", value.output);
    archive("turn", value.turn);
    archive("deinterlace", value.deinterlace);
    archive("scan", value.scan);
    archive("scan_is_in_frames", value.scanIsInFrames);
    archive("tone_map_from", value.toneMapFrom);
    archive("scaler", value.scaler);
    archive("crf", value.crf);
    archive("max_rate", value.maxRate);
    archive("buffer_size", value.bufferSize);
    archive("encoder_preset", value.encoderPreset);
    archive("profile", value.profile);
    archive("level", value.level);
    archive("key_frame_interval_us", value.keyFrameInterval);
    archive("time_base", value.timeBase);
    archive("color_matrix", value.colorMatrix);
}

template <class Archive, Is<AudioPlan> Value>
void fields(Archive& archive, Value& value)
{
    archive("stream", value.streamIndex);
    archive("action", value.action);
    archive("kbps", value.kbps);
    archive("sample_rate", value.sampleRate);
    archive("channels", value.channels);
}

template <class Archive, Is<TranscodePlan> Value>
void fields(Archive& archive, Value& value)
{
    archive("preset", value.preset);
    archive("video", value.video);
    archive("audio", value.audio);
    archive("notes", value.notes);
    archive("duration_us", value.duration);
    archive("expected_bytes", value.expectedBytes);
    archive("expected_work_us", value.expectedWork);
    archive("decoding_share", value.decodingShare);
    archive("expected_memory", value.expectedMemory);
    archive("most_bytes", value.mostBytes);
    archive("most_memory", value.mostMemory);
}

} // namespace ndas::media::json
