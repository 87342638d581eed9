// Whether the packets of a picture track carry anything that a rendition leaves behind.
#pragma once

#include "core/engine/codec/h264_user_data.h"
#include "core/engine/libav/av_handles.h"
#include "core/engine/libav/side_data.h"

namespace ndas::engine {

class UserDataWatch {
public:
    explicit UserDataWatch(const AVStream& stream)
        : codec_(stream.codecpar->codec_id)
        , framing_(codec_ == AV_CODEC_ID_HEVC ? NalFraming::ofHevcExtradata(extradataOf(*stream.codecpar))
                                              : NalFraming::ofExtradata(extradataOf(*stream.codecpar)))
    {
    }

    void look(const AVPacket& packet)
    {
        if (saw_ || packet.size <= 0)
            return;
        const std::span<const std::uint8_t> bytes(packet.data, static_cast<std::size_t>(packet.size));
        saw_ = (codec_ == AV_CODEC_ID_H264 && withoutUserData(bytes, framing_)) ||
               (codec_ == AV_CODEC_ID_HEVC && hasHevcUserData(bytes, framing_));
    }

    bool saw() const { return saw_; }

private:
    AVCodecID codec_;
    NalFraming framing_;
    bool saw_ = false;
};

} // namespace ndas::engine
