#include "core/engine/frame_request.h"

#include "core/engine/frame_reader.h"
#include "core/engine/image_encoder.h"
#include "core/engine/new_file.h"

#include <QtCore/QtEndian>

#include <algorithm>

namespace ndas::engine {

namespace {

using media::FramesRequest;
using media::FramesResult;
using media::Micros;

constexpr int bytesPerPixel = 4;
constexpr std::int64_t mostBytes = 400'000'000; ///< of pictures in one answer, in memory at once

QByteArray bytesOf(const std::vector<Micros>& times)
{
    QByteArray bytes(std::ssize(times) * static_cast<qsizetype>(sizeof(qint64)), Qt::Uninitialized);
    char* to = bytes.data();
    for (const Micros time : times) {
        qToLittleEndian<qint64>(time.count(), to);
        to += sizeof(qint64);
    }
    return bytes;
}

void appendRows(QByteArray& bytes, const AVFrame& picture)
{
    for (int y = 0; y < picture.height; ++y) {
        const std::uint8_t* row = picture.data[0] + static_cast<std::ptrdiff_t>(y) * picture.linesize[0];
        bytes.append(reinterpret_cast<const char*>(row),
                     static_cast<qsizetype>(picture.width) * bytesPerPixel);
    }
}

Result<QByteArray> readPictures(FrameReader& reader, const FramesRequest& request, FramesResult& result)
{
    const AVPixelFormat format = request.format ? pixelFormatFor(*request.format) : AV_PIX_FMT_RGBA;
    const std::int64_t first = request.index.value_or(reader.indexAt(request.at.value_or(Micros(0))));
    const std::int64_t wanted = request.format ? 1 : request.count;
    const std::int64_t end = std::max(first + 1, std::min(first + wanted, std::ssize(reader.times())));
    QByteArray bytes;
    for (std::int64_t index = first; index < end && bytes.size() < mostBytes; ++index) {
        NDAS_TRY(const ReadFrame read, reader.read(index, request.box, format));
        if (index == first)
            result.index = read.index;
        result.size = {read.picture->width, read.picture->height};
        result.times.push_back(read.at);
        if (request.format)
            return encodeImage(*read.picture, *request.format);
        appendRows(bytes, *read.picture);
    }
    return bytes;
}

} // namespace

Result<FramesResult> readFrames(const FramesRequest& request, const CancellationToken& token)
{
    NDAS_TRY(FrameReader reader, FrameReader::open(request.path, token));
    FramesResult result;
    result.frames = std::ssize(reader.times());
    if (request.index || request.at) {
        NDAS_TRY(const QByteArray pictures, readPictures(reader, request, result));
        NDAS_CHECK(writeNewFile(request.picturePath, pictures));
    }
    if (!request.timesPath.isEmpty())
        NDAS_CHECK(writeNewFile(request.timesPath, bytesOf(reader.times())));
    return result;
}

} // namespace ndas::engine
