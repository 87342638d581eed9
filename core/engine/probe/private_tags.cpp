#include "core/engine/probe/private_boxes.h"
#include "core/engine/probe/recording_facts.h"
#include "core/engine/probe/told_places.h"

#include <algorithm>
#include <span>
#include <string_view>

namespace ndas::engine {

namespace {

/// How to play the file, and when it was made.
constexpr std::string_view plainKeys[] = {"alpha_mode",
                                          "bps",
                                          "com.apple.quicktime.creationdate",
                                          "compatible_brands",
                                          "creation_time",
                                          "creationdate",
                                          "date",
                                          "date_digitized",
                                          "date_encoded",
                                          "date_recorded",
                                          "date_released",
                                          "date_tagged",
                                          "datetimeoriginal",
                                          "duration",
                                          "language",
                                          "major_brand",
                                          "metadatadate",
                                          "minor_version",
                                          "modification_date",
                                          "number_of_bytes",
                                          "number_of_frames",
                                          "rotate",
                                          "_statistics_tags",
                                          "_statistics_writing_app",
                                          "_statistics_writing_date_utc",
                                          "stereo_mode",
                                          "timecode",
                                          "totalduration",
                                          "variant_bitrate",
                                          "vendor_id"};

struct Kind {
    std::string_view part; ///< of the lower-case key
    const char* name;
};

// The first row that fits decides.
constexpr Kind kinds[] = {
    {"location", "location"},    {"gps", "location"},        {"geo", "location"},
    {"xyz", "location"},         {"latitude", "location"},   {"make", "device"},
    {"model", "device"},         {"device", "device"},       {"camera", "device"},
    {"lens", "device"},          {"serial", "device"},       {"com.android", "device"},
    {"handler_name", "handler"}, {"title", "title"},         {"album", "title"},
    {"show", "title"},           {"reel_name", "title"},     {"service_name", "title"},
    {"comment", "comment"},      {"description", "comment"}, {"synopsis", "comment"},
    {"keywords", "comment"},     {"lyrics", "comment"},      {"artist", "author"},
    {"author", "author"},        {"composer", "author"},     {"performer", "author"},
    {"copyright", "author"},     {"publisher", "author"},    {"service_provider", "author"},
    {"software", "software"},    {"encoder", "software"},    {"encoded_by", "software"},
};

constexpr std::string_view plainHandlers[] = {
    "videohandler",     "videohandle",      "soundhandler",        "soundhandle",
    "core media video", "core media audio", "core media metadata", "core media data handler",
    "datahandler",      "subtitlehandler",  "video media handler", "sound media handler"};

bool isPlainHandler(const QString& value)
{
    const QByteArray name = value.trimmed().toLower().toUtf8();
    return name.isEmpty() ||
           std::ranges::find(plainHandlers,
                             std::string_view(name.constData(), static_cast<std::size_t>(name.size()))) !=
               std::end(plainHandlers);
}

/// libav writes its own name into everything; it says nothing about the recording.
bool isMuxerOnly(const QString& value)
{
    return value.startsWith(QLatin1String("Lavf")) || value.startsWith(QLatin1String("Lavc")) ||
           value == QLatin1String("FFmpeg") || value == QLatin1String("Service01");
}

/// Of several in different languages each has its own behind its name: "date-eng".
std::string_view withoutLanguage(std::string_view key)
{
    constexpr std::size_t length = 4;
    const bool hasLanguage = key.size() > length && key[key.size() - length] == '-';
    return hasLanguage ? key.substr(0, key.size() - length) : key;
}

bool isPlain(std::string_view key, const QString& value)
{
    const bool isAboutFile =
        std::ranges::find(plainKeys, withoutLanguage(key)) != std::end(plainKeys) || isMuxerOnly(value);
    return value.isEmpty() || isAboutFile || (key == "handler_name" && isPlainHandler(value));
}

/// "" = nothing private.
QString kindOf(const AVDictionaryEntry& tag)
{
    const std::string key = QString::fromUtf8(tag.key).toLower().toStdString();
    if (isPlain(key, QString::fromUtf8(tag.value)))
        return {};
    const auto* kind = std::ranges::find_if(
        kinds, [&key](const Kind& row) { return key.find(row.part) != std::string::npos; });
    return QString::fromUtf8(kind == std::end(kinds) ? "other" : kind->name);
}

void addKinds(const AVDictionary* tags, QStringList& names)
{
    const AVDictionaryEntry* entry = nullptr;
    while ((entry = av_dict_get(tags, "", entry, AV_DICT_IGNORE_SUFFIX)) != nullptr)
        if (const QString kind = kindOf(*entry); !kind.isEmpty())
            names << kind;
}

QStringList kindsIn(const AVFormatContext& context)
{
    QStringList names;
    addKinds(context.metadata, names);
    for (const AVStream* stream : std::span(context.streams, context.nb_streams))
        addKinds(stream->metadata, names);
    for (const AVProgram* program : std::span(context.programs, context.nb_programs))
        addKinds(program->metadata, names);
    return names;
}

} // namespace

QStringList privateTagsOf(const AVFormatContext& context)
{
    QStringList names = kindsIn(context) + privateBoxesOf(context);
    const std::span streams(context.streams, context.nb_streams);
    if (std::ranges::any_of(streams, [&](AVStream* stream) { return isPositionTrack(context, *stream); }))
        names << QStringLiteral("location");
    if (context.nb_chapters > 0)
        names << QStringLiteral("chapters");
    names.sort();
    names.removeDuplicates();
    return names;
}

} // namespace ndas::engine
