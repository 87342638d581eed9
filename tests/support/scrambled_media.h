// Transport streams as a receiver keeps them that has no key.
#pragma once

#include <QtCore/QByteArray>

namespace ndas::test {

/// The transport stream with all packets of picture and sound, as ffmpeg numbers them, scrambled from this
/// share of the file on.
QByteArray scrambled(QByteArray transportStream, double from);

} // namespace ndas::test
