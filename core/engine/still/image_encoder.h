// One picture as the bytes of an image file without any metadata.
#pragma once

#include "core/base/result.h"
#include "core/engine/libav/av_handles.h"
#include "core/media/worker_protocol.h"

#include <QtCore/QByteArray>

namespace ndas::engine {

/// The pixel format a picture must have for encodeImage().
AVPixelFormat pixelFormatFor(media::ImageFormat format);
/// EncoderMissing, ExternalLibrary.
Result<QByteArray> encodeImage(const AVFrame& picture, media::ImageFormat format);

} // namespace ndas::engine
