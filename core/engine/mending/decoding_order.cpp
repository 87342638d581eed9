#include "core/engine/mending/decoding_order.h"

#include "core/engine/container/sample_tables.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <vector>

namespace ndas::engine {

namespace {

constexpr int picturesLookedAt = 250;

bool showsAll(AVStream& stream)
{
    const int entries = avformat_index_get_entries_count(&stream);
    for (int i = 0; i < entries; ++i)
        if ((avformat_index_get_entry(&stream, i)->flags & AVINDEX_DISCARD_FRAME) != 0)
            return false;
    return entries > 0;
}

PacketPtr readSample(AVIOContext* io, const AVIndexEntry& entry)
{
    PacketPtr packet = makePacket();
    const bool isRead = packet && avio_seek(io, entry.pos, SEEK_SET) == entry.pos &&
                        av_get_packet(io, packet.get(), entry.size) == entry.size;
    return isRead ? std::move(packet) : nullptr;
}

/// Of H.264 and H.265: how its pictures count themselves.
class PictureCount {
public:
    explicit PictureCount(const AVStream& stream)
        : codec_(avcodec_alloc_context3(nullptr))
        , parser_(av_parser_init(stream.codecpar->codec_id))
    {
        if (!codec_ || !parser_ || avcodec_parameters_to_context(codec_.get(), stream.codecpar) < 0)
            parser_.reset();
        else
            parser_->flags |= PARSER_FLAG_COMPLETE_FRAMES;
    }

    /// The number in the order in which they are shown, from 0 behind each key frame that begins anew.
    int of(const AVPacket& packet)
    {
        std::uint8_t* data = nullptr;
        int size = 0;
        if (parser_)
            av_parser_parse2(parser_.get(), codec_.get(), &data, &size, packet.data, packet.size,
                             AV_NOPTS_VALUE, AV_NOPTS_VALUE, packet.pos);
        return parser_ ? parser_->output_picture_number : 0;
    }

private:
    CodecContextPtr codec_; ///< for the parser only; never opened
    ParserPtr parser_;
};

/// Encoders of cameras announce room for an order that they never use.
bool putsInOrder(AVIOContext* io, AVStream& stream)
{
    PictureCount count(stream);
    const int entries = std::min(avformat_index_get_entries_count(&stream), picturesLookedAt);
    int before = 0;
    for (int i = 0; i < entries; ++i) {
        const AVIndexEntry* entry = avformat_index_get_entry(&stream, i);
        const PacketPtr packet = readSample(io, *entry);
        if (!packet)
            return false;
        const int number = count.of(*packet);
        if (number < before && (entry->flags & AVINDEX_KEYFRAME) == 0)
            return true;
        before = number;
    }
    return false;
}

bool countsItsPictures(const AVStream& stream)
{
    return stream.codecpar->codec_id == AV_CODEC_ID_H264 || stream.codecpar->codec_id == AV_CODEC_ID_HEVC;
}

} // namespace

bool mayReorder(const AVStream& stream)
{
    return (stream.codecpar->codec_id == AV_CODEC_ID_MPEG4 || countsItsPictures(stream)) &&
           stream.codecpar->video_delay > 0;
}

bool areTimesOfDecoding(const AVFormatContext& context, std::int64_t fileSize)
{
    std::vector<AVStream*> reordered;
    std::ranges::copy_if(std::span(context.streams, context.nb_streams), std::back_inserter(reordered),
                         [](AVStream* stream) { return mayReorder(*stream) && showsAll(*stream); });
    if (reordered.empty() || !areShownAsDecoded(context.pb, fileSize))
        return false;
    const std::int64_t before = avio_tell(context.pb);
    const bool areMeant = std::ranges::any_of(reordered, [&](AVStream* stream) {
        return !countsItsPictures(*stream) || putsInOrder(context.pb, *stream);
    });
    avio_seek(context.pb, before, SEEK_SET);
    return areMeant;
}

} // namespace ndas::engine
