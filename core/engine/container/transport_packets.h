// The packets an MPEG transport stream is made of, as they stand in the file. ISO/IEC 13818-1, 2.4.3.
#pragma once

#include "core/base/cancellation.h"
#include "core/engine/libav/av_handles.h"

#include <span>

namespace ndas::engine {

constexpr int transportPacketsInARow = 5; ///< that look like those of a transport stream by no chance

/// How far apart are those that begin at `at`: they have 188 bytes, in front of which cameras put four of
/// their own. 0: there are none.
std::int64_t distanceOfTransportPackets(AVIOContext* io, std::int64_t at);

/// Where the next ones begin, behind what is none of them; `end` where there are no more. Leaves `io`
/// anywhere.
std::int64_t nextTransportPackets(AVIOContext* io, std::int64_t from, std::int64_t end,
                                  const CancellationToken& token);

/// Whether a packet of one of these streams (by its PID) needs a key to be read, as what a receiver kept of a
/// paid programme does: libavformat takes it for nothing and tells nobody. Looks at some in each of thousands
/// of places, since such packets come by the second, and leaves `io` anywhere.
bool isAnyScrambled(AVIOContext* io, std::int64_t fileSize, std::span<const int> streams,
                    const CancellationToken& token);

/// `from` and `to` are packets of one stream. True where the first of this stream between them that is not
/// numbered as it should be is the first of another recording: behind its tables, and like all that follow
/// the first of a unit. Leaves `io` anywhere.
bool beginsAnewBetween(AVIOContext* io, std::int64_t from, std::int64_t to);

} // namespace ndas::engine
