// Text inside delegates: elided on one line, or on two where there is room. Colours and fonts are the
// painter's.
#pragma once

#include <QtCore/QRect>
#include <QtCore/QString>

class QFont;
class QPainter;

namespace ndas::ui {

/// Text without a right-to-left letter reads left to right in any layout: "300 kB", "0:14", a file's name.
Qt::LayoutDirection readingDirection(const QString& text, Qt::LayoutDirection layout);

/// As QPainter does, in the text's own reading direction.
void drawText(QPainter& painter, const QRect& rect, Qt::Alignment alignment, const QString& text);
void drawOneLine(QPainter& painter, const QRect& rect, Qt::Alignment alignment, const QString& text);
bool fitsInTwoLines(const QString& text, const QFont& font, int width);
/// At most two lines, centred upright in `rect`; what does not fit ends in an ellipsis.
void drawTwoLines(QPainter& painter, const QRect& rect, Qt::Alignment alignment, const QString& text);

} // namespace ndas::ui
