// One owner per libav handle. Nothing outside this header frees by hand.
#pragma once

#include <cstdint>
#include <memory>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavcodec/bsf.h>
#include <libavfilter/avfilter.h>
#include <libavformat/avformat.h>
#include <libavutil/dict.h>
#include <libavutil/frame.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>
}

namespace ndas::engine {

template <auto Free>
struct FreeByAddress {
    template <class T>
    void operator()(T* handle) const
    {
        Free(&handle);
    }
};

template <auto Free>
struct FreeByValue {
    template <class T>
    void operator()(T* handle) const
    {
        Free(handle);
    }
};

/// avio_context_free() leaves the buffer, which libav may have replaced meanwhile.
struct FreeIo {
    void operator()(AVIOContext* io) const
    {
        av_freep(&io->buffer);
        avio_context_free(&io);
    }
};

using InputContextPtr = std::unique_ptr<AVFormatContext, FreeByAddress<avformat_close_input>>;
using OutputContextPtr = std::unique_ptr<AVFormatContext, FreeByValue<avformat_free_context>>;
using CodecContextPtr = std::unique_ptr<AVCodecContext, FreeByAddress<avcodec_free_context>>;
using ParserPtr = std::unique_ptr<AVCodecParserContext, FreeByValue<av_parser_close>>;
using CodecParametersPtr = std::unique_ptr<AVCodecParameters, FreeByAddress<avcodec_parameters_free>>;
using BitstreamFilterPtr = std::unique_ptr<AVBSFContext, FreeByAddress<av_bsf_free>>;
using FramePtr = std::unique_ptr<AVFrame, FreeByAddress<av_frame_free>>;
using PacketPtr = std::unique_ptr<AVPacket, FreeByAddress<av_packet_free>>;
using FilterGraphPtr = std::unique_ptr<AVFilterGraph, FreeByAddress<avfilter_graph_free>>;
using FilterInOutPtr = std::unique_ptr<AVFilterInOut, FreeByAddress<avfilter_inout_free>>;
using ScalerPtr = std::unique_ptr<SwsContext, FreeByValue<sws_freeContext>>;
using ResamplerPtr = std::unique_ptr<SwrContext, FreeByAddress<swr_free>>;
/// A context made with avio_alloc_context().
using IoPtr = std::unique_ptr<AVIOContext, FreeIo>;

inline FramePtr makeFrame()
{
    return FramePtr(av_frame_alloc());
}

inline PacketPtr makePacket()
{
    return PacketPtr(av_packet_alloc());
}

/// Options for libav calls that take, and replace, an AVDictionary*.
class Dictionary {
public:
    Dictionary() = default;

    ~Dictionary() { av_dict_free(&entries_); }

    Dictionary(const Dictionary&) = delete;
    Dictionary& operator=(const Dictionary&) = delete;

    void set(const char* key, const char* value) { av_dict_set(&entries_, key, value, 0); }

    void set(const char* key, std::int64_t value) { av_dict_set_int(&entries_, key, value, 0); }

    AVDictionary** out() { return &entries_; }

    const AVDictionary* get() const { return entries_; }

private:
    AVDictionary* entries_ = nullptr;
};

} // namespace ndas::engine
