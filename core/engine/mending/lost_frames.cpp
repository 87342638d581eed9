#include "core/engine/mending/lost_frames.h"

#include <algorithm>

extern "C" {
#include <libavcodec/dv_profile.h>
}

namespace ndas::engine {

namespace {

constexpr qsizetype searched = 1 << 20;
constexpr qsizetype headerSize = 6 * 80; ///< IEC 61834-2: header, subcode and VAUX blocks of a sequence
constexpr qsizetype sequenceSize = 150 * 80;

/// Of both kinds, 525 and 625 lines.
qsizetype placeOfHeader(const QByteArray& bytes)
{
    const auto of = [&bytes](const char* header) {
        const qsizetype at = bytes.indexOf(QByteArray::fromHex(header));
        return at < 0 ? bytes.size() : at;
    };
    return std::min(of("1f07003f"), of("1f0700bf"));
}

} // namespace

std::optional<FrameBegin> beginOfDvFrames(AVIOContext* io)
{
    QByteArray bytes(searched, '\0');
    avio_seek(io, 0, SEEK_SET);
    const int got = avio_read(io, reinterpret_cast<unsigned char*>(bytes.data()), searched);
    avio_seek(io, 0, SEEK_SET);
    bytes.truncate(std::max(0, got));
    const qsizetype at = placeOfHeader(bytes);
    if (bytes.size() - at < sequenceSize)
        return std::nullopt;
    const auto* frame = reinterpret_cast<const std::uint8_t*>(bytes.constData()) + at;
    const AVDVProfile* profile =
        av_dv_frame_profile(nullptr, frame, static_cast<unsigned>(bytes.size() - at));
    if (!profile)
        return std::nullopt;
    return FrameBegin{.first = at, .size = profile->frame_size, .header = bytes.mid(at, headerSize)};
}

bool isLostFrame(const AVPacket& packet, const AVStream& stream)
{
    if (stream.codecpar->codec_id != AV_CODEC_ID_DVVIDEO || packet.size <= sequenceSize)
        return false;
    return std::all_of(packet.data + headerSize, packet.data + sequenceSize,
                       [](std::uint8_t byte) { return byte == 0; });
}

} // namespace ndas::engine
