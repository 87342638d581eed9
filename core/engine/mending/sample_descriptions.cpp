#include "core/engine/mending/sample_descriptions.h"

#include "core/engine/container/box_walk.h"
#include "core/engine/libav/new_headers.h"
#include "core/engine/libav/side_data.h"

#include <algorithm>
#include <array>

extern "C" {
#include <libavutil/intreadwrite.h>
#include <libavutil/mem.h>
}

namespace ndas::engine {

namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::int64_t mostHeaders = 1 << 16; ///< bytes
constexpr std::size_t mostDescriptions = 1'000;

Bytes readBytes(AVIOContext* io, std::int64_t at, std::int64_t size)
{
    Bytes bytes(static_cast<std::size_t>(std::clamp<std::int64_t>(size, 0, mostHeaders)));
    avio_seek(io, at, SEEK_SET);
    const int read = avio_read(io, bytes.data(), static_cast<int>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(std::max(0, read)));
    return bytes;
}

/// ISO/IEC 14496-1, 7.2.6: descriptors, each with a tag and its size, one within the other.
Bytes readDecoderConfig(AVIOContext* io, const Part& box)
{
    constexpr int stream = 3;
    constexpr int decoder = 4;
    constexpr int specific = 5;
    openFullBox(io, box);
    while (avio_tell(io) < box.end && !avio_feof(io)) {
        const int tag = avio_r8(io);
        std::int64_t size = 0;
        for (int i = 0, byte = 0x80; i < 4 && (byte & 0x80) != 0; ++i) {
            byte = avio_r8(io);
            size = size << 7 | (byte & 0x7f);
        }
        const std::int64_t content = avio_tell(io);
        if (tag == specific)
            return readBytes(io, content, std::min(size, box.end - content));
        if (tag == stream)
            avio_skip(io, 3);
        else if (tag == decoder)
            avio_skip(io, 13);
        else
            avio_skip(io, size);
    }
    return {};
}

Bytes readConfigOfPicture(AVIOContext* io, const Part& entry, std::uint32_t name)
{
    constexpr std::int64_t fields = 78;
    Bytes config;
    anyOf(io, entry.content + fields, entry.end, readBox, [&](const Part& box) {
        if (box.name == name)
            config = readBytes(io, box.content, box.end - box.content);
        return box.name == name;
    });
    return config;
}

/// QuickTime adds fields, and keeps the box within another one.
Bytes readConfigOfSound(AVIOContext* io, const Part& entry)
{
    constexpr std::uint32_t name = MKTAG('e', 's', 'd', 's');
    constexpr std::array<std::int64_t, 3> fields{28, 44, 64}; // by version
    avio_seek(io, entry.content + 8, SEEK_SET);
    const unsigned version = std::min(avio_rb16(io), 2U);
    Bytes config;
    const Visit read = [&](const Part& box) {
        config = readDecoderConfig(io, box);
        return true;
    };
    const std::int64_t from = entry.content + fields[version];
    constexpr std::array direct{name};
    constexpr std::array wrapped{std::uint32_t{MKTAG('w', 'a', 'v', 'e')}, name};
    if (!anyAt(io, from, entry.end, readBox, direct, read))
        anyAt(io, from, entry.end, readBox, wrapped, read);
    return config;
}

bool setExtradata(AVCodecParameters& headers, const Bytes& config)
{
    av_freep(&headers.extradata);
    headers.extradata = static_cast<std::uint8_t*>(av_mallocz(config.size() + AV_INPUT_BUFFER_PADDING_SIZE));
    headers.extradata_size = headers.extradata ? static_cast<int>(config.size()) : 0;
    std::copy_n(config.data(), static_cast<std::size_t>(headers.extradata_size), headers.extradata);
    return headers.extradata;
}

/// Null: not known.
CodecParametersPtr readHeaders(AVIOContext* io, const Part& entry, const AVCodecParameters& like)
{
    Bytes config;
    if (like.codec_id == AV_CODEC_ID_H264)
        config = readConfigOfPicture(io, entry, MKTAG('a', 'v', 'c', 'C'));
    else if (like.codec_id == AV_CODEC_ID_HEVC)
        config = readConfigOfPicture(io, entry, MKTAG('h', 'v', 'c', 'C'));
    else if (like.codec_id == AV_CODEC_ID_AAC)
        config = readConfigOfSound(io, entry);
    CodecParametersPtr headers(config.empty() ? nullptr : avcodec_parameters_alloc());
    if (!headers || avcodec_parameters_copy(headers.get(), &like) < 0 || !setExtradata(*headers, config))
        return nullptr;
    headers->width = headers->height = 0; // the decoder finds these in what it is given
    headers->sample_rate = 0;
    av_channel_layout_uninit(&headers->ch_layout);
    return headers;
}

/// What libavformat says is of another packet.
void dropNewExtradata(AVPacket& packet)
{
    const std::span<AVPacketSideData> all(packet.side_data, static_cast<std::size_t>(packet.side_data_elems));
    const auto said = std::ranges::find(all, AV_PKT_DATA_NEW_EXTRADATA, &AVPacketSideData::type);
    if (said == all.end())
        return;
    av_freep(&said->data);
    *said = all.back();
    --packet.side_data_elems;
}

} // namespace

/// ISO/IEC 14496-12, 8.5.2, 8.7.4 and 8.7.5.
class SampleDescriptions::Reader {
public:
    Reader(AVIOContext* io, const AVCodecParameters& like)
        : io_(io)
        , like_(like)
    {
    }

