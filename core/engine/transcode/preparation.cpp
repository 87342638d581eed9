#include "core/engine/transcode/preparation.h"

#include "core/engine/libav/av_handles.h"
#include "core/engine/probe/recording_facts.h"

#include <QtCore/QString>

namespace ndas::engine {

namespace {

constexpr AVCodecID usual[] = {AV_CODEC_ID_H264, AV_CODEC_ID_HEVC, AV_CODEC_ID_AAC};

} // namespace

void prepareForCopies()
{
    for (const AVCodecID id : usual) {
        const AVCodec* codec = avcodec_find_decoder(id);
        const CodecContextPtr context(codec ? avcodec_alloc_context3(codec) : nullptr);
        if (context) {
            context->thread_count = 1;
            static_cast<void>(avcodec_open2(context.get(), codec, nullptr));
        }
    }
    static_cast<void>(isoFromTag(QStringLiteral("recording")));
}

} // namespace ndas::engine
