#include "app/composition/sample_clip.h"

#include "app/composition/sample_scene.h"
#include "core/base/durable_file.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QtEndian>

namespace ndas::app {

namespace {

constexpr std::chrono::seconds sampleLength{32};
constexpr int paletteColors = 256; // as many as one byte can name
constexpr quint32 bytesPerSample = 2;
constexpr quint32 samplesPerSecond = scene::samplesPerFrame * scene::framesPerSecond;
constexpr quint32 mostBytesPerFrame = 64 * 1024; // what a reader should be ready for

template <class Number>
void append(QByteArray& to, std::initializer_list<Number> values)
{
    for (const Number value : values) {
        char bytes[sizeof(Number)];
        qToLittleEndian(value, bytes);
        to.append(bytes, sizeof bytes);
    }
}

/// A RIFF chunk; all sizes here are even, so none needs a padding byte.
QByteArray chunk(const char* id, const QByteArray& content)
{
    QByteArray result(id, 4);
    append<quint32>(result, {static_cast<quint32>(content.size())});
    return result + content;
}

QByteArray list(const char* kind, const QByteArray& content)
{
    return chunk("LIST", QByteArray(kind, 4) + content);
}

/// AVIMAINHEADER
QByteArray mainHeader(quint32 frames)
{
    constexpr quint32 hasIndex = 0x10;
    constexpr quint32 isInterleaved = 0x100;
    QByteArray header;
    append<quint32>(header, {1'000'000 / scene::framesPerSecond, mostBytesPerFrame * scene::framesPerSecond,
                             0, hasIndex | isInterleaved, frames, 0, 2, mostBytesPerFrame, scene::width,
                             scene::height, 0, 0, 0, 0});
    return chunk("avih", header);
}

/// AVISTREAMHEADER; `rate` / `scale` units a second, `sampleSize` bytes each (0: they vary).
QByteArray streamHeader(const char* kind, quint32 scale, quint32 rate, quint32 length, quint32 sampleSize)
{
    QByteArray header(kind, 8);
    append<quint32>(header, {0, 0, 0, scale, rate, 0, length, mostBytesPerFrame, 0, sampleSize});
    append<quint16>(header, {0, 0, scene::width, scene::height});
    return chunk("strh", header);
}

/// BITMAPINFOHEADER and its palette
QByteArray pictureFormat()
{
    constexpr quint32 headerBytes = 40;
    constexpr quint32 runLengthCoded = 1; // BI_RLE8
    QByteArray format;
    append<quint32>(format, {headerBytes, scene::width, scene::height});
    append<quint16>(format, {1, 8});
    append<quint32>(
        format, {runLengthCoded, scene::width * scene::height, 0, 0, paletteColors, scene::colors.size()});
    for (const quint32 color : scene::colors)
        append<quint32>(format, {color});
    format.append((paletteColors - static_cast<qsizetype>(scene::colors.size())) * 4, 0);
    return chunk("strf", format);
}

/// PCMWAVEFORMAT
QByteArray soundFormat()
{
    QByteArray format;
    append<quint16>(format, {1, 1});
    append<quint32>(format, {samplesPerSecond, samplesPerSecond * bytesPerSample});
    append<quint16>(format, {bytesPerSample, 8 * bytesPerSample});
    return chunk("strf", format);
}

void appendRuns(QByteArray& to, QByteArrayView row)
{
    for (qsizetype start = 0; start < row.size();) {
        qsizetype end = start;
        while (end < row.size() && end - start < 255 && row[end] == row[start])
            ++end;
        to.append(static_cast<char>(end - start)).append(row[start]);
        start = end;
    }
}

/// As a bitmap keeps it: from the bottom row to the top one.
QByteArray coded(const QByteArray& picture)
{
    constexpr char endOfRow[]{0, 0};
    constexpr char endOfPicture[]{0, 1};
    QByteArray result;
    for (qsizetype y = scene::height - 1; y >= 0; --y) {
        appendRuns(result, QByteArrayView(picture).sliced(y * scene::width, scene::width));
        if (y > 0)
            result.append(endOfRow, 2);
    }
    return result.append(endOfPicture, 2);
}

QByteArray headersFor(quint32 frames)
{
    const QByteArray pictures = streamHeader("vidsmrle", 1, scene::framesPerSecond, frames, 0);
    const QByteArray sound =
        streamHeader("auds\0\0\0\0", 1, samplesPerSecond, frames * scene::samplesPerFrame, bytesPerSample);
    return list("hdrl", mainHeader(frames) + list("strl", pictures + pictureFormat()) +
                            list("strl", sound + soundFormat()));
}

} // namespace

QByteArray sampleClip(std::chrono::seconds length)
{
    const int frames = static_cast<int>(length.count()) * scene::framesPerSecond;
    std::vector<QByteArray> pictures;
    for (int frame = 0; frame < std::min(frames, scene::loopFrames); ++frame)
        pictures.push_back(coded(scene::picture(frame)));
    QByteArray movie;
    QByteArray index;
    const auto add = [&](const char* id, const QByteArray& content) {
        constexpr quint32 isKeyFrame = 0x10;
        index.append(id, 4);
        append<quint32>(index, {isKeyFrame, static_cast<quint32>(movie.size()) + 4, // counted from "movi"
                                static_cast<quint32>(content.size())});
        movie += chunk(id, content);
    };
    for (int frame = 0; frame < frames; ++frame) {
        add("00dc", pictures[static_cast<std::size_t>(frame % scene::loopFrames)]);
        add("01wb", scene::sound(frame));
    }
    return chunk("RIFF", QByteArray("AVI ", 4) + headersFor(static_cast<quint32>(frames)) +
                             list("movi", movie) + chunk("idx1", index));
}

Result<void> writeSampleClip(const QString& path, std::chrono::seconds length)
{
    return writeNewFileDurably(path, sampleClip(length));
}

Result<QString> sampleRecording(const AppPaths& paths)
{
    const QString folder = paths.dataDir + QStringLiteral("/sample");
    const QString path = folder + QStringLiteral("/Sample recording.avi");
    if (QFileInfo::exists(path))
        return path;
    if (!QDir().mkpath(folder))
        return fail(ErrorCode::PermissionDenied, folder);
    NDAS_CHECK(writeSampleClip(path, sampleLength));
    return path;
}

} // namespace ndas::app
