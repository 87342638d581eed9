#include "ui/widgets/card_view.h"

#include "ui/support/theme.h"

#include <QtCore/QEvent>
#include <QtGui/QPaintEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QScrollBar>

namespace ndas::ui {

namespace {
constexpr int narrowestCard = 220;
}

CardView::CardView(ThumbnailCache& thumbnails, QWidget* parent)
    : QAbstractItemView(parent)
    , delegate_(new CardDelegate(thumbnails, this))
{
    setItemDelegate(delegate_);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setEditTriggers(QAbstractItemView::EditKeyPressed);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMouseTracking(true);
    setTabKeyNavigation(false);
    setKind(this, "plain");
    connect(&thumbnails, &ThumbnailCache::loaded, viewport(), [this] { viewport()->update(); });
}

void CardView::setModel(QAbstractItemModel* model)
{
    QAbstractItemView::setModel(model);
    // The view itself only forgets about them: those behind would stay where they were on the screen.
    connect(model, &QAbstractItemModel::rowsRemoved, this, &CardView::scheduleDelayedItemsLayout);
}

int CardView::count() const
{
    return model() ? model()->rowCount(rootIndex()) : 0;
}

int CardView::verticalOffset() const
{
    return verticalScrollBar()->value();
}

QRect CardView::visualRect(const QModelIndex& index) const
{
    if (!index.isValid())
        return {};
    const QRect cell(QPoint(index.row() % columns_ * cell_.width(),
                            index.row() / columns_ * cell_.height() - verticalOffset()),
                     cell_);
    return QStyle::visualRect(layoutDirection(), viewport()->rect(), cell);
}

QModelIndex CardView::indexAt(const QPoint& point) const
{
    const int row = rowNear(point);
    if (row < 0 || row >= count())
        return {};
    const QModelIndex index = model()->index(row, 0, rootIndex());
    return visualRect(index).contains(point) ? index : QModelIndex();
}

int CardView::rowNear(QPoint point) const
{
    if (cell_.isEmpty())
        return -1;
    const int x = layoutDirection() == Qt::LeftToRight ? point.x() : viewport()->width() - 1 - point.x();
    const int column = std::clamp(x / cell_.width(), 0, columns_ - 1);
    const int line = std::max(0, point.y() + verticalOffset()) / cell_.height();
    return line * columns_ + column;
}

void CardView::scrollTo(const QModelIndex& index, ScrollHint hint)
{
    const QRect rect = visualRect(index);
    if (!rect.isValid())
        return;
    const int height = viewport()->height();
    int top = verticalOffset();
    if (hint == PositionAtCenter)
        top += rect.center().y() - height / 2;
    else if (rect.top() < 0 || hint == PositionAtTop)
        top += rect.top();
    else if (rect.bottom() >= height)
        top += std::min(rect.top(), rect.bottom() + 1 - height);
    verticalScrollBar()->setValue(top);
}

int CardView::pageRows() const
{
    return std::max(1, viewport()->height() / std::max(1, cell_.height())) * columns_;
}

QModelIndex CardView::moveCursor(CursorAction action, Qt::KeyboardModifiers)
{
    const int last = count() - 1;
    if (last < 0)
        return {};
    if (!currentIndex().isValid() && action != MoveEnd)
        return model()->index(0, 0, rootIndex()); // as when the keyboard comes
    const int now = currentIndex().isValid() ? currentIndex().row() : 0;
    const int onward = layoutDirection() == Qt::LeftToRight ? 1 : -1;
    int row = now;
    switch (action) {
    case MoveLeft:
        row -= onward;
        break;
    case MoveRight:
        row += onward;
        break;
    case MovePrevious:
        --row;
        break;
    case MoveNext:
        ++row;
        break;
    case MoveUp:
        row = now >= columns_ ? now - columns_ : now;
        break;
    case MoveDown:
        row = now / columns_ < last / columns_ ? now + columns_ : now;
        break;
    case MovePageUp:
        row -= pageRows();
        break;
    case MovePageDown:
        row += pageRows();
        break;
    case MoveHome:
        row = 0;
        break;
    case MoveEnd:
        row = last;
        break;
    }
    return model()->index(std::clamp(row, 0, last), 0, rootIndex());
}

/// All cards from the one to the other, as reading goes.
void CardView::setSelection(const QRect& rect, QItemSelectionModel::SelectionFlags command)
{
    const int last = count() - 1;
    int from = rowNear(rect.topLeft());
    int to = rowNear(rect.bottomRight());
    if (from > to)
        std::swap(from, to);
    const bool nothing = last < 0 || from > last || (from == to && !indexAt(rect.center()).isValid());
    QItemSelection selection;
    if (!nothing)
        selection.select(model()->index(from, 0, rootIndex()),
                         model()->index(std::min(to, last), model()->columnCount() - 1, rootIndex()));
    selectionModel()->select(selection, command);
}

QRegion CardView::visualRegionForSelection(const QItemSelection& selection) const
{
    const QRect visible = viewport()->rect();
    const int first = rowNear({0, 0}) / columns_ * columns_;
    const int last = std::min(count() - 1, first + pageRows() + 2 * columns_);
    QRegion region;
    for (const QItemSelectionRange& range : selection)
        for (int row = std::max(first, range.top()); row <= std::min(last, range.bottom()); ++row)
            region += visualRect(model()->index(row, 0, rootIndex())) & visible;
    return region;
}

void CardView::updateGeometries()
{
    // The bar's place is kept free: cards that grew when it goes would bring it back.
    const int bar = verticalScrollBar()->sizeHint().width();
    const int width = viewport()->width() - 1 - (verticalScrollBar()->isVisibleTo(this) ? 0 : bar);
    columns_ = std::max(1, width / (narrowestCard + 2 * CardDelegate::inset));
    const QSize cell(width / columns_, CardDelegate::heightForWidth(width / columns_, font()));
    const bool resized = std::exchange(cell_, cell) != cell;
    delegate_->setCell(cell_);
    const int lines = (count() + columns_ - 1) / columns_;
    verticalScrollBar()->setRange(0, std::max(0, lines * cell_.height() - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(std::max(24, cell_.height() / 6));
    QAbstractItemView::updateGeometries();
    if (resized && currentIndex().isValid())
        scrollTo(currentIndex());
}

void CardView::rowsInserted(const QModelIndex& parent, int start, int end)
{
    QAbstractItemView::rowsInserted(parent, start, end);
    scheduleDelayedItemsLayout();
}

void CardView::resizeEvent(QResizeEvent* event)
{
    QAbstractItemView::resizeEvent(event);
    updateGeometries();
}

void CardView::changeEvent(QEvent* event)
{
    QAbstractItemView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        scheduleDelayedItemsLayout();
}

void CardView::paintEvent(QPaintEvent* event)
{
    executeDelayedItemsLayout();
    QPainter painter(viewport());
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    const QModelIndex hovered = indexAt(viewport()->mapFromGlobal(QCursor::pos()));
    const bool active = hasFocus() || viewport()->hasFocus();
    const int first = rowNear({0, event->rect().top()}) / columns_ * columns_;
    for (int row = std::max(0, first); row < count(); ++row) {
        const QModelIndex index = model()->index(row, 0, rootIndex());
        option.rect = visualRect(index);
        if (option.rect.top() > event->rect().bottom())
            break;
        option.state.setFlag(QStyle::State_Selected, selectionModel()->isSelected(index));
        option.state.setFlag(QStyle::State_HasFocus, active && index == currentIndex());
        option.state.setFlag(QStyle::State_MouseOver, index == hovered && underMouse());
        itemDelegateForIndex(index)->paint(&painter, option, index);
    }
}

} // namespace ndas::ui
