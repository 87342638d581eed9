#include "core/engine/verify/similarity.h"

#include "core/engine/filter/filter_graph.h"
#include "core/engine/libav/av_error.h"

#include <QtCore/QByteArray>

#include <algorithm>

extern "C" {
#include <libavfilter/buffersrc.h>
}

namespace ndas::engine {

namespace {

QByteArray source(const char* name, media::PixelSize size)
{
    return QByteArray("buffer@") + name +
           "=pix_fmt=yuv420p:time_base=1/25:width=" + QByteArray::number(size.width) +
           ":height=" + QByteArray::number(size.height) + '[' + name + ']';
}

double number(const AVFrame& frame, const char* key)
{
    const AVDictionaryEntry* entry = av_dict_get(frame.metadata, key, nullptr, 0);
    return entry ? QByteArray(entry->value).toDouble() : 0.0; // with a point, whatever the locale
}

} // namespace

Result<Similarity> Similarity::make(media::PixelSize size)
{
    if (!avfilter_get_by_name("ssim"))
        return fail(ErrorCode::EncoderMissing, QStringLiteral("ssim"));
    Similarity made;
    made.graph_.reset(avfilter_graph_alloc());
    made.result_ = makeFrame();
    if (!made.graph_ || !made.result_)
        return fail(ErrorCode::OutOfMemory);
    const QByteArray text = source("a", size) + ';' + source("b", size) + ";[a][b]ssim,buffersink@out";
    int code = avfilter_graph_parse_ptr(made.graph_.get(), text.constData(), nullptr, nullptr, nullptr);
    if (code >= 0)
        code = avfilter_graph_config(made.graph_.get(), nullptr);
    if (code < 0)
        return avFail(code, Phase::Filter, text.constData());
    made.picture_ = avfilter_graph_get_filter(made.graph_.get(), "buffer@a");
    made.original_ = avfilter_graph_get_filter(made.graph_.get(), "buffer@b");
    made.sink_ = avfilter_graph_get_filter(made.graph_.get(), "buffersink@out");
    if (!made.picture_ || !made.original_ || !made.sink_)
        return fail(ErrorCode::ExternalLibrary, QStringLiteral("ssim graph"));
    return made;
}

Result<void> Similarity::push(AVFilterContext* into, const AVFrame* frame, std::int64_t number)
{
    const FramePtr copy(frame ? av_frame_clone(frame) : nullptr);
    if (frame && !copy)
        return fail(ErrorCode::OutOfMemory);
    if (copy)
        copy->pts = number;
    const int code = av_buffersrc_add_frame_flags(into, copy.get(), AV_BUFFERSRC_FLAG_PUSH);
    return code < 0 ? avFail(code, Phase::Filter, "ssim") : Result<void>{};
}

Result<void> Similarity::drain()
{
    return pull(sink_, *result_, [this](AVFrame& compared) -> Result<void> {
        sum_.all += number(compared, "lavfi.ssim.All");
        sum_.luma += number(compared, "lavfi.ssim.Y");
        ++sum_.pictures;
        return {};
    });
}

Result<void> Similarity::add(const AVFrame& picture, const AVFrame& original)
{
    NDAS_CHECK(push(picture_, &picture, added_));
    NDAS_CHECK(push(original_, &original, added_));
    ++added_;
    return drain();
}

Result<std::optional<media::Likeness>> Similarity::finish()
{
    NDAS_CHECK(push(picture_, nullptr, 0));
    NDAS_CHECK(push(original_, nullptr, 0));
    NDAS_CHECK(drain());
    if (sum_.pictures == 0)
        return std::nullopt;
    return media::Likeness{.all = std::clamp(sum_.all / sum_.pictures, 0.0, 1.0),
                           .luma = std::clamp(sum_.luma / sum_.pictures, 0.0, 1.0),
                           .pictures = sum_.pictures};
}

} // namespace ndas::engine
