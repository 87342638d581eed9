// One pass over the packets of a recording: how many, when, and whether they decode to anything.
#pragma once

#include "core/engine/clock/frame_timing.h"
#include "core/engine/decode/decoder.h"
#include "core/engine/input/input.h"
#include "core/media/media_info.h"

namespace ndas::engine {

/// A stretch of time; empty until something was added. What begins further behind its end than `longestLeap`
/// has a broken clock and does not count.
struct Span {
    std::optional<media::Micros> start;
    std::optional<media::Micros> end;
    media::Micros latest{0}; ///< where the latest of them begins
    media::Micros longestLeap = media::Micros::max();

    void add(media::Micros from, media::Micros to);
    void add(const Span& other);

    media::Micros length() const { return start && end ? *end - *start : media::Micros(0); }
};

/// 0 when the container does not say, or only guesses from the bit rate.
media::Micros declaredDuration(const AVFormatContext& context);

/// What the index of an MP4 says of all pictures without reading one, where they come evenly.
struct PictureIndex {
    std::int64_t packets = 0;
    media::Micros length{0}; ///< of those that are shown
    FrameTiming timing;
};

struct TrackSurvey {
    int index = -1;
    bool isVideo = false;
    std::int64_t packets = 0;      ///< of pictures in two halves the first only
    std::int64_t shownPackets = 0; ///< not skipped by an edit list: no decoder makes anything of those
    std::int64_t packetsWithoutTime = 0;
    std::int64_t timesOfDecoding =
        0; ///< among `times`, where a packet has no other (DVD: several frames in one)
    std::int64_t damagedPackets = 0;          ///< marked corrupt by the demuxer or refused by the decoder
    Span shown;                               ///< of the packets that are presented (edit lists skip some)
    std::vector<media::Micros> times;         ///< presentation times as read, at most timesKept
    std::vector<media::Micros> decodingTimes; ///< likewise
    std::optional<PictureIndex> pictures;
    bool decodes = false;
    bool sizeChanges = false;      ///< the container announces new headers, or another size, in mid-stream
    media::PixelSize fullSize{};   ///< the largest that is no exception, of browsers' recordings; else empty
    bool encrypted = false;        ///< packets that need a key were among them
    FramePtr picture;              ///< the first sound one, else the first at all
    CodecParametersPtr parameters; ///< as the decoder knows them after it has delivered
};

inline constexpr std::size_t timesKept = 20'000;

struct Survey {
    std::vector<TrackSurvey> tracks; ///< in the order asked for
    std::int64_t bytes = 0;          ///< in the packets read
    bool complete = false;           ///< read to the end
};

enum class Reach {
    Head, ///< a few hundred frames, until the decoders have answered
    Whole ///< if no index tells the same
};

/// Reads from where `input` stands. Errors: Io and its like, Cancelled.
Result<Survey> surveyPackets(Input& input, std::span<const int> streamIndexes, Reach reach);
/// How far a long read has come, in media time; called every few hundred packets.
using TimeProgress = std::function<void(media::Micros done)>;

/// The time covered from where `input` stands to the end, without decoding; nullopt when there was too much.
Result<std::optional<Span>> surveyTail(Input& input, std::span<const int> streamIndexes,
                                       std::int64_t mostPackets, const TimeProgress& onProgress = {});

} // namespace ndas::engine
