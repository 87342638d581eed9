#include "core/engine/decode/field_weaver.h"

#include "core/engine/libav/av_error.h"
#include "core/engine/libav/field_flags.h"

#include <array>
#include <utility>

extern "C" {
#include <libavutil/imgutils.h>
}

namespace ndas::engine {

namespace {

/// libavcodec's way to say which field a picture of H.265 is.
bool isTop(const AVFrame& field)
{
    return isTopFieldFirst(field);
}

bool areOfOnePicture(const AVFrame& a, const AVFrame& b)
{
    return isTop(a) != isTop(b) && a.format == b.format && a.width == b.width && a.height == b.height;
}

void putRows(AVFrame& whole, const AVFrame& field, bool top)
{
    std::array<std::uint8_t*, 4> rows{};
    std::array<int, 4> strides{};
    std::array<const std::uint8_t*, 4> from{};
    for (std::size_t plane = 0; plane < rows.size() && whole.data[plane]; ++plane) {
        rows[plane] = whole.data[plane] + (top ? 0 : whole.linesize[plane]);
        strides[plane] = 2 * whole.linesize[plane];
        from[plane] = field.data[plane];
    }
    av_image_copy(rows.data(), strides.data(), from.data(), field.linesize,
                  static_cast<AVPixelFormat>(field.format), field.width, field.height);
}

Result<FramePtr> woven(const AVFrame& first, const AVFrame& second)
{
    FramePtr whole = makeFrame();
    if (!whole)
        return fail(ErrorCode::OutOfMemory);
    whole->format = first.format;
    whole->width = first.width;
    whole->height = 2 * first.height;
    if (av_frame_get_buffer(whole.get(), 0) < 0 || av_frame_copy_props(whole.get(), &first) < 0)
        return fail(ErrorCode::OutOfMemory);
    putRows(*whole, first, isTop(first));
    putRows(*whole, second, !isTop(first));
    whole->decode_error_flags |= second.decode_error_flags;
    whole->flags |= second.flags & AV_FRAME_FLAG_CORRUPT;
    lengthen(*whole, second);
    markInterlaced(*whole, isTop(first));
    return whole;
}

} // namespace

Result<void> FieldWeaver::feed(AVFrame& frame, const FrameHandler& onFrame)
{
    const bool isField = isInterlaced(frame);
    if (first_ && isField && areOfOnePicture(*first_, frame)) {
        const FramePtr first = std::exchange(first_, nullptr);
        NDAS_TRY(const FramePtr whole, woven(*first, frame));
        return onFrame(*whole);
    }
    NDAS_CHECK(finish(onFrame));
    if (!isField)
        return onFrame(frame);
    first_.reset(av_frame_clone(&frame));
    return first_ ? Result<void>{} : fail(ErrorCode::OutOfMemory);
}

Result<void> FieldWeaver::finish(const FrameHandler& onFrame)
{
    if (!first_)
        return {};
    const FramePtr first = std::exchange(first_, nullptr);
    NDAS_TRY(const FramePtr whole, woven(*first, *first));
    return onFrame(*whole);
}

} // namespace ndas::engine
