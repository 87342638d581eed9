// Our own icons: drawn on a 24 grid with one stroke width, tinted when painted.
#pragma once

#include "ui/support/theme.h"

#include <QtCore/QRect>
#include <QtGui/QIcon>
#include <QtGui/QPixmap>

class QPainter;

namespace ndas::ui {

enum class Icon {
    Library,
    Queue,
    Settings,
    Add,
    Search,
    Pause,
    Play,
    Retry,
    More,
    Clock,
    Tick,
    Cross, ///< failed, and the cancel button
    Hand,
    Attention,
    Slash,
    ChevronDown,
    ChevronLeft,
    ChevronRight,
    Folder,
    Film,
    Info,
    Grid,
    List,
    Drop,
    Edit,
    Trash,
    Patient,
    MoveUp,
    MoveDown,
    MoveToFront,
    MoveToEnd,
};

/// Which colour of the palette a button's icon takes; follows changes of theme.
enum class IconInk { Text, Dimmed, Accent, OnAccent };

/// For buttons, actions and menus. Checked buttons get the accent.
QIcon icon(Icon which, IconInk ink = IconInk::Text);
/// For delegates and own widgets: fills the largest square inside `rect`, centred.
void paintIcon(QPainter& painter, const QRectF& rect, Icon which, const QColor& color);
/// What a disclosure shows: down when open, else where the text goes on.
QIcon foldIcon(bool open, Qt::LayoutDirection direction);
/// `size` in device-independent pixels. Cached.
QPixmap iconPixmap(Icon which, int size, const QColor& color, qreal scale);
/// The program's own, in all usual sizes.
QIcon applicationIcon();
/// Names of icons that cannot be read or drawn; empty when all is well (self-test).
QStringList brokenIcons();

} // namespace ndas::ui
