// Recordings as values, for tests of decisions.
#pragma once

#include "core/media/media_info.h"

namespace ndas::test {

/// 75 s of 1080p30 H.264 High with stereo AAC-LC at 96 kbit/s in MP4: complies with everything.
inline media::MediaInfo compliantInfo()
{
    media::VideoStream video;
    video.index = 0;
    video.codec = QStringLiteral("h264");
    video.profile = QStringLiteral("High");
    video.level = 40;
    video.coded = {1920, 1080};
    video.frameRate = {30, 1};
    video.pixelFormat = QStringLiteral("yuv420p");
    video.colorMatrix = QStringLiteral("bt709");
    video.timeBase = {1, 15360};
    video.duration = std::chrono::seconds(75);
    video.frameCount = 2250;
    media::AudioStream audio;
    audio.index = 1;
    audio.codec = QStringLiteral("aac");
    audio.profile = QStringLiteral("LC");
    audio.channels = 2;
    audio.channelLayout = QStringLiteral("stereo");
    audio.sampleRate = 48000;
    audio.bitRate = 96'000;
    audio.duration = std::chrono::seconds(75);
    media::MediaInfo info;
    info.container = QStringLiteral("mov,mp4,m4a,3gp,3g2,mj2");
    info.sizeBytes = 150'000'000;
    info.duration = std::chrono::seconds(75);
    info.video = {video};
    info.audio = {audio};
    info.chosenVideo = 0;
    info.chosenAudio = 0;
    return info;
}

} // namespace ndas::test
