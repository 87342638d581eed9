// A recording that stays open for its frames to be read one by one, and the file they go through: carries out
// an OpenFramesRequest and the ReadFrameRequests after it. One thread at a time; blocking, cancellable.
#pragma once

#include "core/engine/frames/frame_reader.h"
#include "core/media/worker_protocol.h"

#include <QtCore/QFile>

namespace ndas::engine {

class OpenFrames {
public:
    /// Refusals as FrameReader's; AlreadyExists, DiskFull and their like for the exchange file.
    static Result<OpenFrames> open(const media::OpenFramesRequest& request, const CancellationToken& token,
                                   const ProgressHandler& onProgress);

    /// What is said about it; the exchange file holds the times.
    media::OpenFramesResult facts() const;

    /// Errors as FrameReader::read(), after which the next can be read, and those of the exchange file.
    Result<media::ReadFrameResult> read(const media::ReadFrameRequest& request,
                                        const CancellationToken& token, const ProgressHandler& onProgress);

private:
    OpenFrames(FrameReader reader, std::unique_ptr<QFile> exchange);
    Result<void> write(QByteArrayView bytes);
    Result<std::int64_t> writeRows(const AVFrame& picture);

    FrameReader reader_;
    std::unique_ptr<QFile> exchange_;
};

} // namespace ndas::engine
