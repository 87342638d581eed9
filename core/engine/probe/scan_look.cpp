#include "core/engine/probe/scan_look.h"

#include "core/engine/filter/picture_filter.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

extern "C" {
#include <libavutil/common.h>
}

namespace ndas::engine {

namespace {

using media::Scan;

constexpr std::int64_t mostFrames = 60;
constexpr std::int64_t mostPackets = 2000; ///< of all tracks
constexpr std::int64_t leastVotes = 8;
constexpr media::Micros shortestToLookOn = std::chrono::seconds(6);

/// Codecs that either hold whole pictures only or say of each what it is.
constexpr std::array sayItThemselves{AV_CODEC_ID_HEVC,    AV_CODEC_ID_VP8,        AV_CODEC_ID_VP9,
                                     AV_CODEC_ID_AV1,     AV_CODEC_ID_MPEG2VIDEO, AV_CODEC_ID_MPEG1VIDEO,
                                     AV_CODEC_ID_DVVIDEO, AV_CODEC_ID_PRORES,     AV_CODEC_ID_VC1,
                                     AV_CODEC_ID_THEORA,  AV_CODEC_ID_DNXHD,      AV_CODEC_ID_GIF};

bool isSizeOfATape(media::PixelSize size)
{
    constexpr std::array heights{480, 486, 576};
    return size.width >= 700 && size.width <= 768 && std::ranges::count(heights, size.height) > 0;
}

std::int64_t votes(const AVFrame& frame, const char* key)
{
    const AVDictionaryEntry* entry = av_dict_get(frame.metadata, key, nullptr, 0);
    return entry ? static_cast<std::int64_t>(std::strtod(entry->value, nullptr)) : 0;
}

/// How often moving dots stand out from both of their neighbouring lines, which are alike: the comb of two
/// fields. idet alone takes some whole pictures with fine patterns for interlaced.
class Comb {
public:
    void add(const AVFrame& gray)
    {
        if (before_ && before_->width == gray.width && before_->height == gray.height)
            for (int row = 1; row + 1 < gray.height; ++row)
                addRow(gray, row);
        before_.reset(av_frame_clone(&gray));
    }

    bool isSeen() const { return teeth_ * 100 > moving_ * leastPercent; }

private:
    static constexpr std::int64_t leastPercent = 15; // tapes show 25 and more, whole pictures under 10
    static constexpr int visible = 10;

    void addRow(const AVFrame& gray, int row)
    {
        const auto line = [](const AVFrame& frame, int number) {
            return frame.data[0] + std::ptrdiff_t{number} * frame.linesize[0];
        };
        const std::uint8_t* here = line(gray, row);
        const std::uint8_t* above = line(gray, row - 1);
        const std::uint8_t* below = line(gray, row + 1);
        const std::uint8_t* earlier = line(*before_, row);
        for (int x = 0; x < gray.width; ++x) {
            if (std::abs(here[x] - earlier[x]) <= visible + visible / 2)
                continue;
            ++moving_;
            const int up = here[x] - above[x];
            const int down = here[x] - below[x];
            if (up * down > 0 && std::min(std::abs(up), std::abs(down)) > visible &&
                2 * std::abs(above[x] - below[x]) < std::abs(up))
                ++teeth_;
        }
    }

    FramePtr before_;
    std::int64_t moving_ = 0;
    std::int64_t teeth_ = 0;
};

/// Counts what libavfilter's idet says of each picture.
class Ballot {
public:
    explicit Ballot(AVRational timeBase)
        : timeBase_(timeBase)
    {
    }

    Result<void> add(AVFrame& frame)
    {
        ++frames_;
        if (!look_ || !look_->accepts(frame)) {
            NDAS_TRY(PictureFilter made, PictureFilter::makeLook(frame, timeBase_, "format=gray,idet"));
            look_ = std::move(made);
        }
        return look_->feed(frame, [this](AVFrame& seen) -> Result<void> {
            topFirst_ = votes(seen, "lavfi.idet.multiple.tff");
            bottomFirst_ = votes(seen, "lavfi.idet.multiple.bff");
            whole_ = votes(seen, "lavfi.idet.multiple.progressive");
            comb_.add(seen);
            return {};
        });
    }

    bool isFull() const { return frames_ >= mostFrames; }

    Scan result() const
    {
        const auto [fewer, more] = std::minmax(topFirst_, bottomFirst_);
        if (!comb_.isSeen() || more < leastVotes || more < 3 * whole_ || more < 3 * fewer)
            return Scan::Progressive;
        return topFirst_ > bottomFirst_ ? Scan::TopFieldFirst : Scan::BottomFieldFirst;
    }

private:
    AVRational timeBase_;
    Comb comb_;
    std::optional<PictureFilter> look_;
    std::int64_t frames_ = 0;
    std::int64_t topFirst_ = 0;
    std::int64_t bottomFirst_ = 0;
    std::int64_t whole_ = 0;
};

/// False where the container cannot.
Result<bool> goTo(Input& input, const AVStream& stream, media::Micros time)
{
    const std::int64_t start = stream.start_time == AV_NOPTS_VALUE ? 0 : stream.start_time;
    const std::int64_t pts =
        av_sat_add64(start, av_rescale_q(time.count(), {1, AV_TIME_BASE}, stream.time_base));
    const Result<void> gone = time == media::Micros(0) ? input.rewind() : input.seek(stream.index, pts);
    if (!gone && gone.error().code == ErrorCode::Cancelled)
        return fail(gone.error());
    return gone.has_value();
}

Result<Scan> lookFromHere(Input& input, const AVStream& stream)
{
    auto decoder = Decoder::open(stream);
    const PacketPtr packet = makePacket();
    if (!decoder || !packet)
        return Scan::Progressive;
    Ballot ballot(stream.time_base);
    for (std::int64_t read = 0; read < mostPackets && !ballot.isFull(); ++read) {
        NDAS_TRY(const bool more, input.read(*packet));
        if (!more)
            break;
        const bool wanted = packet->stream_index == stream.index;
        const Result<void> seen =
            wanted ? decoder->feed(*packet, [&](AVFrame& frame) { return ballot.add(frame); })
                   : Result<void>{};
        av_packet_unref(packet.get());
        if (!seen) // a picture nothing can be made of; the decision needs many
            return Scan::Progressive;
    }
    return ballot.result();
}

} // namespace

bool mayHideFields(const AVStream& stream, const media::VideoStream& video)
{
    if (video.scan != Scan::Progressive || video.coded.height < 2 * 16)
        return false;
    if (std::ranges::count(sayItThemselves, stream.codecpar->codec_id) > 0)
        return false;
    const bool isSaid =
        stream.codecpar->codec_id == AV_CODEC_ID_H264 || stream.codecpar->field_order == AV_FIELD_PROGRESSIVE;
    return !isSaid || isSizeOfATape(video.coded);
}

Result<Scan> lookAtScan(Input& input, const AVStream& stream)
{
    const std::int64_t length = std::max<std::int64_t>(0, input.context()->duration);
    Scan found = Scan::Progressive;
    for (int third = 0; third < 3 && found == Scan::Progressive; ++third) {
        if (third > 0 && length < shortestToLookOn.count())
            break;
        NDAS_TRY(const bool stands, goTo(input, stream, media::Micros(length / 3 * third)));
        if (stands) {
            NDAS_TRY(found, lookFromHere(input, stream));
        }
    }
    return found;
}

} // namespace ndas::engine
