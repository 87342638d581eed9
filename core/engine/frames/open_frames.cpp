#include "core/engine/frames/open_frames.h"

#include "core/base/open_file.h"
#include "core/engine/libav/new_file.h"
#include "core/engine/still/image_encoder.h"

#include <QtCore/QtEndian>

namespace ndas::engine {

namespace {

using media::Micros;

constexpr std::int64_t bytesPerPixel = 4;

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

} // namespace

OpenFrames::OpenFrames(FrameReader reader, std::unique_ptr<QFile> exchange)
    : reader_(std::move(reader))
    , exchange_(std::move(exchange))
{
}

Result<OpenFrames> OpenFrames::open(const media::OpenFramesRequest& request, const CancellationToken& token,
                                    const ProgressHandler& onProgress)
{
    NDAS_TRY(FrameReader reader,
             FrameReader::open(request.path, token, {.cacheBytes = request.cacheBytes}, onProgress));
    NDAS_TRY(auto exchange, createFile(request.exchangePath, QIODevice::Unbuffered));
    OpenFrames frames(std::move(reader), std::move(exchange));
    NDAS_CHECK(frames.write(bytesOf(frames.reader_.times())));
    return frames;
}

media::OpenFramesResult OpenFrames::facts() const
{
    return {.info = reader_.info(), .frames = std::ssize(reader_.times())};
}

Result<media::ReadFrameResult> OpenFrames::read(const media::ReadFrameRequest& request,
                                                const CancellationToken& token,
                                                const ProgressHandler& onProgress)
{
    const AVPixelFormat format = request.format ? pixelFormatFor(*request.format) : AV_PIX_FMT_RGBA;
    NDAS_TRY(const ReadFrame frame, reader_.read(request.index, request.box, format, token, onProgress));
    media::ReadFrameResult result{
        .index = frame.index, .at = frame.at, .size = {frame.picture->width, frame.picture->height}};
    if (!exchange_->seek(0))
        return fail(ErrorCode::Io, exchange_->errorString());
    if (request.format) {
        NDAS_TRY(const QByteArray image, encodeImage(*frame.picture, *request.format));
        NDAS_CHECK(write(image));
        result.bytes = image.size();
    } else {
        NDAS_TRY(result.bytes, writeRows(*frame.picture));
    }
    return result;
}

Result<void> OpenFrames::write(QByteArrayView bytes)
{
    if (exchange_->write(bytes.data(), bytes.size()) == bytes.size())
        return {};
    return writeFailure(*exchange_);
}

Result<std::int64_t> OpenFrames::writeRows(const AVFrame& picture)
{
    const std::int64_t row = picture.width * bytesPerPixel;
    const std::int64_t size = row * picture.height;
    const auto* bytes = reinterpret_cast<const char*>(picture.data[0]);
    if (picture.linesize[0] == row) {
        NDAS_CHECK(write({bytes, size}));
        return size;
    }
    for (int y = 0; y < picture.height; ++y, bytes += picture.linesize[0])
        NDAS_CHECK(write({bytes, row}));
    return size;
}

} // namespace ndas::engine
