#include "ui/support/icons.h"

#include <QtCore/QFile>
#include <QtGui/QGuiApplication>
#include <QtGui/QIconEngine>
#include <QtGui/QPainter>
#include <QtGui/QPixmapCache>
#include <QtSvg/QSvgRenderer>

namespace ndas::ui {

namespace {

constexpr std::array iconNames{
    "library",   "queue",        "settings",     "add",           "search", "pause",   "play",
    "retry",     "more",         "clock",        "tick",          "cross",  "hand",    "attention",
    "slash",     "chevron-down", "chevron-left", "chevron-right", "folder", "film",    "info",
    "grid",      "list",         "drop",         "edit",          "trash",  "patient", "move-up",
    "move-down", "move-front",   "move-end",
};

QByteArray readSvg(QLatin1String name)
{
    QFile file(QStringLiteral(":/ndas/icons/%1.svg").arg(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray svgOf(Icon which)
{
    return readSvg(QLatin1String(iconNames[static_cast<std::size_t>(which)]));
}

QPixmap draw(const QByteArray& svg, int size, qreal scale)
{
    QPixmap pixmap(QSize(size, size) * scale);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    QSvgRenderer(svg).render(&painter, QRectF(pixmap.rect()));
    painter.end();
    pixmap.setDevicePixelRatio(scale);
    return pixmap;
}

QColor inkColor(IconInk ink, QIcon::Mode mode, QIcon::State state)
{
    const Tokens& tokens = tokensOf(QGuiApplication::palette());
    if (mode == QIcon::Disabled)
        return tokens.dimmed;
    if (ink == IconInk::OnAccent)
        return tokens.onAccent;
    if (state == QIcon::On || ink == IconInk::Accent)
        return tokens.accent;
    return ink == IconInk::Text ? tokens.text : tokens.dimmed;
}

/// Asks the palette at every paint, so that icons follow the theme.
class TintedIcon final : public QIconEngine {
public:
    TintedIcon(Icon which, IconInk ink)
        : which_(which)
        , ink_(ink)
    {
    }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override
    {
        paintIcon(*painter, rect, which_, inkColor(ink_, mode, state));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1.0);
    }

    /// `size` is in device pixels already.
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal scale) override
    {
        const int side = qRound(std::min(size.width(), size.height()) / scale);
        return iconPixmap(which_, side, inkColor(ink_, mode, state), scale);
    }

    QIconEngine* clone() const override { return new TintedIcon(which_, ink_); }

private:
    Icon which_;
    IconInk ink_;
};

} // namespace

QIcon icon(Icon which, IconInk ink)
{
    return QIcon(new TintedIcon(which, ink));
}

QIcon foldIcon(bool open, Qt::LayoutDirection direction)
{
    if (open)
        return icon(Icon::ChevronDown, IconInk::Dimmed);
    const bool mirrored = direction == Qt::RightToLeft;
    return icon(mirrored ? Icon::ChevronLeft : Icon::ChevronRight, IconInk::Dimmed);
}

QPixmap iconPixmap(Icon which, int size, const QColor& color, qreal scale)
{
    if (size <= 0)
        return {};
    const QString key = QStringLiteral("ndas-icon-%1-%2-%3-%4")
                            .arg(static_cast<int>(which))
                            .arg(size)
                            .arg(color.name())
                            .arg(scale);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    pixmap = draw(svgOf(which).replace("#000", color.name().toLatin1()), size, scale);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

void paintIcon(QPainter& painter, const QRectF& rect, Icon which, const QColor& color)
{
    const int side = static_cast<int>(std::min(rect.width(), rect.height()));
    if (side <= 0)
        return;
    const QPointF corner(rect.center().x() - side / 2.0, rect.center().y() - side / 2.0);
    painter.drawPixmap(corner, iconPixmap(which, side, color, painter.device()->devicePixelRatioF()));
}

QIcon applicationIcon()
{
    const QByteArray svg = readSvg(QLatin1String("app"));
    QIcon result;
    for (const int size : {16, 22, 24, 32, 48, 64, 128, 256})
        result.addPixmap(draw(svg, size, 1.0));
    return result;
}

QStringList brokenIcons()
{
    QStringList broken;
    const auto check = [&broken](QLatin1String name) {
        const QByteArray svg = readSvg(name);
        if (svg.isEmpty() || !QSvgRenderer(svg).isValid())
            broken.append(name);
    };
    for (const char* name : iconNames)
        check(QLatin1String(name));
    check(QLatin1String("app"));
    return broken;
}

} // namespace ndas::ui
