// What all graphs of libavfilter need, written once.
#pragma once

#include "core/engine/decode/decoder.h"

#include <QtCore/QByteArray>

namespace ndas::engine {

/// Puts a chain in libavfilter's notation between a source named "in" and a sink named "out", and makes the
/// graph ready.
Result<void> connectThrough(AVFilterGraph& graph, AVFilterContext* source, AVFilterContext* sink,
                            const QByteArray& chain);

/// Hands on all that waits in the sink, each time in `frame`, until there is no more for now or at all.
Result<void> pull(AVFilterContext* sink, AVFrame& frame, const FrameHandler& onFrame);

} // namespace ndas::engine
