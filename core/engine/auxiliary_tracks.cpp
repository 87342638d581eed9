#include "core/engine/auxiliary_tracks.h"

#include "core/engine/box_walk.h"

#include <algorithm>
#include <array>
#include <vector>

extern "C" {
#include <libavutil/intreadwrite.h>
}

namespace ndas::engine {

namespace {

/// ISO/IEC 14496-12, 8.4.3 and 12.1; QuickTime's for depth.
bool isHandledAsAuxiliary(AVIOContext* io, const Part& handler)
{
    avio_seek(io, handler.content + 8, SEEK_SET); // behind version, flags and an older name
    const std::uint32_t kind = avio_rl32(io);
    return kind == MKTAG('a', 'u', 'x', 'v') || kind == MKTAG('d', 'p', 't', 'h');
}

/// ISO/IEC 14496-12, 8.3.3: what the track belongs to.
bool refersAsAuxiliary(AVIOContext* io, const Part& references)
{
    return anyOf(io, references.content, references.end, readBox, [](const Part& reference) {
        return reference.name == MKTAG('a', 'u', 'x', 'l') || reference.name == MKTAG('v', 'd', 'e', 'p');
    });
}

bool isAuxiliary(AVIOContext* io, const Part& track)
{
    constexpr std::array handler{std::uint32_t{MKTAG('m', 'd', 'i', 'a')},
                                 std::uint32_t{MKTAG('h', 'd', 'l', 'r')}};
    constexpr std::array references{std::uint32_t{MKTAG('t', 'r', 'e', 'f')}};
    return anyAt(io, track.content, track.end, readBox, handler,
                 [io](const Part& box) { return isHandledAsAuxiliary(io, box); }) ||
           anyAt(io, track.content, track.end, readBox, references,
                 [io](const Part& box) { return refersAsAuxiliary(io, box); });
}

std::vector<std::int64_t> auxiliaryTracks(AVIOContext* io, std::int64_t fileSize)
{
    constexpr std::array track{std::uint32_t{MKTAG('m', 'o', 'o', 'v')},
                               std::uint32_t{MKTAG('t', 'r', 'a', 'k')}};
    constexpr std::array header{std::uint32_t{MKTAG('t', 'k', 'h', 'd')}};
    std::vector<std::int64_t> ids;
    anyAt(io, 0, fileSize, readBox, track, [&](const Part& part) {
        if (isAuxiliary(io, part))
            anyAt(io, part.content, part.end, readBox, header, [&](const Part& box) {
                ids.push_back(readBehindDates(io, box));
                return true;
            });
        return false; // all tracks
    });
    return ids;
}

} // namespace

void markAuxiliaryTracks(AVFormatContext& context, std::int64_t fileSize)
{
    std::vector<AVStream*> pictures(context.streams, context.streams + context.nb_streams);
    std::erase_if(pictures,
                  [](const AVStream* stream) { return stream->codecpar->codec_type != AVMEDIA_TYPE_VIDEO; });
    if (pictures.size() < 2)
        return;
    const std::int64_t before = avio_tell(context.pb);
    const std::vector<std::int64_t> ids = auxiliaryTracks(context.pb, fileSize);
    avio_seek(context.pb, before, SEEK_SET);
    const auto others = std::partition(pictures.begin(), pictures.end(), [&](const AVStream* stream) {
        return std::ranges::count(ids, stream->id) > 0;
    });
    if (others == pictures.end())
        return;
    for (auto stream = pictures.begin(); stream != others; ++stream)
        (*stream)->disposition |= AV_DISPOSITION_DEPENDENT;
}

} // namespace ndas::engine
