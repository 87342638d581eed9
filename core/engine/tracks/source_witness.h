// What the packets of a recording say of its pictures, beside whatever decodes, filters or copies them: when
// each is shown. A rendition that shows fewer has lost some on the way. One thread at a time.
#pragma once

#include "core/engine/clock/source_time.h"
#include "core/engine/codec/picture_parser.h"
#include "core/engine/input/input.h"
#include "core/engine/tracks/track_writer.h"

#include <optional>

namespace ndas::engine {

/// Times in the stream's time base.
struct PromisedPictures {
    AVRational timeBase{1, 1};
    std::vector<std::int64_t> times; ///< ascending
    std::int64_t decodableFrom = 0;  ///< those before refer to what the recording does not have
    bool timesHold = true;           ///< else the decoder gives other ones, and only their number counts
};

/// Pictures at the start that may refer to what the recording does not have: those before the first key
/// frame, and where nothing is promised some behind it.
struct UndecodableStart {
    AVRational timeBase{1, 1};
    std::vector<std::int64_t> times; ///< as far as packets tell; in decoding order
};

class SourceWitness {
public:
    SourceWitness(const Input& input, const AVStream& stream);

    /// Each packet of the stream, as it is read from the start on.
    void see(const AVPacket& packet);

    /// nullopt where packets are no sure guide: they may hold several pictures, part of one or none, say
    /// nothing of when it is shown, or leap in time.
    std::optional<PromisedPictures> promised() const;

    UndecodableStart undecodableStart() const { return {.timeBase = timeBase_, .times = start_}; }

private:
    void seeStart(const AVPacket& packet);

    AVRational timeBase_;
    PictureParser parser_;
    bool isH264_;
    bool isReliable_;
    std::vector<std::int64_t> times_;
    std::vector<std::int64_t> start_; ///< as UndecodableStart
    std::optional<std::int64_t> startKey_;
    std::size_t behindKey_ = 0; ///< of `start_`
    std::optional<std::int64_t> firstKey_;
    bool isUnderWay_ = false; ///< a picture behind the first key frame has come
};

/// How many of the promised pictures a rendition does not show whose times are counted from `start`.
/// VerificationFailed: it shows one when the recording has none, or is a copy that lacks some, which nothing
/// excuses.
Result<std::int64_t> picturesMissing(const PromisedPictures& promised, const TrackRecord& shown,
                                     SourceTime start);
/// How many of them a rendition does not show whose times are counted from `start`: some decoders make
/// pictures of them, and some files do not mark their key frames.
std::int64_t picturesMissing(const UndecodableStart& undecodable, const TrackRecord& shown, SourceTime start);

} // namespace ndas::engine
