#include "core/engine/libav/new_headers.h"

#include "core/engine/libav/side_data.h"

#include <algorithm>

namespace ndas::engine {

namespace {

void release(void*, std::uint8_t* parameters)
{
    auto* owned = reinterpret_cast<AVCodecParameters*>(parameters);
    avcodec_parameters_free(&owned);
}

bool areSame(int one, int other)
{
    return one == other || one <= 0 || other <= 0;
}

} // namespace

Result<void> bringHeaders(AVPacket& packet, const AVCodecParameters& parameters)
{
    CodecParametersPtr copy(avcodec_parameters_alloc());
    if (!copy || avcodec_parameters_copy(copy.get(), &parameters) < 0)
        return fail(ErrorCode::OutOfMemory);
    auto* bytes = reinterpret_cast<std::uint8_t*>(copy.get());
    AVBufferRef* owner = av_buffer_create(bytes, sizeof(AVCodecParameters), release, nullptr, 0);
    if (!owner)
        return fail(ErrorCode::OutOfMemory);
    static_cast<void>(copy.release());
    av_buffer_unref(&packet.opaque_ref);
    packet.opaque_ref = owner;
    return {};
}

const AVCodecParameters* broughtHeaders(const AVPacket& packet)
{
    return packet.opaque_ref ? reinterpret_cast<const AVCodecParameters*>(packet.opaque_ref->data) : nullptr;
}

bool areAlike(const AVCodecParameters& one, const AVCodecParameters& other)
{
    const auto headers = extradataOf(one);
    const auto otherHeaders = extradataOf(other);
    const bool sameHeaders =
        headers.empty() || otherHeaders.empty() || std::ranges::equal(headers, otherHeaders);
    return one.codec_id == other.codec_id && sameHeaders && areSame(one.width, other.width) &&
           areSame(one.height, other.height) && areSame(one.sample_rate, other.sample_rate) &&
           areSame(one.ch_layout.nb_channels, other.ch_layout.nb_channels);
}

} // namespace ndas::engine
