#include "ui/support/reading_style.h"

#include "ui/support/icons.h"
#include "ui/support/paint_text.h"

#include <QtGui/QFontMetrics>
#include <QtGui/QGuiApplication>
#include <QtGui/QPainter>

namespace ndas::ui {

ReadingStyle::ReadingStyle()
    : QProxyStyle(QStringLiteral("Fusion"))
{
}

void ReadingStyle::drawItemText(QPainter* painter, const QRect& rect, int flags, const QPalette& palette,
                                bool enabled, const QString& text, QPalette::ColorRole role) const
{
    const Qt::LayoutDirection layout = painter->layoutDirection();
    constexpr int sides = Qt::AlignHorizontal_Mask | Qt::AlignVertical_Mask;
    const Qt::Alignment visual = visualAlignment(layout, Qt::Alignment(flags & sides));
    painter->setLayoutDirection(readingDirection(text, layout));
    QProxyStyle::drawItemText(painter, rect, (flags & ~sides) | static_cast<int>(visual), palette, enabled,
                              text, role);
    painter->setLayoutDirection(layout);
}

int ReadingStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    const int usual = QProxyStyle::pixelMetric(metric, option, widget);
    if (metric != PM_ButtonIconSize && metric != PM_SmallIconSize)
        return usual;
    return std::max(usual, QFontMetrics(QGuiApplication::font()).height());
}

/// The cross that empties a field.
QIcon ReadingStyle::standardIcon(StandardPixmap which, const QStyleOption* option,
                                 const QWidget* widget) const
{
    return which == SP_LineEditClearButton ? icon(Icon::Cross, IconInk::Dimmed)
                                           : QProxyStyle::standardIcon(which, option, widget);
}

} // namespace ndas::ui
