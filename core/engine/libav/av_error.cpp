#include "core/engine/libav/av_error.h"

#include <array>
#include <cerrno>
#include <cstddef>
#include <memory>
#include <new>

extern "C" {
#include <libavutil/error.h>
}

namespace ndas::engine {

namespace {

bool isReadingPhase(Phase phase)
{
    return phase == Phase::Open || phase == Phase::Read || phase == Phase::Decode;
}

ErrorCode badInput(Phase phase)
{
    return phase == Phase::Open ? ErrorCode::NotMedia : ErrorCode::Damaged;
}

/// 64 MB is far below any limit a worker gets; when it is there, ENOMEM was about a size the file claims.
bool memoryIsShort()
{
    constexpr std::size_t sample = std::size_t{64} << 20;
    const std::unique_ptr<std::byte[]> block(new (std::nothrow) std::byte[sample]);
    return !block;
}

ErrorCode codeOfErrno(int number, Phase phase)
{
    switch (number) {
    case ENOMEM:
        return isReadingPhase(phase) && !memoryIsShort() ? badInput(phase) : ErrorCode::OutOfMemory;
    case EINVAL:
    case ERANGE:
    case EIO:   // demuxers' word for nonsense; what the file system says comes by FileIo::readError()
    case EPERM: // our io_open refusing what the file refers to
        return isReadingPhase(phase) ? badInput(phase) : ErrorCode::ExternalLibrary;
    case ENOSYS:
        return phase == Phase::Decode ? ErrorCode::UnsupportedCodec : ErrorCode::ExternalLibrary;
    default:
        return systemError(number, {}).code;
    }
}

ErrorCode codeOf(int code, Phase phase)
{
    switch (code) {
    case AVERROR_EXIT:
        return ErrorCode::Cancelled;
    case AVERROR_INVALIDDATA:
    case AVERROR_EOF:
        return isReadingPhase(phase) ? badInput(phase) : ErrorCode::ExternalLibrary;
    case AVERROR_DECODER_NOT_FOUND:
        return ErrorCode::UnsupportedCodec;
    case AVERROR_PATCHWELCOME:
        return isReadingPhase(phase) ? ErrorCode::UnsupportedCodec : ErrorCode::ExternalLibrary;
    case AVERROR_ENCODER_NOT_FOUND:
    case AVERROR_FILTER_NOT_FOUND:
    case AVERROR_MUXER_NOT_FOUND:
        return ErrorCode::EncoderMissing;
    case AVERROR_DEMUXER_NOT_FOUND:
        return ErrorCode::NotMedia;
    case AVERROR_OPTION_NOT_FOUND:
        return ErrorCode::BadOption;
    case AVERROR_EXTERNAL:
    case AVERROR_BUG:
    case AVERROR_BUG2:
    case AVERROR_UNKNOWN:
        return isReadingPhase(phase) ? badInput(phase) : ErrorCode::ExternalLibrary;
    default:
        return codeOfErrno(AVUNERROR(code), phase);
    }
}

} // namespace

QString avText(int code)
{
    std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
    av_strerror(code, text.data(), text.size());
    return QString::fromUtf8(text.data());
}

Error avError(int code, Phase phase, const char* what, SourceLocation where)
{
    return Error{.code = codeOf(code, phase),
                 .detail = QString::fromUtf8(what) + QStringLiteral(": ") + avText(code),
                 .nativeCode = code,
                 .where = where};
}

Failure avFail(int code, Phase phase, const char* what, SourceLocation where)
{
    return fail(avError(code, phase, what, where));
}

} // namespace ndas::engine
