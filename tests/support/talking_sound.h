// AAC packets that say more than sound, as broadcasters and some recorders write them.
#pragma once

#include <QtCore/QByteArray>

namespace ndas::test {

enum class Planted { DataBefore, DataBehind, FillBehind, BehindTheEnd };

/// The packet with `text` (up to 200 bytes) planted in it; decoders hear no difference.
QByteArray withPlanted(const QByteArray& packet, const QByteArray& text, Planted where);

} // namespace ndas::test
