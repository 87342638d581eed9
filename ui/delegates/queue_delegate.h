// Paints one job: picture, name and patient, preset, stage over its bar, time, and two buttons. Where things
// stand is asked by the view too, which handles the mouse.
#pragma once

#include "ui/models/queue_actions.h"
#include "ui/support/theme.h"
#include "ui/support/thumbnail_cache.h"
#include "ui/widgets/bar_motion.h"

#include <QtCore/QPersistentModelIndex>
#include <QtWidgets/QStyledItemDelegate>

namespace ndas::ui {

enum class QueuePart { None, Title, What, Status, MainButton, MenuButton };

struct QueueRowPlaces {
    QRect picture, title, about, what, status, bar, aside, mainButton, menuButton;
};

class QueueDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    QueueDelegate(ThumbnailCache& thumbnails, BarMotion& motion, QObject* parent = nullptr);

    static QueueRowPlaces places(const QStyleOptionViewItem& option);
    static QueuePart partAt(const QStyleOptionViewItem& option, QPoint point);

    /// The button under the mouse.
    void setHot(const QModelIndex& index, QueuePart part, bool pressed);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    struct Ink {
        const Tokens& tokens;
        bool selected;
        Qt::LayoutDirection direction;
        QFont body, strong, small;
    };

    void paintGround(QPainter& painter, const QStyleOptionViewItem& option, const Ink& ink) const;
    void paintPicture(QPainter& painter, const QRect& rect, const QModelIndex& index, const Ink& ink) const;
    void paintAside(QPainter& painter, const QueueRowPlaces& at, const QModelIndex& index,
                    const Ink& ink) const;
    void paintStatus(QPainter& painter, const QueueRowPlaces& at, const QModelIndex& index,
                     const Ink& ink) const;
    void paintBar(QPainter& painter, const QRect& rect, const QModelIndex& index, const Ink& ink) const;
    void paintButton(QPainter& painter, const QRect& rect, QueuePart part, const QModelIndex& index,
                     const Ink& ink) const;

    ThumbnailCache& thumbnails_;
    BarMotion& motion_;
    QPersistentModelIndex hot_;
    QueuePart hotPart_ = QueuePart::None;
    bool pressed_ = false;
};

} // namespace ndas::ui
