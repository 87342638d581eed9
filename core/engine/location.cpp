#include "core/engine/recording_facts.h"

#include <algorithm>
#include <span>

namespace ndas::engine {

namespace {

bool saysWhere(const AVDictionary* tags)
{
    const AVDictionaryEntry* entry = nullptr;
    while ((entry = av_dict_get(tags, "", entry, AV_DICT_IGNORE_SUFFIX)) != nullptr) {
        const QString key = QString::fromUtf8(entry->key).toLower();
        const bool isPlace = key.contains(QLatin1String("location")) || key.contains(QLatin1String("gps")) ||
                             key.contains(QLatin1String("geo")) || key.endsWith(QLatin1String("xyz")) ||
                             key.contains(QLatin1String("latitude"));
        if (isPlace && entry->value[0] != '\0')
            return true;
    }
    return false;
}

/// Position tracks of action cameras, dash cameras and drones.
bool isPositionTrack(const AVStream& stream)
{
    constexpr std::uint32_t tags[] = {MKTAG('g', 'p', 'm', 'd'), MKTAG('g', 'p', 's', ' '),
                                      MKTAG('c', 'a', 'm', 'm'), MKTAG('r', 't', 'm', 'd'),
                                      MKTAG('d', 'j', 'm', 'd')};
    return std::ranges::find(tags, stream.codecpar->codec_tag) != std::end(tags);
}

} // namespace

bool hasLocation(const AVFormatContext& context)
{
    if (saysWhere(context.metadata))
        return true;
    const std::span<AVStream* const> streams(context.streams, context.nb_streams);
    return std::ranges::any_of(streams, [](const AVStream* stream) {
        return saysWhere(stream->metadata) || isPositionTrack(*stream);
    });
}

} // namespace ndas::engine
