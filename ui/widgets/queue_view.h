// The list of jobs: a list view whose rows have two buttons. Clicking a button acts on its row and leaves the
// selection alone when the row is part of it.
#pragma once

#include "ui/delegates/queue_delegate.h"

#include <QtWidgets/QListView>

namespace ndas::ui {

class QueueView : public QListView {
    Q_OBJECT
public:
    QueueView(ThumbnailCache& thumbnails, bool reduceMotion, QWidget* parent = nullptr);

    QueueDelegate* rowDelegate() const { return delegate_; }

Q_SIGNALS:
    /// The selected rows were dragged to the place in front of `before` (invalid: to the end).
    void rowsDropped(const QModelIndex& before);
    void mainButtonClicked(const QModelIndex& index);
    void menuRequested(QPoint globalPosition);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    struct Hit {
        QModelIndex index;
        QueuePart part = QueuePart::None;

        bool isButton() const { return part == QueuePart::MainButton || part == QueuePart::MenuButton; }
    };

    Hit hitAt(QPoint point) const;
    QStyleOptionViewItem optionOf(const QModelIndex& index) const;
    void showHot(const Hit& hit, bool pressed);
    void openMenuOf(const QModelIndex& index);
    QString tipFor(const Hit& hit) const;
    void repaintBar(qint64 job);
    int dropRowAt(QPoint point) const; ///< the row what is dropped there comes before
    void showDropRow(int row);

    BarMotion motion_;
    QueueDelegate* delegate_;
    QPersistentModelIndex hotRow_;
    QueuePart pressedPart_ = QueuePart::None;
    QPersistentModelIndex pressedRow_;
    int dropRow_ = -1; ///< -1 = nothing is dragged
};

} // namespace ndas::ui