    /// Without headers where there is but one description, or one that is not known.
    Track read(const Part& table)
    {
        constexpr std::array descriptions{std::uint32_t{MKTAG('s', 't', 's', 'd')}};
        Track track;
        if (!anyAt(io_, table.content, table.end, readBox, descriptions,
                   [this](const Part& box) { return readAllHeaders(box); }))
            return track;
        anyOf(io_, table.content, table.end, readBox, [this](const Part& box) {
            readPlaces(box);
            return false;
        });
        track.headers = std::move(headers_);
        for (std::size_t chunk = 0; chunk < places_.size(); ++chunk)
            track.chunks.push_back({.place = places_[chunk], .description = descriptionOf(chunk)});
        std::ranges::sort(track.chunks, {}, &Chunk::place);
        std::erase_if(track.chunks,
                      [&](const Chunk& chunk) { return chunk.description >= track.headers.size(); });
        return track;
    }

private:
    struct Run {
        std::size_t firstChunk = 0;
        std::size_t description = 0;
    };

    /// True: there are several, and all are known.
    bool readAllHeaders(const Part& box)
    {
        openFullBox(io_, box);
        const bool areSeveral = avio_rb32(io_) > 1;
        const std::int64_t first = avio_tell(io_);
        return areSeveral && !anyOf(io_, first, box.end, readBox, [this](const Part& entry) {
                   headers_.push_back(readHeaders(io_, entry, like_));
                   return !headers_.back() || headers_.size() == mostDescriptions;
               });
    }

    void readPlaces(const Part& box)
    {
        switch (box.name) {
        case MKTAG('s', 't', 's', 'c'):
            forEachEntry(io_, box, [this] {
                const std::size_t firstChunk = avio_rb32(io_);
                avio_skip(io_, 4); // samples in each
                runs_.push_back(
                    {.firstChunk = firstChunk - 1, .description = avio_rb32(io_) - std::size_t{1}});
            });
            break;
        case MKTAG('s', 't', 'c', 'o'):
            forEachEntry(io_, box, [this] { places_.push_back(avio_rb32(io_)); });
            break;
        case MKTAG('c', 'o', '6', '4'):
            forEachEntry(io_, box, [this] { places_.push_back(static_cast<std::int64_t>(avio_rb64(io_))); });
            break;
        default:
            break;
        }
    }

    std::size_t descriptionOf(std::size_t chunk) const
    {
        const auto next = std::ranges::upper_bound(runs_, chunk, {}, &Run::firstChunk);
        return next == runs_.begin() ? 0 : std::prev(next)->description;
    }

    AVIOContext* io_;
    const AVCodecParameters& like_;
    std::vector<CodecParametersPtr> headers_;
    std::vector<Run> runs_;
    std::vector<std::int64_t> places_;
};

SampleDescriptions SampleDescriptions::of(const AVFormatContext& context, std::int64_t fileSize)
{
    constexpr std::array track{std::uint32_t{MKTAG('m', 'o', 'o', 'v')},
                               std::uint32_t{MKTAG('t', 'r', 'a', 'k')}};
    constexpr std::array header{std::uint32_t{MKTAG('t', 'k', 'h', 'd')}};
    constexpr std::array table{std::uint32_t{MKTAG('m', 'd', 'i', 'a')},
                               std::uint32_t{MKTAG('m', 'i', 'n', 'f')},
                               std::uint32_t{MKTAG('s', 't', 'b', 'l')}};
    AVIOContext* io = context.pb;
    const std::int64_t before = avio_tell(io);
    SampleDescriptions found;
    const auto read = [&](const Part& part, const AVStream& stream) {
        anyAt(io, part.content, part.end, readBox, table, [&](const Part& box) {
            Track samples = Reader(io, *stream.codecpar).read(box);
            if (!samples.chunks.empty())
                found.tracks_[stream.index] = std::move(samples);
            return true;
        });
    };
    anyAt(io, 0, fileSize, readBox, track, [&](const Part& part) {
        anyAt(io, part.content, part.end, readBox, header, [&](const Part& box) {
            const std::int64_t id = readBehindDates(io, box);
            for (const AVStream* stream : std::span(context.streams, context.nb_streams))
                if (stream->id == id)
                    read(part, *stream);
            return true;
        });
        return false; // all tracks
    });
    avio_seek(io, before, SEEK_SET);
    return found;
}

std::size_t SampleDescriptions::descriptionAt(const Track& track, std::int64_t place)
{
    const auto next = std::ranges::upper_bound(track.chunks, place, {}, &Chunk::place);
    return next == track.chunks.begin() ? 0 : std::prev(next)->description;
}

Result<void> SampleDescriptions::follow(AVPacket& packet)
{
    const auto found = tracks_.find(packet.stream_index);
    if (found == tracks_.end() || packet.pos < 0)
        return {};
    Track& track = found->second;
    dropNewExtradata(packet);
    const AVCodecParameters& headers = *track.headers[descriptionAt(track, packet.pos)];
    const bool isKnown = track.current && areAlike(*track.headers[*track.current], headers);
    track.current = descriptionAt(track, packet.pos);
    return isKnown ? Result<void>{} : bringHeaders(packet, headers);
}

void SampleDescriptions::forget()
{
    for (auto& [stream, track] : tracks_)
        track.current.reset();
}

} // namespace ndas::engine
