// H.264 and H.265 cameras may put the two fields of a picture into packets of their own, each with a time:
// what counts packets would count and time every picture twice. And what else a look at them tells on the
// way. One thread at a time.
#pragma once

#include "core/engine/av_handles.h"
#include "core/media/media_info.h"

namespace ndas::engine {

class FieldPairs {
public:
    explicit FieldPairs(const AVStream& stream);

    /// Of the stream's packets one after the other: this one holds the other half of the picture that the one
    /// before it began.
    bool isSecondHalf(const AVPacket& packet);

    /// Of the pictures in the last packet, as the headers among them say; empty where nothing is known.
    media::PixelSize size() const;

private:
    CodecContextPtr codec_; ///< for the parser only; never opened
    ParserPtr parser_;      ///< none: the stream has no such packets
    bool areApart_ = false; ///< H.265: others may come between the two, so only their kind tells them apart
    int firstHalf_ = 0; ///< AVPictureStructure of the field that is alone so far, or first of all; 0 = none
};

} // namespace ndas::engine
