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
    void mainButtonClicked(const QModelIndex& index);
    void menuRequested(QPoint globalPosition);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool viewportEvent(QEvent* event) override;

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

    BarMotion motion_;
    QueueDelegate* delegate_;
    QPersistentModelIndex hotRow_;
    QueuePart pressedPart_ = QueuePart::None;
    QPersistentModelIndex pressedRow_;
};

} // namespace ndas::ui
