#include "ui/delegates/import_delegate.h"

#include "ui/models/import_model.h"
#include "ui/support/paint_text.h"

#include <QtGui/QPainter>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QApplication>

namespace ndas::ui {

namespace {

constexpr int markInset = 3; // what the style itself keeps free before a tick

bool isSelected(const QStyleOptionViewItem& cell)
{
    return cell.state.testFlag(QStyle::State_Selected);
}

/// What cannot be imported has nothing to tick, but its name stays in line with the others.
void eraseCheckMark(QPainter& painter, const QStyleOptionViewItem& cell)
{
    const QRect mark =
        QApplication::style()->subElementRect(QStyle::SE_ItemViewItemCheckIndicator, &cell, cell.widget);
    const Tokens& tokens = tokensOf(cell.palette);
    painter.fillRect(mark.adjusted(-2, -2, 2, 2), isSelected(cell) ? tokens.selected : tokens.panel);
}

/// Where the keyboard is: a line around the whole row, of which this is one cell.
void paintFocus(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index)
{
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    if (!view || !view->hasFocus() || view->currentIndex().row() != index.row())
        return;
    const QColor color = tokensOf(option.palette).accent;
    const QRect cell = option.rect.adjusted(0, 0, 0, -1); // above the line between rows
    const int thick = 2;
    painter.fillRect(cell.left(), cell.top(), cell.width(), thick, color);
    painter.fillRect(cell.left(), cell.bottom() - thick + 1, cell.width(), thick, color);
    const bool mirrored = option.direction == Qt::RightToLeft;
    if (index.column() == (mirrored ? ImportModel::StatusColumn : ImportModel::NameColumn))
        painter.fillRect(cell.left(), cell.top(), thick, cell.height(), color);
    if (index.column() == (mirrored ? ImportModel::NameColumn : ImportModel::StatusColumn))
        painter.fillRect(cell.right() - thick + 1, cell.top(), thick, cell.height(), color);
}

} // namespace

void ImportDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    option->state &= ~QStyle::State_HasFocus; // rows are chosen, not cells: see paintFocus()
    if (index.column() != ImportModel::NameColumn)
        return;
    const int shift = space::gap - markInset; // ticks stand below the header's text
    if (option->direction == Qt::RightToLeft)
        option->rect.adjust(0, 0, -shift, 0);
    else
        option->rect.adjust(shift, 0, 0, 0);
}

void ImportDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const
{
    QStyleOptionViewItem cell(option);
    initStyleOption(&cell, index);
    const bool name = index.column() == ImportModel::NameColumn;
    const QRect inside =
        name ? QApplication::style()->subElementRect(QStyle::SE_ItemViewItemText, &cell, cell.widget)
             : option.rect.adjusted(space::gap, 0, -space::gap, 0);
    cell.text.clear();
    painter->fillRect(option.rect,
                      isSelected(cell) ? tokensOf(cell.palette).selected : tokensOf(cell.palette).panel);
    QApplication::style()->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);
    if (name && !index.flags().testFlag(Qt::ItemIsUserCheckable))
        eraseCheckMark(*painter, cell);
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                      tokensOf(option.palette).line);
    painter->save();
    if (index.column() == ImportModel::StatusColumn)
        paintStatus(*painter, cell, inside, index);
    else
        paintText(*painter, cell, name ? inside.adjusted(4, 0, -4, 0) : inside, index);
    painter->restore();
    paintFocus(*painter, option, index);
}

void ImportDelegate::paintText(QPainter& painter, const QStyleOptionViewItem& cell, const QRect& inside,
                               const QModelIndex& index)
{
    const auto alignment = static_cast<Qt::Alignment>(index.data(Qt::TextAlignmentRole).toInt());
    const Qt::Alignment visual = QStyle::visualAlignment(cell.direction, alignment);
    const QString text = index.data(Qt::DisplayRole).toString();
    const QString second = index.data(ImportModel::SecondLineRole).toString();
    const Tokens& tokens = tokensOf(cell.palette);
    const QColor dimmed = toneColor(tokens, Tone::Neutral, isSelected(cell));
    const bool name = index.column() == ImportModel::NameColumn;
    const QFont small = textFont(cell.font, TextStep::Small);
    const bool fits = cell.fontMetrics.horizontalAdvance(text) <= inside.width();
    painter.setPen(name ? tokens.text : dimmed);
    painter.setFont(fits ? cell.font : small);
    if (!fits && !name) {
        drawTwoLines(painter, inside, visual, text); // what the date is known from is told beside the table
        return;
    }
    // Names of cameras differ at their ends.
    const QString shown = painter.fontMetrics().elidedText(text, Qt::ElideMiddle, inside.width());
    if (second.isEmpty()) {
        drawOneLine(painter, inside, visual, shown);
        return;
    }
    const int height = cell.fontMetrics.height();
    const int smallHeight = QFontMetrics(small).height();
    const QRect upper(inside.left(), inside.center().y() - (height + smallHeight) / 2, inside.width(),
                      height);
    drawOneLine(painter, upper, visual, shown);
    painter.setFont(small);
    painter.setPen(dimmed);
    drawOneLine(painter, QRect(upper.left(), upper.bottom() + 1, upper.width(), smallHeight), visual, second);
}

void ImportDelegate::paintStatus(QPainter& painter, const QStyleOptionViewItem& cell, const QRect& inside,
                                 const QModelIndex& index)
{
    const auto look = index.data(ImportModel::LookRole).value<StateLook>();
    const QColor color = toneColor(tokensOf(cell.palette), look.tone, isSelected(cell));
    const int side = qRound(cell.fontMetrics.height() * 0.9);
    const QRect shape(inside.left(), inside.center().y() - side / 2, side, side);
    const QRect words = inside.adjusted(side + 6, 0, 0, 0);
    const bool fits = fitsInTwoLines(look.word, cell.font, words.width());
    painter.setFont(fits ? cell.font : textFont(cell.font, TextStep::Small));
    painter.setPen(color);
    paintIcon(painter, QStyle::visualRect(cell.direction, inside, shape), look.icon, color);
    drawTwoLines(painter, QStyle::visualRect(cell.direction, inside, words),
                 QStyle::visualAlignment(cell.direction, Qt::AlignLeft | Qt::AlignVCenter), look.word);
}

QSize ImportDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.setHeight(std::max(48, option.fontMetrics.height() * 2 + 8));
    return size;
}

} // namespace ndas::ui
