#include "app/composition/sample_clip.h"

#include "core/base/durable_file.h"

#include <QtCore/QByteArray>
#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QtEndian>

namespace ndas::app {

namespace {

constexpr int width = 160;
constexpr int height = 120;
constexpr int framesPerSecond = 10;
constexpr int frameCount = 20;
constexpr int bytesPerPixel = 3;
constexpr int frameBytes = width * height * bytesPerPixel; // rows of 480 bytes need no padding to 4

void append32(QByteArray& to, quint32 value)
{
    char bytes[4];
    qToLittleEndian(value, bytes);
    to.append(bytes, sizeof bytes);
}

void append16(QByteArray& to, quint16 value)
{
    char bytes[2];
    qToLittleEndian(value, bytes);
    to.append(bytes, sizeof bytes);
}

/// A RIFF chunk; all sizes here are even, so none needs a padding byte.
QByteArray chunk(const char* id, const QByteArray& content)
{
    QByteArray result(id, 4);
    append32(result, static_cast<quint32>(content.size()));
    return result + content;
}

QByteArray list(const char* kind, const QByteArray& content)
{
    return chunk("LIST", QByteArray(kind, 4) + content);
}

/// AVIMAINHEADER
QByteArray mainHeader()
{
    QByteArray header;
    constexpr quint32 hasIndex = 0x10;
    for (const quint32 value :
         {1'000'000u / framesPerSecond, quint32{frameBytes * framesPerSecond}, 0u, hasIndex,
          quint32{frameCount}, 0u, 1u, quint32{frameBytes}, quint32{width}, quint32{height}, 0u, 0u, 0u, 0u})
        append32(header, value);
    return chunk("avih", header);
}

/// AVISTREAMHEADER
QByteArray streamHeader()
{
    QByteArray header("vidsDIB ");
    for (const quint32 value :
         {0u, 0u, 0u, 1u, quint32{framesPerSecond}, 0u, quint32{frameCount}, quint32{frameBytes}, 0u, 0u})
        append32(header, value);
    for (const int side : {0, 0, width, height})
        append16(header, static_cast<quint16>(side));
    return chunk("strh", header);
}

/// BITMAPINFOHEADER
QByteArray pictureFormat()
{
    QByteArray format;
    constexpr quint32 headerBytes = 40;
    for (const quint32 value : {headerBytes, quint32{width}, quint32{height}})
        append32(format, value);
    append16(format, 1);
    append16(format, 8 * bytesPerPixel);
    for (const quint32 value : {0u, quint32{frameBytes}, 0u, 0u, 0u, 0u})
        append32(format, value);
    return chunk("strf", format);
}

QByteArray picture(int number)
{
    constexpr int side = 32;
    const int left = number * (width - side) / frameCount;
    QByteArray pixels;
    pixels.reserve(frameBytes);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const bool inSquare = x >= left && x < left + side && y >= 40 && y < 40 + side;
            const char shade = static_cast<char>(inSquare ? 235 : 60 + y / 2);
            pixels.append(bytesPerPixel, shade);
        }
    }
    return pixels;
}

} // namespace

QByteArray sampleClip()
{
    QByteArray pictures;
    QByteArray index;
    constexpr quint32 isKeyFrame = 0x10;
    for (int number = 0; number < frameCount; ++number) {
        index.append("00db", 4);
        append32(index, isKeyFrame);
        append32(index, static_cast<quint32>(pictures.size()) + 4); // counted from "movi"
        append32(index, frameBytes);
        pictures += chunk("00db", picture(number));
    }
    const QByteArray headers = list("hdrl", mainHeader() + list("strl", streamHeader() + pictureFormat()));
    return chunk("RIFF", QByteArray("AVI ", 4) + headers + list("movi", pictures) + chunk("idx1", index));
}

Result<void> writeSampleClip(const QString& path)
{
    return writeNewFileDurably(path, sampleClip());
}

Result<QString> sampleRecording(const AppPaths& paths)
{
    const QString folder = paths.dataDir + QStringLiteral("/sample");
    const QString path = folder + QStringLiteral("/Sample recording.avi");
    if (QFileInfo::exists(path))
        return path;
    if (!QDir().mkpath(folder))
        return fail(ErrorCode::PermissionDenied, folder);
    NDAS_CHECK(writeSampleClip(path));
    return path;
}

} // namespace ndas::app
