// What a recording is: the result of a probe. Plain values; durations in microseconds.
#pragma once

#include "core/base/result.h"
#include "core/media/geometry.h"

#include <QtCore/QStringList>

#include <chrono>
#include <optional>
#include <vector>

namespace ndas::media {

using Micros = std::chrono::microseconds;

enum class Hdr { None, Pq, Hlg, DolbyVision }; ///< DolbyVision: profile without a compatible base layer
enum class Scan { Progressive, TopFieldFirst, BottomFieldFirst, InterlacedUnknownOrder };
enum class Chroma { Gray, Yuv420, Yuv422, Yuv444, Yuv410, Yuv411, Yuv440, Rgb, Other };

struct VideoStream {
    int index = -1; ///< in the container
    QString codec;  ///< FFmpeg's short name, e.g. "h264"
    QString profile;
    int level = 0;
    PixelSize coded;
    Rational pixelAspect{1, 1};
    Orientation orientation;
    bool orientationRounded = false; ///< the file asked for an angle that is no multiple of 90 degrees
    Rational frameRate;              ///< average
    bool variableFrameRate = false;
    QString pixelFormat; ///< FFmpeg's name, e.g. "yuv420p"
    int bitDepth = 8;
    Chroma chroma = Chroma::Yuv420;
    bool alpha = false;
    bool fullRange = false;
    QString colorPrimaries; ///< FFmpeg's names; "" = not said
    QString colorTransfer;
    QString colorMatrix;
    Hdr hdr = Hdr::None;
    Scan scan = Scan::Progressive;
    bool scanIsInFrames = false; ///< each frame says what it is; else only the container does, or looking
    Rational timeBase{1, 90000};
    Micros start{0};             ///< presentation time of the first frame in the file's own time
    Micros duration{0};          ///< 0 = unknown
    std::int64_t frameCount = 0; ///< 0 = unknown
    std::int64_t bitRate = 0;    ///< bits per second; 0 = unknown
    QString language;
    bool isDefault = false;

    PixelSize display() const { return displaySize(coded, pixelAspect, orientation); }
};

struct AudioStream {
    int index = -1;
    QString codec;
    QString profile;
    int channels = 0;
    QString channelLayout;
    int sampleRate = 0;
    std::int64_t bitRate = 0;
    QString language;
    bool isDefault = false;
    bool decodable = true; ///< false: headers are broken or there is no decoder; the sound cannot be kept
    Micros start{0};
    Micros duration{0};
};

/// Neither picture nor sound, or a picture that is no video (cover art, still).
struct OtherStream {
    int index = -1;
    QString kind; ///< "subtitle", "data", "attachment", "cover", "still"
    QString codec;
};

enum class DateSource { Container, FileName, FileTime, Typed };

struct RecordingDate {
    QString iso; ///< "2026-11-03T10:24:00", with "Z" or an offset when the source says so
    DateSource source = DateSource::Container;

    friend bool operator==(const RecordingDate&, const RecordingDate&) = default;
};

struct MediaInfo {
    QString container; ///< FFmpeg's demuxer name, e.g. "mov,mp4,m4a,3gp,3g2,mj2"
    std::int64_t sizeBytes = 0;
    std::int64_t bitRate = 0;
    Micros start{0};
    Micros duration{0};            ///< measured when the container does not say or cannot be right
    bool durationMeasured = false; ///< found by reading packets to the end
    std::vector<VideoStream> video;
    std::vector<AudioStream> audio;
    std::vector<OtherStream> others;
    int chosenVideo = -1; ///< position in `video`: what is shown and transcoded
    int chosenAudio = -1; ///< position in `audio`; -1 = silent
    std::optional<RecordingDate> recordedAt;
    bool hasLocation = false;
    QStringList
        privateTags;      ///< names of tags that renditions do not keep: "location", "device", "title", ...
    QStringList warnings; ///< those of warnings.h

    const VideoStream* mainVideo() const;
    const AudioStream* mainAudio() const;
};

/// Lossless, for the worker protocol and the database.
QJsonObject toJson(const MediaInfo& info);
Result<MediaInfo> mediaInfoFromJson(const QJsonObject& json);
/// What `ndas-cli probe --json` prints: flat, documented in README, stable for scripts.
QJsonObject toReport(const MediaInfo& info);

const char* name(Hdr hdr);
const char* name(Scan scan);
std::optional<DateSource> dateSourceFromName(const QString& name);
const char* name(DateSource source); ///< "container", "file name", "file time", "typed"

/// Limits of PRODUCT.md on what may be imported.
struct Limits {
    std::int64_t maxBytes = std::int64_t{2} << 30;
    Micros maxDuration = std::chrono::hours(1);
};

/// TooLarge / TooLong / NoVideoStream for a recording that may not be imported.
Result<void> checkLimits(const MediaInfo& info, const Limits& limits);

} // namespace ndas::media
