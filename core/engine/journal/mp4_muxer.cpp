#include "core/engine/journal/mp4_muxer.h"

#include "core/engine/libav/av_error.h"

#include <QtCore/QByteArray>

namespace ndas::engine {

namespace {

// libav re-opens a file by name to move the index to its front. Any other name is refused.
constexpr const char* ownName = "output.mp4";

int openSelf(AVFormatContext* context, AVIOContext** io, const char* url, int flags, AVDictionary**)
{
    if ((flags & AVIO_FLAG_WRITE) != 0 || QByteArrayView(url) != ownName)
        return AVERROR(EPERM);
    *io = static_cast<OutputFile*>(context->opaque)->openReader();
    return *io ? 0 : AVERROR(EIO);
}

int closeSelf(AVFormatContext*, AVIOContext* io)
{
    OutputFile::closeReader(io);
    return 0;
}

/// Edit lists count in this unit; the usual 1/1000 would move the start of a track by up to a millisecond.
std::int64_t movieTimescale(const std::vector<TrackFormat>& tracks)
{
    constexpr int finest = 240'000; // keeps 32-bit durations good for more than four hours
    for (const TrackFormat& track : tracks)
        if (track.parameters->codec_type == AVMEDIA_TYPE_VIDEO && track.timeBase.den >= 10'000 &&
            track.timeBase.den <= finest)
            return track.timeBase.den;
    return 90'000;
}

} // namespace

Failure Mp4Muxer::failure(int code, const char* what) const
{
    return file_.writeError() ? fail(*file_.writeError()) : avFail(code, Phase::Write, what);
}

Result<void> Mp4Muxer::begin(const std::vector<TrackFormat>& tracks)
{
    AVFormatContext* raw = nullptr;
    if (const int code = avformat_alloc_output_context2(&raw, nullptr, "mp4", ownName); code < 0)
        return failure(code, "mp4");
    context_.reset(raw);
    raw->pb = file_.io();
    raw->flags |= AVFMT_FLAG_CUSTOM_IO | AVFMT_FLAG_BITEXACT;
    raw->opaque = &file_;
    raw->io_open = &openSelf;
    raw->io_close2 = &closeSelf;
    for (const TrackFormat& track : tracks)
        NDAS_CHECK(addTrack(track));
    Dictionary options;
    options.set("movflags", "+faststart");
    options.set("movie_timescale", movieTimescale(tracks));
    if (const int code = avformat_write_header(raw, options.out()); code < 0)
        return failure(code, "mp4 header");
    return {};
}

Result<void> Mp4Muxer::addTrack(const TrackFormat& track)
{
    AVStream* stream = avformat_new_stream(context_.get(), nullptr);
    if (!stream)
        return fail(ErrorCode::OutOfMemory);
    if (const int code = avcodec_parameters_copy(stream->codecpar, track.parameters.get()); code < 0)
        return failure(code, "mp4 track");
    stream->codecpar->codec_tag = 0; // the source's container may use tags MP4 does not know
    stream->time_base = track.timeBase;
    stream->avg_frame_rate = track.frameRate;
    stream->sample_aspect_ratio = stream->codecpar->sample_aspect_ratio;
    stream->disposition = track.isDefault ? AV_DISPOSITION_DEFAULT : 0;
    if (!track.language.isEmpty())
        av_dict_set(&stream->metadata, "language", track.language.constData(), 0);
    timeBases_.push_back(track.timeBase);
    return {};
}

Result<void> Mp4Muxer::write(int track, AVPacket& packet)
{
    const auto index = static_cast<std::size_t>(track);
    av_packet_rescale_ts(&packet, timeBases_[index], context_->streams[track]->time_base);
    packet.stream_index = track;
    packet.pos = -1;
    if (const int code = av_interleaved_write_frame(context_.get(), &packet); code < 0)
        return failure(code, "mp4 packet");
    return {};
}

Result<void> Mp4Muxer::finish()
{
    if (const int code = av_write_trailer(context_.get()); code < 0)
        return failure(code, "mp4 index");
    context_.reset();
    return file_.close();
}

} // namespace ndas::engine
