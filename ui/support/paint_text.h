// Text inside delegates: elided on one line, or on two where there is room. Colours and fonts are the
// painter's.
#pragma once

#include <QtCore/QRect>
#include <QtCore/QString>

class QPainter;

namespace ndas::ui {

void drawOneLine(QPainter& painter, const QRect& rect, Qt::Alignment alignment, const QString& text);
/// At most two lines, centred upright in `rect`; what does not fit ends in an ellipsis.
void drawTwoLines(QPainter& painter, const QRect& rect, Qt::Alignment alignment, const QString& text);

} // namespace ndas::ui
