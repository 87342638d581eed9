// The library as a table: one line per recording, sorted by a click on a column.
#pragma once

#include "ui/support/thumbnail_cache.h"

#include <QtWidgets/QStyledItemDelegate>
#include <QtWidgets/QTableView>

namespace ndas::ui {

class LibraryListDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit LibraryListDelegate(ThumbnailCache& thumbnails, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const override;

private:
    QRect paintPicture(QPainter& painter, const QRect& cell, const QStyleOptionViewItem& option,
                       const QModelIndex& index) const; ///< returns what is left for the title

    ThumbnailCache& thumbnails_;
};

class LibraryList : public QTableView {
    Q_OBJECT
public:
    explicit LibraryList(ThumbnailCache& thumbnails, QWidget* parent = nullptr);

    void setModel(QAbstractItemModel* model) override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void fitRows();
    void fitColumns();
};

} // namespace ndas::ui
