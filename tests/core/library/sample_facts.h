// A plain portrait phone clip, as a probe would describe it.
#pragma once

#include "core/media/media_info.h"

namespace ndas::test {

inline media::MediaInfo someInfo()
{
    media::MediaInfo info;
    info.container = QStringLiteral("mov,mp4,m4a,3gp,3g2,mj2");
    info.sizeBytes = 1000;
    info.duration = std::chrono::seconds(2);
    media::VideoStream video;
    video.index = 0;
    video.codec = QStringLiteral("h264");
    video.coded = {1920, 1080};
    video.orientation.clockwiseDegrees = 90;
    video.frameRate = {25, 1};
    info.video = {video};
    media::AudioStream audio;
    audio.index = 1;
    audio.codec = QStringLiteral("aac");
    audio.channels = 1;
    info.audio = {audio};
    info.others = {{.index = 2, .kind = QStringLiteral("made up"), .codec = QString()}};
    info.chosenVideo = 0;
    info.chosenAudio = 0;
    info.recordedAt = media::RecordingDate{.iso = QStringLiteral("2026-11-03T10:24:00"),
                                           .source = media::DateSource::FileName};
    return info;
}

} // namespace ndas::test
