// A chain of libav sound filters between one source and one sink. One thread at a time.
#pragma once

#include "core/base/result.h"
#include "core/engine/decode/decoder.h"

#include <QtCore/QByteArray>

namespace ndas::engine {

class SoundChain {
public:
    /// A chain in libavfilter's notation for sound like `like`, whose pts count in `timeBase`.
    static Result<SoundChain> make(const AVFrame& like, AVRational timeBase, const QByteArray& chain);

    /// Takes the frame's content. What comes out goes to `onFrame`, its pts in timeBase().
    Result<void> feed(AVFrame& frame, const FrameHandler& onFrame);
    /// The sound still inside; nothing can be fed afterwards.
    Result<void> finish(const FrameHandler& onFrame);

    AVRational timeBase() const;
    /// Sound comes out in blocks of so many samples (the last one may be shorter).
    void setBlockSize(int samples);

private:
    SoundChain(FilterGraphPtr graph, FramePtr frame);
    Result<void> connect(const QByteArray& sourceArguments, const QByteArray& chain);

    FilterGraphPtr graph_;
    FramePtr frame_;
    AVFilterContext* source_ = nullptr; ///< owned by the graph
    AVFilterContext* sink_ = nullptr;
};

} // namespace ndas::engine
