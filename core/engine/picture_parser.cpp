#include "core/engine/field_pairs.h"

#include <algorithm>
#include <utility>

namespace ndas::engine {

FieldPairs::FieldPairs(const AVStream& stream)
{
    const AVCodecID codec = stream.codecpar->codec_id;
    if (codec != AV_CODEC_ID_H264 && codec != AV_CODEC_ID_HEVC)
        return;
    areApart_ = codec == AV_CODEC_ID_HEVC;
    codec_.reset(avcodec_alloc_context3(nullptr));
    parser_.reset(av_parser_init(codec));
    if (!codec_ || !parser_ || avcodec_parameters_to_context(codec_.get(), stream.codecpar) < 0)
        parser_.reset();
    if (parser_)
        parser_->flags |= PARSER_FLAG_COMPLETE_FRAMES;
}

media::PixelSize FieldPairs::size() const
{
    return parser_ ? media::PixelSize{std::max(0, parser_->width), std::max(0, parser_->height)}
                   : media::PixelSize{};
}

bool FieldPairs::isSecondHalf(const AVPacket& packet)
{
    if (!parser_ || packet.size <= 0)
        return false;
    std::uint8_t* data = nullptr;
    int size = 0;
    av_parser_parse2(parser_.get(), codec_.get(), &data, &size, packet.data, packet.size, packet.pts,
                     packet.dts, packet.pos);
    const int found = parser_->picture_structure;
    const bool isField =
        found == AV_PICTURE_STRUCTURE_TOP_FIELD || found == AV_PICTURE_STRUCTURE_BOTTOM_FIELD;
    if (areApart_ && firstHalf_ == 0 && isField)
        firstHalf_ = found;
    if (areApart_)
        return isField && found != firstHalf_;
    const int before = std::exchange(firstHalf_, 0);
    if (isField && before != 0 && before != found) // where both halves are in each, all begin with the same
        return true;
    firstHalf_ = isField ? found : 0;
    return false;
}

} // namespace ndas::engine
