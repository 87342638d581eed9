// From a decoded frame to an upright picture of square pixels in the wanted size, colour and format. One
// graph for renditions and thumbnails alike, so that both show the same picture.
#pragma once

#include "core/engine/decode/decoder.h"
#include "core/engine/filter/picture_chain.h"

#include <deque>

namespace ndas::engine {

/// What all frames of one graph have in common.
struct PictureShape {
    int width = 0;
    int height = 0;
    int format = -1;
    AVColorRange range = AVCOL_RANGE_UNSPECIFIED;
    AVColorSpace matrix = AVCOL_SPC_UNSPECIFIED;
    AVColorPrimaries primaries = AVCOL_PRI_UNSPECIFIED;
    AVColorTransferCharacteristic transfer = AVCOL_TRC_UNSPECIFIED;
    AVRational pixelAspect{1, 1};

    static PictureShape of(const AVFrame& frame);
    bool operator==(const PictureShape& other) const;
};

class PictureFilter {
public:
    /// A graph for frames like `like`, with pts in `timeBase`. EncoderMissing when a filter is not built in.
    static Result<PictureFilter> make(const AVFrame& like, AVRational timeBase,
                                      const PictureFilterSpec& spec);

    /// A chain in libavfilter's notation that only looks: what it found stands in its frames' metadata.
    static Result<PictureFilter> makeLook(const AVFrame& like, AVRational timeBase, const QByteArray& chain);

    /// False when the decoder changed size, format, colours or pixel aspect: finish() this one and make
    /// another.
    bool accepts(const AVFrame& frame) const;

    /// `frame` is left as it is. Each comes out once, in its place, with its pts in the time base given, and
    /// of a rendition's graph without side data or metadata. VerificationFailed: one was lost, moved or made.
    Result<void> feed(const AVFrame& frame, const FrameHandler& onFrame);
    Result<void> finish(const FrameHandler& onFrame);

    /// For tests and logs: the graph in libavfilter's notation.
    const QByteArray& description() const { return description_; }

private:
    PictureFilter() = default;
    static Result<PictureFilter> build(const AVFrame& like, AVRational timeBase, QByteArray chain,
                                       int threads);
    Result<void> connect(const AVFrame& like);
    Result<void> drain(const FrameHandler& onFrame);
    Result<void> checkOff(const AVFrame& result);

    QByteArray description_;
    FilterGraphPtr graph_;
    AVFilterContext* source_ = nullptr; ///< owned by the graph
    AVFilterContext* sink_ = nullptr;
    FramePtr result_;
    AVRational timeBase_{1, 1};
    std::deque<std::int64_t> inside_; ///< times of frames that have not come out yet
    PictureShape shape_;
    bool keepsMetadata_ = false;
};

} // namespace ndas::engine
