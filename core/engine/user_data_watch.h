// Whether the packets of a picture track carry anything in H.264 that a rendition leaves behind.
#pragma once

#include "core/engine/av_handles.h"
#include "core/engine/h264_user_data.h"
#include "core/engine/side_data.h"

namespace ndas::engine {

class UserDataWatch {
public:
    explicit UserDataWatch(const AVStream& stream)
        : isH264_(stream.codecpar->codec_id == AV_CODEC_ID_H264)
        , framing_(NalFraming::ofExtradata(extradataOf(*stream.codecpar)))
    {
    }

    void look(const AVPacket& packet)
    {
        if (!isH264_ || saw_ || packet.size <= 0)
            return;
        saw_ = withoutUserData({packet.data, static_cast<std::size_t>(packet.size)}, framing_).has_value();
    }

    bool saw() const { return saw_; }

private:
    bool isH264_;
    NalFraming framing_;
    bool saw_ = false;
};

} // namespace ndas::engine
