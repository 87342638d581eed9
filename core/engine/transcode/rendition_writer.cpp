#include "core/engine/transcode/rendition_writer.h"

namespace ndas::engine {

RenditionWriter::RenditionWriter(PacketSink& sink, std::vector<TrackWriterPtr> tracks,
                                 std::vector<QByteArray> languages)
    : sink_(sink)
    , tracks_(std::move(tracks))
    , languages_(std::move(languages))
{
}

Result<void> RenditionWriter::begin(SourceTime start)
{
    std::vector<TrackFormat> formats;
    bool soundSeen = false;
    for (std::size_t track = 0; track < tracks_.size(); ++track) {
        NDAS_TRY(TrackFormat format, tracks_[track]->format());
        const bool isSound = format.parameters->codec_type == AVMEDIA_TYPE_AUDIO;
        format.isDefault = !isSound || !soundSeen;
        soundSeen = soundSeen || isSound;
        format.language = languages_[track];
        format.start = start;
        formats.push_back(std::move(format));
    }
    return sink_.begin(formats);
}

PacketHandler RenditionWriter::into(std::size_t track)
{
    return [this, track](AVPacket& packet) { return sink_.write(static_cast<int>(track), packet); };
}

Result<void> RenditionWriter::take(MediaItem&& item)
{
    const auto track = static_cast<std::size_t>(item.track);
    return tracks_[track]->take(std::move(item), into(track));
}

Result<void> RenditionWriter::finish()
{
    for (std::size_t track = 0; track < tracks_.size(); ++track)
        NDAS_CHECK(tracks_[track]->finish(into(track)));
    return sink_.finish();
}

Result<std::optional<std::int64_t>> RenditionWriter::pauseBefore(const MediaItem& item)
{
    const std::optional<std::int64_t> next = tracks_.front()->nextTime(item);
    if (next)
        NDAS_CHECK(tracks_.front()->finish(into(0)));
    return next;
}

std::vector<TrackRecord> RenditionWriter::records() const
{
    std::vector<TrackRecord> records;
    for (const TrackWriterPtr& track : tracks_)
        records.push_back(track->record());
    return records;
}

} // namespace ndas::engine
