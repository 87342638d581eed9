// The import table's rows: room for a small picture, text as far from the edges as the header's, and the
// status with its shape, word and colour on up to two lines.
#pragma once

#include <QtWidgets/QStyledItemDelegate>

namespace ndas::ui {

class ImportDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;

private:
    static void paintText(QPainter& painter, const QStyleOptionViewItem& cell, const QRect& inside,
                          const QModelIndex& index);
    static void paintStatus(QPainter& painter, const QStyleOptionViewItem& cell, const QRect& inside,
                            const QModelIndex& index);
};

} // namespace ndas::ui
