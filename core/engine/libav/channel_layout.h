// How channels of sound are arranged, in words.
#pragma once

#include "core/engine/libav/av_handles.h"

#include <QtCore/QByteArray>

#include <array>

extern "C" {
#include <libavutil/channel_layout.h>
}

namespace ndas::engine {

/// As libav reads it back: "stereo", "5.1", "FL+FR+TFC"; "" where there are no channels.
inline QByteArray nameOf(const AVChannelLayout& layout)
{
    std::array<char, 1024> name{}; // 64 channels, each by its own name
    const bool isKnown =
        layout.nb_channels > 0 && av_channel_layout_describe(&layout, name.data(), name.size()) > 0;
    return isKnown ? QByteArray(name.data()) : QByteArray();
}

} // namespace ndas::engine
