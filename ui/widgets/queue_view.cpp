#include "ui/widgets/queue_view.h"

#include "ui/models/queue_model.h"
#include "ui/support/first_arrow.h"
#include "ui/support/sentences.h"

#include <QtGui/QHelpEvent>
#include <QtGui/QMouseEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QToolTip>

namespace ndas::ui {

QueueView::QueueView(ThumbnailCache& thumbnails, bool reduceMotion, QWidget* parent)
    : QListView(parent)
    , motion_(reduceMotion)
    , delegate_(new QueueDelegate(thumbnails, motion_, this))
{
    setItemDelegate(delegate_);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    chooseWithFirstArrow(*this);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setUniformItemSizes(true);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setMouseTracking(true);
    setDragEnabled(true);
    setAcceptDrops(true);
    setDragDropMode(QAbstractItemView::DragDrop);
    setDropIndicatorShown(false);
    setFrameShape(QFrame::NoFrame);
    connect(&motion_, &BarMotion::moved, this, &QueueView::repaintBar);
    connect(&thumbnails, &ThumbnailCache::loaded, viewport(), qOverload<>(&QWidget::update));
}

QStyleOptionViewItem QueueView::optionOf(const QModelIndex& index) const
{
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    option.rect = visualRect(index);
    return option;
}

QueueView::Hit QueueView::hitAt(QPoint point) const
{
    const QModelIndex index = indexAt(point);
    if (!index.isValid())
        return {};
    const QueuePart part = QueueDelegate::partAt(optionOf(index), point);
    const bool missing = part == QueuePart::MainButton && !index.data(QueueModel::MainActionRole).isValid();
    return {index, missing ? QueuePart::None : part};
}

void QueueView::showHot(const Hit& hit, bool pressed)
{
    if (hotRow_.isValid())
        update(hotRow_);
    hotRow_ = hit.isButton() ? hit.index : QModelIndex();
    delegate_->setHot(hotRow_, hit.part, pressed);
    if (hotRow_.isValid())
        update(hotRow_);
}

void QueueView::mousePressEvent(QMouseEvent* event)
{
    const Hit hit = hitAt(event->position().toPoint());
    if (event->button() != Qt::LeftButton || !hit.isButton()) {
        QListView::mousePressEvent(event);
        return;
    }
    pressedRow_ = hit.index;
    pressedPart_ = hit.part;
    showHot(hit, true);
    if (hit.part == QueuePart::MenuButton)
        openMenuOf(hit.index);
}

void QueueView::mouseMoveEvent(QMouseEvent* event)
{
    const Hit hit = hitAt(event->position().toPoint());
    showHot(hit, pressedPart_ == hit.part && pressedRow_ == hit.index);
    if (pressedPart_ == QueuePart::None)
        QListView::mouseMoveEvent(event);
}

void QueueView::mouseReleaseEvent(QMouseEvent* event)
{
    if (pressedPart_ == QueuePart::None) {
        QListView::mouseReleaseEvent(event);
        return;
    }
    const QueuePart part = std::exchange(pressedPart_, QueuePart::None);
    const QModelIndex row = std::exchange(pressedRow_, QPersistentModelIndex());
    const Hit hit = hitAt(event->position().toPoint());
    showHot(hit, false);
    if (part == QueuePart::MainButton && hit.part == part && hit.index == row)
        Q_EMIT mainButtonClicked(row);
}

void QueueView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (hitAt(event->position().toPoint()).isButton())
        mousePressEvent(event); // two quick clicks are two clicks
    else
        QListView::mouseDoubleClickEvent(event);
}

/// The menu acts on the selection; a button of a row outside it selects that row first.
void QueueView::openMenuOf(const QModelIndex& index)
{
    if (!selectionModel()->isSelected(index))
        selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
    const QRect button = QueueDelegate::places(optionOf(index)).menuButton;
    Q_EMIT menuRequested(viewport()->mapToGlobal(button.bottomLeft()));
    pressedPart_ = QueuePart::None;
    showHot({}, false);
}

