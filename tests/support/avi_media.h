// AVI of one stream, for what ffmpeg does not write there.
#pragma once

#include <QtCore/QByteArray>

#include <vector>

namespace ndas::test {

/// 25 packets a second, each decodable by itself. `kind`: type and codec of the stream.
QByteArray avi(const std::vector<QByteArray>& packets, const char* kind, int width, int height);

} // namespace ndas::test
