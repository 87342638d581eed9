#include "core/engine/probe/told_places.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <span>
#include <string_view>

namespace ndas::engine {

namespace {

constexpr std::uint32_t measuringTracks[] = {MKTAG('g', 'p', 'm', 'd'), MKTAG('g', 'p', 's', ' '),
                                             MKTAG('c', 'a', 'm', 'm'), MKTAG('r', 't', 'm', 'd'),
                                             MKTAG('d', 'j', 'm', 'd')};

// Long enough not to turn up in what is no text.
constexpr std::array<std::string_view, 7> words{"gpslat",  "gpscoord", "freegps", "latitude",
                                                "iso6709", "gps5",     "gps9"};
constexpr std::array<std::string_view, 3> wordsOfSubtitles{"gps", "latitude", "longitude"};

bool holdsAny(const QByteArray& bytes, std::span<const std::string_view> texts)
{
    const QByteArray small = bytes.toLower();
    return std::ranges::any_of(texts, [&small](std::string_view text) {
        return small.contains(QByteArrayView(text.data(), static_cast<qsizetype>(text.size())));
    });
}

/// Drones write what they measure beneath each picture or second.
bool isToldInText(AVIOContext* io, AVStream& stream)
{
    constexpr int looks = 8;
    constexpr int mostText = 4096;
    const int count = avformat_index_get_entries_count(&stream);
    for (int i = 0; i < std::min(looks, count); ++i) {
        const int number = static_cast<int>(std::int64_t{count} * i / std::min(looks, count));
        const AVIndexEntry& entry = *avformat_index_get_entry(&stream, number);
        QByteArray text(std::clamp(entry.size, 0, mostText), '\0');
        if (avio_seek(io, entry.pos, SEEK_SET) < 0)
            return false;
        const int got =
            avio_read(io, reinterpret_cast<unsigned char*>(text.data()), static_cast<int>(text.size()));
        text.truncate(std::max(0, got));
        if (holdsAny(text, wordsOfSubtitles))
            return true;
    }
    return false;
}

} // namespace

bool tellsPlace(const QByteArray& bytes)
{
    return holdsAny(bytes, words);
}

bool isPositionTrack(const AVFormatContext& context, AVStream& stream)
{
    if (std::ranges::count(measuringTracks, stream.codecpar->codec_tag) > 0)
        return true;
    if (stream.codecpar->codec_type != AVMEDIA_TYPE_SUBTITLE || !context.pb ||
        !std::strstr(context.iformat->name, "mp4"))
        return false; // elsewhere the index does not say where the text stands
    const std::int64_t before = avio_tell(context.pb);
    const bool isTold = isToldInText(context.pb, stream);
    avio_seek(context.pb, before, SEEK_SET);
    return isTold;
}

} // namespace ndas::engine
