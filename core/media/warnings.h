// Names in MediaInfo::warnings. Scripts know them (`ndas-cli probe --json`), records keep them: they stay.
#pragma once

#include <QtCore/QLatin1String>

namespace ndas::media::warning {

inline constexpr QLatin1String truncated("truncated"); ///< the file ends before its container does
inline constexpr QLatin1String damagedPackets("damaged-packets");
inline constexpr QLatin1String timestamps("timestamps"); ///< many pictures share their time with another
inline constexpr QLatin1String audioUnreadable("audio-unreadable");
inline constexpr QLatin1String orientationRounded("orientation-rounded");
inline constexpr QLatin1String severalRecordings("several-recordings"); ///< one behind the other
inline constexpr QLatin1String otherSpeeds("other-speeds");             ///< asked for by the edit list
inline constexpr QLatin1String sizeChanges("size-changes"); ///< size or kind of the picture, on the way
inline constexpr QLatin1String hiddenEdges("hidden-edges"); ///< which players are asked to cut off

} // namespace ndas::media::warning
