#include "core/engine/input/auxiliary_tracks.h"

#include "core/engine/container/box_walk.h"
#include "core/engine/input/stream_info.h"

#include <algorithm>
#include <array>
#include <iterator>
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

/// Apple TN3177: the same is heard in a track that more players can read.
bool isAlsoIn(std::span<const std::int64_t> others, AVIOContext* io, const Part& track)
{
    constexpr std::array fallback{std::uint32_t{MKTAG('t', 'r', 'e', 'f')},
                                  std::uint32_t{MKTAG('f', 'a', 'l', 'l')}};
    return anyAt(io, track.content, track.end, readBox, fallback, [&](const Part& reference) {
        avio_seek(io, reference.content, SEEK_SET);
        return std::ranges::count(others, std::int64_t{avio_rb32(io)}) > 0;
    });
}

/// The ids of those tracks. Leaves `io` where it is.
std::vector<std::int64_t> tracksThat(AVIOContext* io, std::int64_t fileSize, const Visit& areMeant)
{
    constexpr std::array track{std::uint32_t{MKTAG('m', 'o', 'o', 'v')},
                               std::uint32_t{MKTAG('t', 'r', 'a', 'k')}};
    constexpr std::array header{std::uint32_t{MKTAG('t', 'k', 'h', 'd')}};
    const std::int64_t before = avio_tell(io);
    std::vector<std::int64_t> ids;
    anyAt(io, 0, fileSize, readBox, track, [&](const Part& part) {
        if (areMeant(part))
            anyAt(io, part.content, part.end, readBox, header, [&](const Part& box) {
                ids.push_back(readBehindDates(io, box));
                return true;
            });
        return false; // all tracks
    });
    avio_seek(io, before, SEEK_SET);
    return ids;
}

std::vector<AVStream*> streamsOf(const AVFormatContext& context, AVMediaType kind)
{
    std::vector<AVStream*> streams(context.streams, context.streams + context.nb_streams);
    std::erase_if(streams, [kind](const AVStream* stream) { return stream->codecpar->codec_type != kind; });
    return streams;
}

void markPictures(AVFormatContext& context, std::int64_t fileSize)
{
    std::vector<AVStream*> pictures = streamsOf(context, AVMEDIA_TYPE_VIDEO);
    if (pictures.size() < 2)
        return;
    const std::vector<std::int64_t> ids =
        tracksThat(context.pb, fileSize, [&](const Part& track) { return isAuxiliary(context.pb, track); });
    const auto others = std::partition(pictures.begin(), pictures.end(), [&](const AVStream* stream) {
        return std::ranges::count(ids, stream->id) > 0;
    });
    if (others == pictures.end())
        return;
    for (auto stream = pictures.begin(); stream != others; ++stream)
        (*stream)->disposition |= AV_DISPOSITION_DEPENDENT;
}

void markSound(AVFormatContext& context, std::int64_t fileSize)
{
    std::vector<AVStream*> sounds = streamsOf(context, AVMEDIA_TYPE_AUDIO);
    const auto readable = std::partition(sounds.begin(), sounds.end(),
                                         [](const AVStream* stream) { return !hasDecoder(*stream); });
    if (readable == sounds.begin())
        return;
    std::vector<std::int64_t> others;
    std::transform(readable, sounds.end(), std::back_inserter(others),
                   [](const AVStream* stream) { return stream->id; });
    const std::vector<std::int64_t> ids = tracksThat(
        context.pb, fileSize, [&](const Part& track) { return isAlsoIn(others, context.pb, track); });
    for (auto stream = sounds.begin(); stream != readable; ++stream)
        if (std::ranges::count(ids, (*stream)->id) > 0)
            (*stream)->disposition |= AV_DISPOSITION_DEPENDENT;
}

} // namespace

void markAuxiliaryTracks(AVFormatContext& context, std::int64_t fileSize)
{
    markPictures(context, fileSize);
    markSound(context, fileSize);
}

} // namespace ndas::engine
