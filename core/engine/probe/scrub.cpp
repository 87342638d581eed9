#include "core/engine/probe/scrub.h"

#include "core/engine/probe/recording_facts.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace ndas::engine {

namespace {

struct Tag {
    std::string_view key;
    std::string_view value; ///< "" = any
};

// What libav reads back from an MP4 that holds nothing but its index.
constexpr std::array neutralTags{
    Tag{"major_brand", {}},
    Tag{"minor_version", {}},
    Tag{"compatible_brands", {}},
    Tag{"language", {}},
    Tag{"handler_name", "VideoHandler"},
    Tag{"handler_name", "SoundHandler"},
    Tag{"vendor_id", "[0][0][0][0]"},
};

bool isNeutral(const AVDictionaryEntry& entry)
{
    return std::ranges::any_of(neutralTags, [&entry](const Tag& tag) {
        return tag.key == entry.key && (tag.value.empty() || tag.value == entry.value);
    });
}

void addForeign(const AVDictionary* tags, QStringList& found)
{
    const AVDictionaryEntry* entry = nullptr;
    while ((entry = av_dict_get(tags, "", entry, AV_DICT_IGNORE_SUFFIX)) != nullptr)
        if (!isNeutral(*entry))
            found << QString::fromUtf8(entry->key);
}

const char* trackName(const AVStream& stream)
{
    switch (stream.codecpar->codec_type) {
    case AVMEDIA_TYPE_VIDEO:
        return (stream.disposition & AV_DISPOSITION_ATTACHED_PIC) != 0 ? "cover" : "video track";
    case AVMEDIA_TYPE_AUDIO:
        return "audio track";
    case AVMEDIA_TYPE_SUBTITLE:
        return "subtitle track";
    case AVMEDIA_TYPE_ATTACHMENT:
        return "attachment";
    default:
        return "data track";
    }
}

} // namespace

QStringList removedBy(const AVFormatContext& source, std::span<const int> keptStreams)
{
    QStringList removed = privateTagsOf(source);
    for (unsigned i = 0; i < source.nb_streams; ++i)
        if (std::ranges::count(keptStreams, source.streams[i]->index) == 0)
            removed << QString::fromUtf8(trackName(*source.streams[i]));
    removed.sort();
    removed.removeDuplicates();
    return removed;
}

QStringList foreignTags(const AVFormatContext& rendition)
{
    QStringList found;
    addForeign(rendition.metadata, found);
    for (unsigned i = 0; i < rendition.nb_streams; ++i)
        addForeign(rendition.streams[i]->metadata, found);
    if (rendition.nb_chapters > 0)
        found << QStringLiteral("chapters");
    if (rendition.nb_programs > 0)
        found << QStringLiteral("programs");
    return found;
}

} // namespace ndas::engine
