// Paints a recording as a card: picture, length, title, whose and when, state. Edits the title in place.
#pragma once

#include "ui/support/thumbnail_cache.h"

#include <QtWidgets/QStyledItemDelegate>

namespace ndas::ui {

class CardDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit CardDelegate(ThumbnailCache& thumbnails, QObject* parent = nullptr);

    /// Space around a card inside its cell.
    static constexpr int inset = 6;
    /// Height of the cell of a card so wide, with this font.
    static int heightForWidth(int width, const QFont& font);

    void setCell(QSize cell) { cell_ = cell; }

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const override;
    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const override;

private:
    void paintPicture(QPainter& painter, const QRect& rect, const QStyleOptionViewItem& option,
                      const QModelIndex& index) const;

    ThumbnailCache& thumbnails_;
    QSize cell_;
};

} // namespace ndas::ui
