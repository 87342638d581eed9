#include "core/media/media_info.h"

#include "core/media/info_fields.h"

namespace ndas::media {

namespace {

template <class Stream>
const Stream* at(const std::vector<Stream>& streams, int position)
{
    const auto index = static_cast<std::size_t>(position);
    return position >= 0 && index < streams.size() ? &streams[index] : nullptr;
}

} // namespace

const VideoStream* MediaInfo::mainVideo() const
{
    return at(video, chosenVideo);
}

const AudioStream* MediaInfo::mainAudio() const
{
    return at(audio, chosenAudio);
}

QJsonObject toJson(const MediaInfo& info)
{
    return json::FieldWriter::object(info);
}

Result<MediaInfo> mediaInfoFromJson(const QJsonObject& object)
{
    return json::parse<MediaInfo>(object, json::Missing::KeepsDefault);
}

const char* name(Hdr hdr)
{
    return json::nameOf(hdr);
}

const char* name(Scan scan)
{
    return json::nameOf(scan);
}

const char* name(DateSource source)
{
    return json::nameOf(source);
}

std::optional<DateSource> dateSourceFromName(const QString& name)
{
    using enum DateSource;
    for (const DateSource source : {Container, FileName, FileTime, Typed})
        if (name == QLatin1String(json::nameOf(source)))
            return source;
    return std::nullopt;
}

Result<void> checkLimits(const MediaInfo& info, const Limits& limits)
{
    if (info.sizeBytes > limits.maxBytes)
        return fail(ErrorCode::TooLarge,
                    QStringLiteral("%1 bytes, at most %2").arg(info.sizeBytes).arg(limits.maxBytes));
    if (!info.mainVideo())
        return fail(ErrorCode::NoVideoStream);
    if (info.duration > limits.maxDuration)
        return fail(ErrorCode::TooLong, QStringLiteral("%1 s, at most %2 s")
                                            .arg(info.duration.count() / 1'000'000)
                                            .arg(limits.maxDuration.count() / 1'000'000));
    return {};
}

} // namespace ndas::media
