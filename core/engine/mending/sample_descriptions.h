// Tracks of MP4 and MOV whose samples have several descriptions, as recordings that were put together without
// encoding. libavformat counts the packets it hands out to know where the next one holds; where an edit list
// leaves some out, or shows some twice, it holds too late or too early, and what is decoded with it is lost.
#pragma once

#include "core/base/result.h"
#include "core/engine/libav/av_handles.h"

#include <map>
#include <optional>
#include <vector>

namespace ndas::engine {

class SampleDescriptions {
public:
    /// Of H.264, HEVC and AAC; others are left to libavformat. Leaves the context's file where it is.
    static SampleDescriptions of(const AVFormatContext& context, std::int64_t fileSize);

    /// The packet brings the headers of its description, by its place in the file, where those of the one
    /// before it do not do (see new_headers.h).
    Result<void> follow(AVPacket& packet);

    /// Reading goes on elsewhere.
    void forget();

private:
    struct Chunk {
        std::int64_t place = 0;
        std::size_t description = 0;
    };

    struct Track {
        std::vector<CodecParametersPtr> headers; ///< by description
        std::vector<Chunk> chunks;               ///< by place
        std::optional<std::size_t> current = 0;  ///< what decoders are opened with
    };

    class Reader;
    static std::size_t descriptionAt(const Track& track, std::int64_t place);

    std::map<int, Track> tracks_; ///< by stream
};

} // namespace ndas::engine
