#include "core/engine/container/format_detection.h"

#include "core/engine/libav/allowed_formats.h"

#include <QtCore/QByteArray>

#include <algorithm>
#include <cstdint>
#include <string_view>

extern "C" {
#include <libavutil/avstring.h>
}

namespace ndas::engine {

namespace {

constexpr int maxFormatProbe = 1 << 20;

QByteArray bytesAt(AVIOContext* io, std::int64_t position)
{
    QByteArray bytes(maxFormatProbe, '\0');
    avio_seek(io, position, SEEK_SET);
    const int got = avio_read(io, reinterpret_cast<unsigned char*>(bytes.data()), maxFormatProbe);
    return bytes.left(std::max(0, got));
}

/// As downloads and copies leave a file for which they only made room.
bool isNeverWritten(AVIOContext* io)
{
    const auto isBlank = [](const QByteArray& bytes) { return bytes.count('\0') == bytes.size(); };
    return isBlank(bytesAt(io, 0)) &&
           isBlank(bytesAt(io, std::max<std::int64_t>(0, avio_size(io) - maxFormatProbe)));
}

/// Many photos one behind the other, which libav may take for the first of them. A photo by itself has at
/// most a preview and a second view in it.
bool isMotionJpeg(const AVInputFormat& format, AVIOContext* io)
{
    constexpr int leastJoints = 3;
    if (av_match_list(format.name, "mjpeg,jpeg_pipe", ',') <= 0)
        return false;
    return bytesAt(io, 0).count(QByteArray::fromHex("ffd9ffd8")) >= leastJoints;
}

/// What some servers write is known to libav under a name of its own, and the same.
const AVInputFormat& usualName(const AVInputFormat& format)
{
    const bool isFlv = av_match_list(format.name, "live_flv,kux", ',') > 0;
    const AVInputFormat* usual = isFlv ? av_find_input_format("flv") : nullptr;
    return usual ? *usual : format;
}

} // namespace

Result<Detected> detectFormat(AVIOContext* io)
{
    const AVInputFormat* format = nullptr;
    const int code = av_probe_input_buffer2(io, &format, "", nullptr, 0, maxFormatProbe);
    if (code == AVERROR_EXIT)
        return fail(ErrorCode::Cancelled);
    if ((code < 0 || !format) && isNeverWritten(io))
        return fail(ErrorCode::EmptyFile, {}, code);
    if (code < 0 || !format)
        return fail(ErrorCode::NotMedia, QStringLiteral("no known container"), code);
    format = &usualName(*format);
    const bool isCertain = code > AVPROBE_SCORE_RETRY;
    if (isMotionJpeg(*format, io))
        return fail(ErrorCode::UnsupportedCodec, QStringLiteral("a bare stream without times: mjpeg"));
    switch (kindOf(*format)) {
    case FormatKind::Video:
        return Detected{.format = format, .certain = isCertain};
    case FormatKind::Sound:
        if (isCertain)
            return fail(ErrorCode::NoVideoStream, QString::fromUtf8(format->name));
        break;
    case FormatKind::Bare:
        if (isCertain)
            return fail(ErrorCode::UnsupportedCodec,
                        QStringLiteral("a bare stream without times: ") + QString::fromUtf8(format->name));
        break;
    case FormatKind::OtherVideo:
        if (isCertain)
            return fail(ErrorCode::UnsupportedCodec,
                        QStringLiteral("a container that is not read: ") + QString::fromUtf8(format->name));
        break;
    case FormatKind::Image:
        if (isCertain)
            return fail(ErrorCode::StillImage, QString::fromUtf8(format->name));
        break;
    case FormatKind::Foreign:
        break;
    }
    return fail(ErrorCode::NotMedia, QString::fromUtf8(format->name));
}

bool hasBoxes(const AVInputFormat& format)
{
    return std::string_view(format.name).starts_with("mov,");
}

} // namespace ndas::engine
