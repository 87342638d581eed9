#include "ui/widgets/card_view.h"

#include "ui/support/theme.h"

#include <QtCore/QEvent>
#include <QtWidgets/QScrollBar>

namespace ndas::ui {

namespace {
constexpr int narrowestCard = 184;
}

CardView::CardView(ThumbnailCache& thumbnails, QWidget* parent)
    : QListView(parent)
    , delegate_(new CardDelegate(thumbnails, this))
{
    setItemDelegate(delegate_);
    setViewMode(QListView::IconMode);
    setResizeMode(QListView::Adjust);
    setMovement(QListView::Static);
    setUniformItemSizes(true);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::EditKeyPressed);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMouseTracking(true);
    setKind(this, "plain");
    verticalScrollBar()->setSingleStep(24);
    connect(&thumbnails, &ThumbnailCache::loaded, viewport(), [this] { viewport()->update(); });
}

void CardView::resizeEvent(QResizeEvent* event)
{
    fitColumns();
    QListView::resizeEvent(event);
}

void CardView::changeEvent(QEvent* event)
{
    QListView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fitColumns();
}

void CardView::fitColumns()
{
    const int width = viewport()->width() - 1;
    const int columns = std::max(1, width / (narrowestCard + 2 * CardDelegate::inset));
    const QSize cell(width / columns, CardDelegate::heightForWidth(width / columns, font()));
    if (cell == gridSize())
        return;
    delegate_->setCell(cell);
    setGridSize(cell);
}

} // namespace ndas::ui
