// Fields of the worker protocol's messages for JSON. Private to core/media.
#pragma once

#include "core/media/plan_fields.h"
#include "core/media/worker_protocol.h"

#include <algorithm>

namespace ndas::media::json {

template <>
struct Names<ImageFormat> {
    static constexpr std::array values{"jpeg", "png", "webp"};
};

template <>
struct Names<Stage> {
    static constexpr std::array values{"opening",   "reading",  "encoding",
                                       "finishing", "checking", "comparing"};
};

template <>
struct Names<VideoEncoder> {
    static constexpr std::array values{"libx264",           "h264_nvenc", "h264_qsv",
                                       "h264_videotoolbox", "h264_mf",    "h264_vaapi"};
};

template <>
inline bool isSound(const SheetGrid& value)
{
    return value.columns >= 0 && value.rows >= 0 && value.columns <= mostSheetSide &&
           value.rows <= mostSheetSide;
}

template <class Archive, Is<SheetGrid> Value>
void fields(Archive& archive, Value& value)
{
    archive("columns", value.columns);
    archive("rows", value.rows);
}

template <class Archive, Is<ThumbnailSpec> Value>
void fields(Archive& archive, Value& value)
{
    archive("at_us", value.at);
    archive("grid", value.grid);
    archive("box", value.box);
    archive("format", value.format);
    archive("output", value.outputPath);
}

template <class Archive, Is<ProbeRequest> Value>
void fields(Archive& archive, Value& value)
{
    archive("path", value.path);
    archive("thumbnails", value.thumbnails);
}

template <class Archive, Is<TranscodeRequest> Value>
void fields(Archive& archive, Value& value)
{
    archive("path", value.path);
    archive("output", value.outputPath);
    archive("journal", value.journalPath);
    archive("plan", value.plan);
    archive("threads", value.threads);
    archive("decoder_threads", value.decoderThreads);
    archive("encoder", value.encoder);
    archive("check_likeness", value.checkLikeness);
}

template <>
inline bool isSound(const RequestLimits& value)
{
    return value.memoryBytes >= 0 && value.fileBytes >= 0;
}

template <class Archive, Is<RequestLimits> Value>
void fields(Archive& archive, Value& value)
{
    archive("memory", value.memoryBytes);
    archive("file_size", value.fileBytes);
}

template <class Archive, Is<EncoderTrialRequest> Value>
void fields(Archive& archive, Value& value)
{
    archive("encoder", value.encoder);
}

template <>
inline bool isSound(const TranscodeGroup& value)
{
    const auto isOfFirst = [&](const TranscodeRequest& request) {
        return request.path == value.renditions.front().path;
    };
    return !value.renditions.empty() && value.renditions.size() <= mostAtOnce &&
           std::ranges::all_of(value.renditions, isOfFirst);
}

template <class Archive, Is<TranscodeGroup> Value>
void fields(Archive& archive, Value& value)
{
    archive("renditions", value.renditions);
}

template <>
inline bool isSound(const OpenFramesRequest& value)
{
    return value.cacheBytes >= 0;
}

template <class Archive, Is<OpenFramesRequest> Value>
void fields(Archive& archive, Value& value)
{
    archive("path", value.path);
    archive("exchange", value.exchangePath);
    archive("cache_bytes", value.cacheBytes);
}

template <class Archive, Is<OpenFramesResult> Value>
void fields(Archive& archive, Value& value)
{
    archive("info", value.info);
    archive("frames", value.frames);
}

template <class Archive, Is<ReadFrameRequest> Value>
void fields(Archive& archive, Value& value)
{
    archive("index", value.index);
    archive("box", value.box);
    archive("format", value.format);
}

template <class Archive, Is<ReadFrameResult> Value>
void fields(Archive& archive, Value& value)
{
    archive("index", value.index);
    archive("at_us", value.at);
    archive("size", value.size);
    archive("bytes", value.bytes);
}

template <class T>
concept Empty = std::is_empty_v<T>;

template <class Archive, Empty Value>
void fields(Archive&, Value&)
{
}

template <class Archive, Is<HelloEvent> Value>
void fields(Archive& archive, Value& value)
{
    archive("version", value.version);
    archive("pid", value.pid);
}

template <class Archive, Is<ProgressEvent> Value>
void fields(Archive& archive, Value& value)
{
    archive("stage", value.stage);
    archive("done_us", value.done);
    archive("total_us", value.total);
    archive("speed", value.speed);
}

template <class Archive, Is<CheckpointEvent> Value>
void fields(Archive& archive, Value& value)
{
    archive("at_us", value.at);
    archive("journal_bytes", value.journalBytes);
    archive("buffer_bits", value.bufferBits);
}

template <class Archive, Is<ThumbnailResult> Value>
void fields(Archive& archive, Value& value)
{
    archive("at_us", value.at);
    archive("size", value.size);
    archive("grid", value.grid);
    archive("tiles_us", value.tiles);
    archive("path", value.path);
}

template <class Archive, Is<ProbeResult> Value>
void fields(Archive& archive, Value& value)
{
    archive("info", value.info);
    archive("thumbnails", value.thumbnails);
}

template <class Archive, Is<StageCost> Value>
void fields(Archive& archive, Value& value)
{
    archive("stage", value.stage);
    archive("elapsed_us", value.elapsed);
    archive("processor_us", value.processor);
}

template <class Archive, Is<Likeness> Value>
void fields(Archive& archive, Value& value)
{
    archive("all", value.all);
    archive("luma", value.luma);
    archive("pictures", value.pictures);
}

template <class Archive, Is<TranscodeResult> Value>
void fields(Archive& archive, Value& value)
{
    archive("size_bytes", value.sizeBytes);
    archive("sha256", value.sha256);
    archive("size", value.size);
    archive("duration_us", value.duration);
    archive("frames", value.frames);
    archive("damaged_packets", value.damagedPackets);
    archive("peak_memory", value.peakMemory);
    archive("removed", value.removed);
    archive("stages", value.stages);
    archive("notes", value.notes);
    archive("likeness", value.likeness);
}

template <class Archive, Is<CapabilitiesResult> Value>
void fields(Archive& archive, Value& value)
{
    archive("versions", value.versions);
    archive("encoders", value.encoders);
    archive("filters", value.filters);
}

/// An Error as it crosses: the source line stays behind.
struct WireError {
    QString code;
    int row = -1; ///< of the ErrorCode: several have one name for scripts, and users are told which it is
    QString detail;
    int native = 0;
};

template <class Archive, Is<WireError> Value>
void fields(Archive& archive, Value& value)
{
    archive("code", value.code);
    archive("row", value.row);
    archive("detail", value.detail);
    archive("native", value.native);
}

inline WireError toWire(const Error& error)
{
    return {.code = QLatin1String(errorName(error.code)),
            .row = static_cast<int>(error.code),
            .detail = error.detail,
            .native = error.nativeCode};
}

inline Error fromWire(const WireError& wire)
{
    const auto told = static_cast<ErrorCode>(wire.row);
    const ErrorCode code = wire.code == QLatin1String(errorName(told)) ? told : errorFromName(wire.code);
    return {.code = code, .detail = wire.detail, .nativeCode = wire.native, .where = {}};
}

} // namespace ndas::media::json
