// What packets of H.264, H.265, VP8, VP9 and AV1 say of their pictures without being decoded. Cameras may put
// the two fields of one into packets of their own, each with a time: what counts packets would count and time
// every picture twice. One thread at a time.
#pragma once

#include "core/engine/codec/h264_slices.h"
#include "core/engine/codec/hevc_sequences.h"
#include "core/engine/libav/av_handles.h"
#include "core/media/media_info.h"

namespace ndas::engine {

struct ParsedPicture {
    bool isSecondHalf = false; ///< of the picture that the packet before it began
    bool isNeverShown = false; ///< it refers to what was before a sequence of H.265
    media::PixelSize size{};   ///< as the headers so far say; empty where nothing is known
};

/// What browsers record with, whose pictures begin small and grow with the connection. Their headers stand
/// among the pictures alone.
bool isOfBrowsers(AVCodecID codec);

class PictureParser {
public:
    explicit PictureParser(const AVStream& stream);

    /// The stream's packets one after the other. Of other codecs nothing is known.
    ParsedPicture parse(const AVPacket& packet);

private:
    bool isSecondHalf(const AVPacket& packet, int structure);
    std::optional<unsigned> numberOf(const AVPacket& packet);

    CodecContextPtr codec_; ///< for the parser only; never opened
    ParserPtr parser_;      ///< none: the stream has no such packets
    HevcSequences sequences_;
    bool isVp9_ = false;
    media::PixelSize sizeOfVp9_; ///< of the last key frame
    bool areApart_ = false; ///< H.265: others may come between the two, so only their kind tells them apart
    std::optional<H264Slices> slices_; ///< of H.264 only
    int firstHalf_ = 0; ///< AVPictureStructure of the field that is alone so far, or first of all; 0 = none
    std::optional<unsigned> numberOfHalf_; ///< H.264: halves of one picture have the same (7.4.1.2.4)
};

} // namespace ndas::engine
