#include "ui/delegates/import_delegate.h"

#include "ui/models/import_model.h"
#include "ui/support/paint_text.h"

#include <QtGui/QPainter>
#include <QtWidgets/QApplication>

namespace ndas::ui {

void ImportDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    option->state &= ~QStyle::State_HasFocus; // rows are chosen, not cells
    const Tokens& tokens = tokensOf(option->palette);
    const bool name = index.column() == ImportModel::NameColumn;
    const QColor ink =
        name ? tokens.text : toneColor(tokens, Tone::Neutral, option->state.testFlag(QStyle::State_Selected));
    option->palette.setColor(QPalette::Text, ink);
    option->palette.setColor(QPalette::HighlightedText, ink);
}

void ImportDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const
{
    if (index.column() != ImportModel::StatusColumn) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    QStyleOptionViewItem cell(option);
    initStyleOption(&cell, index);
    cell.text.clear();
    QApplication::style()->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);

    const auto look = index.data(ImportModel::LookRole).value<StateLook>();
    const QColor color =
        toneColor(tokensOf(option.palette), look.tone, option.state.testFlag(QStyle::State_Selected));
    const QRect inside = option.rect.adjusted(space::gap, 0, -space::gap, 0);
    const int side = qRound(cell.fontMetrics.height() * 0.9);
    const QRect shape(inside.left(), inside.center().y() - side / 2, side, side);
    const QRect words = inside.adjusted(side + 6, 0, 0, 0);
    painter->save();
    painter->setFont(cell.font);
    painter->setPen(color);
    paintIcon(*painter, QStyle::visualRect(option.direction, inside, shape), look.icon, color);
    drawTwoLines(*painter, QStyle::visualRect(option.direction, inside, words),
                 QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter), look.word);
    painter->restore();
}

QSize ImportDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.setHeight(std::max(48, option.fontMetrics.height() * 2 + 8));
    return size;
}

} // namespace ndas::ui
