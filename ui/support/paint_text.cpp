#include "ui/support/paint_text.h"

#include <QtGui/QPainter>
#include <QtGui/QTextLayout>
#include <QtWidgets/QStyle>

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

/// Where they change nothing: fonts without them draw boxes.
QString withoutIsolates(QString text)
{
    return text.removeIf([](QChar c) { return c.unicode() >= 0x2066 && c.unicode() <= 0x2069; });
}

} // namespace

Qt::LayoutDirection readingDirection(const QString& text, Qt::LayoutDirection layout)
{
    const bool mirrored = std::any_of(text.begin(), text.end(), [](QChar c) {
        return c.direction() == QChar::DirR || c.direction() == QChar::DirAL;
    });
    return mirrored ? layout : Qt::LeftToRight;
}

void drawText(QPainter& painter, const QRect& rect, Qt::Alignment alignment, const QString& text)
{
    const Qt::LayoutDirection layout = painter.layoutDirection();
    const Qt::LayoutDirection reading = readingDirection(text, layout);
    const Qt::Alignment visual = QStyle::visualAlignment(layout, alignment);
    painter.setLayoutDirection(reading);
    painter.drawText(rect, static_cast<int>(visual | Qt::TextSingleLine),
                     reading == Qt::LeftToRight ? withoutIsolates(text) : text);
    painter.setLayoutDirection(layout);
}

void drawOneLine(QPainter& painter, const QRect& rect, Qt::Alignment alignment, const QString& text)
{
    drawText(painter, rect, alignment, painter.fontMetrics().elidedText(text, Qt::ElideRight, rect.width()));
}

bool fitsInTwoLines(const QString& text, const QFont& font, int width)
{
    const qsizetype first = lengthOfFirstLine(text, font, width);
    const QFontMetrics metrics(font);
    return metrics.horizontalAdvance(text.left(first).trimmed()) <= width && // a word may be too long
           metrics.horizontalAdvance(text.mid(first)) <= width;
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