void QueueView::contextMenuEvent(QContextMenuEvent* event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = byKey ? currentIndex() : indexAt(event->pos());
    if (!index.isValid())
        return;
    if (!selectionModel()->isSelected(index))
        selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
    const QPoint at = byKey ? visualRect(index).center() : event->pos();
    Q_EMIT menuRequested(viewport()->mapToGlobal(at));
}

QString QueueView::tipFor(const Hit& hit) const
{
    switch (hit.part) {
    case QueuePart::MainButton: {
        const auto action = static_cast<QueueAction>(hit.index.data(QueueModel::MainActionRole).toInt());
        const QString key = action == QueueAction::Retry ? tr("Ctrl+R") : tr("Space");
        return tr("%1 (%2)").arg(textOf(action), key);
    }
    case QueuePart::MenuButton:
        return tr("More");
    case QueuePart::Status:
        return hit.index.data(QueueModel::StatusRole).toString();
    case QueuePart::What:
        return hit.index.data(QueueModel::WhatRole).toString();
    case QueuePart::Title: {
        QStringList lines{hit.index.data(Qt::DisplayRole).toString(),
                          hit.index.data(QueueModel::AboutRole).toString()};
        lines.removeAll(QString());
        return lines.join(QLatin1Char('\n'));
    }
    case QueuePart::None:
        break;
    }
    return {};
}

bool QueueView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave)
        showHot({}, false);
    if (event->type() != QEvent::ToolTip)
        return QListView::viewportEvent(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    QToolTip::showText(help->globalPos(), tipText(tipFor(hitAt(help->pos()))), viewport());
    return true;
}

int QueueView::dropRowAt(QPoint point) const
{
    const QModelIndex index = indexAt(point);
    if (!index.isValid())
        return model()->rowCount();
    return point.y() > visualRect(index).center().y() ? index.row() + 1 : index.row();
}

void QueueView::showDropRow(int row)
{
    if (std::exchange(dropRow_, row) != row)
        viewport()->update();
}

/// Files from elsewhere are the window's.
void QueueView::dragEnterEvent(QDragEnterEvent* event)
{
    event->setAccepted(event->source() == this);
}

void QueueView::dragMoveEvent(QDragMoveEvent* event)
{
    event->setAccepted(event->source() == this);
    showDropRow(event->isAccepted() ? dropRowAt(event->position().toPoint()) : -1);
}

void QueueView::dragLeaveEvent(QDragLeaveEvent*)
{
    showDropRow(-1);
}

void QueueView::dropEvent(QDropEvent* event)
{
    if (event->source() != this)
        return event->ignore();
    // Not a move for Qt: it would take the dragged rows away itself.
    event->setDropAction(Qt::CopyAction);
    event->accept();
    const int row = dropRowAt(event->position().toPoint());
    showDropRow(-1);
    Q_EMIT rowsDropped(model()->index(row, 0));
}

void QueueView::paintEvent(QPaintEvent* event)
{
    QListView::paintEvent(event);
    if (dropRow_ < 0 || model()->rowCount() == 0)
        return;
    const bool end = dropRow_ >= model()->rowCount();
    const QRect row = visualRect(model()->index(end ? model()->rowCount() - 1 : dropRow_, 0));
    QPainter painter(viewport());
    painter.fillRect(QRect(0, (end ? row.bottom() : row.top()) - 1, viewport()->width(), 2),
                     tokensOf(palette()).accent);
}

void QueueView::repaintBar(qint64 job)
{
    for (QModelIndex index = indexAt({1, 1}); index.isValid(); index = index.siblingAtRow(index.row() + 1)) {
        const QRect row = visualRect(index);
        if (row.top() > viewport()->height())
            return;
        if (index.data(QueueModel::JobIdRole).toLongLong() == job)
            viewport()->update(QueueDelegate::places(optionOf(index)).status);
    }
}

} // namespace ndas::ui
