#include "ui/widgets/flow_layout.h"

#include <QtWidgets/QStyle>
#include <QtWidgets/QWidget>

namespace ndas::ui {

namespace {

QSize sizeIn(const QLayoutItem& item, int width)
{
    const QSize size = item.sizeHint();
    if (size.width() <= width)
        return size;
    return {width, item.hasHeightForWidth() ? item.heightForWidth(width) : size.height()};
}

} // namespace

FlowLayout::FlowLayout(int gap, QWidget* parent)
    : QLayout(parent)
    , gap_(gap)
{
}

FlowLayout::~FlowLayout()
{
    for (QLayoutItem* item : items_)
        delete item;
}

void FlowLayout::addTrailing(QWidget* widget)
{
    if (trailing_ < 0)
        trailing_ = count();
    addWidget(widget);
}

void FlowLayout::addItem(QLayoutItem* item)
{
    items_.push_back(item);
}

QLayoutItem* FlowLayout::itemAt(int index) const
{
    return index >= 0 && index < count() ? items_[static_cast<std::size_t>(index)] : nullptr;
}

QLayoutItem* FlowLayout::takeAt(int index)
{
    QLayoutItem* const item = itemAt(index);
    if (item)
        items_.erase(items_.begin() + index);
    return item;
}

int FlowLayout::widthOfAll() const
{
    int width = 0;
    for (const QLayoutItem* item : items_)
        if (!item->isEmpty())
            width += item->sizeHint().width() + gap_;
    return width;
}

int FlowLayout::arrange(const QRect& rect, bool apply) const
{
    const QRect area = rect.marginsRemoved(contentsMargins());
    if (even_)
        return arrangeEvenly(area, apply) - rect.top() + contentsMargins().bottom();
    const int spare = area.width() + gap_ - widthOfAll();
    int x = area.left();
    int y = area.top();
    int lineHeight = 0;
    std::vector<std::pair<QLayoutItem*, QRect>> line;
    const auto placeLine = [&] { // centred upon each other
        for (const auto& entry : line) {
            const QRect place = entry.second.translated(0, (lineHeight - entry.second.height()) / 2);
            entry.first->setGeometry(QStyle::visualRect(parentWidget()->layoutDirection(), area, place));
        }
        line.clear();
    };
    for (int i = 0; i < count(); ++i) {
        QLayoutItem* const item = itemAt(i);
        if (item->isEmpty())
            continue;
        const QSize size = sizeIn(*item, area.width());
        if (i == trailing_ && spare > 0)
            x += spare;
        const bool full = x + size.width() > area.right() + 1 || (i == trailing_ && spare < 0);
        if (full && lineHeight > 0) {
            placeLine();
            x = area.left();
            y += lineHeight + gap_;
            lineHeight = 0;
        }
        if (apply)
            line.emplace_back(item, QRect(QPoint(x, y), size));
        x += size.width() + gap_;
        lineHeight = std::max(lineHeight, size.height());
    }
    placeLine();
    return y + lineHeight - rect.top() + contentsMargins().bottom();
}

int FlowLayout::arrangeEvenly(const QRect& area, bool apply) const
{
    QSize largest(1, 1);
    for (const QLayoutItem* item : items_)
        largest = largest.expandedTo(item->sizeHint());
    const int fitting = std::clamp((area.width() + gap_) / (largest.width() + gap_), 1, std::max(1, count()));
    const int lines = (count() + fitting - 1) / fitting;
    const int columns = lines > 0 ? (count() + lines - 1) / lines : 1;
    const int width = (area.width() - gap_ * (columns - 1)) / columns;
    for (int i = 0; apply && i < count(); ++i) {
        const QRect cell(area.left() + i % columns * (width + gap_),
                         area.top() + i / columns * (largest.height() + gap_), width, largest.height());
        itemAt(i)->setGeometry(QStyle::visualRect(parentWidget()->layoutDirection(), area, cell));
    }
    return area.top() + lines * (largest.height() + gap_) - gap_;
}

int FlowLayout::heightForWidth(int width) const
{
    return arrange(QRect(0, 0, width, 0), false);
}

QSize FlowLayout::sizeHint() const
{
    const QMargins margins = contentsMargins();
    return {widthOfAll() - gap_ + margins.left() + margins.right(), minimumSize().height()};
}

QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (const QLayoutItem* item : items_)
        size = size.expandedTo(item->minimumSize());
    return size.grownBy(contentsMargins());
}

void FlowLayout::setGeometry(const QRect& rect)
{
    QLayout::setGeometry(rect);
    arrange(rect, true);
}

} // namespace ndas::ui
