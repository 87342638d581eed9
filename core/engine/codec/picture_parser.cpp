#include "core/engine/codec/picture_parser.h"

#include "core/engine/codec/vp9_header.h"
#include "core/engine/libav/new_headers.h"

#include <algorithm>
#include <utility>

namespace ndas::engine {

bool isOfBrowsers(AVCodecID codec)
{
    return codec == AV_CODEC_ID_VP8 || codec == AV_CODEC_ID_VP9 || codec == AV_CODEC_ID_AV1;
}

PictureParser::PictureParser(const AVStream& stream)
    : sequences_(stream)
{
    const AVCodecID codec = stream.codecpar->codec_id;
    isVp9_ = codec == AV_CODEC_ID_VP9;
    if (isVp9_ || (codec != AV_CODEC_ID_H264 && codec != AV_CODEC_ID_HEVC && !isOfBrowsers(codec)))
        return;
    areApart_ = codec == AV_CODEC_ID_HEVC;
    if (codec == AV_CODEC_ID_H264)
        slices_.emplace(*stream.codecpar);
    codec_.reset(avcodec_alloc_context3(nullptr));
    parser_.reset(av_parser_init(codec));
    if (!codec_ || !parser_ || avcodec_parameters_to_context(codec_.get(), stream.codecpar) < 0)
        parser_.reset();
    if (parser_)
        parser_->flags |= PARSER_FLAG_COMPLETE_FRAMES;
}

ParsedPicture PictureParser::parse(const AVPacket& packet)
{
    if (isVp9_ && packet.size > 0) {
        const media::PixelSize size = sizeOfVp9KeyFrame({packet.data, static_cast<std::size_t>(packet.size)});
        sizeOfVp9_ = size.isEmpty() ? sizeOfVp9_ : size;
        return {.size = sizeOfVp9_};
    }
    if (!parser_ || packet.size <= 0)
        return {};
    std::uint8_t* data = nullptr;
    int size = 0;
    av_parser_parse2(parser_.get(), codec_.get(), &data, &size, packet.data, packet.size, packet.pts,
                     packet.dts, packet.pos);
    return {.isSecondHalf = isSecondHalf(packet, parser_->picture_structure),
            .isNeverShown = sequences_.look(packet).isNeverShown,
            .size = {std::max(0, parser_->width), std::max(0, parser_->height)}};
}

/// Of the frame that a field of H.264 belongs to.
std::optional<unsigned> PictureParser::numberOf(const AVPacket& packet)
{
    if (!slices_)
        return std::nullopt;
    if (const AVCodecParameters* brought = broughtHeaders(packet))
        slices_.emplace(*brought);
    const std::vector<H264Slice> slices = slices_->in(packet);
    return slices.empty() ? std::nullopt : std::optional(slices.front().number);
}

/// `structure`: AVPictureStructure.
bool PictureParser::isSecondHalf(const AVPacket& packet, int structure)
{
    const bool isField =
        structure == AV_PICTURE_STRUCTURE_TOP_FIELD || structure == AV_PICTURE_STRUCTURE_BOTTOM_FIELD;
    if (areApart_ && firstHalf_ == 0 && isField)
        firstHalf_ = structure;
    if (areApart_)
        return isField && structure != firstHalf_;
    const int before = std::exchange(firstHalf_, 0);
    const std::optional<unsigned> numberBefore =
        std::exchange(numberOfHalf_, isField ? numberOf(packet) : std::nullopt);
    const bool isOther = isField && before != 0 && before != structure;
    if (isOther && numberBefore == numberOfHalf_) // where both halves are in each, all begin with the same
        return true;
    firstHalf_ = isField ? structure : 0;
    return false;
}

} // namespace ndas::engine
