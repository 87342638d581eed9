// What may stand before a recording and is none of it: tags, the header of an old Mac's file, what a web
// server or form said of it, zeros and blanks.
#pragma once

#include <QtCore/QIODevice>

namespace ndas::engine {

/// In bytes; 0 unless a recording begins right behind it. Reads from the start, and more than a few bytes
/// only where they are of no container.
qint64 lengthOfPreamble(QIODevice& file);

} // namespace ndas::engine
