#include "ui/support/paint_text.h"

#include <QtGui/QPainter>
#include <QtGui/QTextLayout>

namespace ndas::ui {

namespace {

qsizetype lengthOfFirstLine(const QString& text, const QFont& font, int width)
{
    QTextLayout layout(text, font);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setLineWidth(width);
    layout.endLayout();
    return line.isValid() ? line.textLength() : text.size();
}

} // namespace

void drawOneLine(QPainter& painter, const QRect& rect, Qt::Alignment alignment, const QString& text)
{
    painter.drawText(rect, static_cast<int>(alignment | Qt::TextSingleLine),
                     painter.fontMetrics().elidedText(text, Qt::ElideRight, rect.width()));
}

void drawTwoLines(QPainter& painter, const QRect& rect, Qt::Alignment alignment, const QString& text)
{
    const int height = painter.fontMetrics().height();
    const qsizetype first = lengthOfFirstLine(text, painter.font(), rect.width());
    if (first >= text.size() || rect.height() < 2 * height) {
        drawOneLine(painter, rect, alignment, text);
        return;
    }
    const QRect upper(rect.left(), rect.center().y() - height + 1, rect.width(), height);
    drawOneLine(painter, upper, alignment, text.left(first).trimmed());
    drawOneLine(painter, upper.translated(0, height), alignment, text.mid(first));
}

} // namespace ndas::ui
