// A wall of cards that always fills its width: as many columns of at least 184 as fit. Places are computed,
// never stored, so that a hundred thousand cards cost no more than ten.
#pragma once

#include "ui/delegates/card_delegate.h"

#include <QtWidgets/QAbstractItemView>

namespace ndas::ui {

class CardView : public QAbstractItemView {
    Q_OBJECT
public:
    explicit CardView(ThumbnailCache& thumbnails, QWidget* parent = nullptr);

    void setModel(QAbstractItemModel* model) override;
    QRect visualRect(const QModelIndex& index) const override;
    void scrollTo(const QModelIndex& index, ScrollHint hint = EnsureVisible) override;
    QModelIndex indexAt(const QPoint& point) const override;

protected:
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;

    int horizontalOffset() const override { return 0; }

    int verticalOffset() const override;

    bool isIndexHidden(const QModelIndex&) const override { return false; }

    void setSelection(const QRect& rect, QItemSelectionModel::SelectionFlags command) override;
    QRegion visualRegionForSelection(const QItemSelection& selection) const override;
    void updateGeometries() override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void rowsInserted(const QModelIndex& parent, int start, int end) override;

private:
    int count() const;
    int pageRows() const;
    int rowNear(QPoint point) const; ///< of the card at or before this place

    CardDelegate* delegate_;
    QSize cell_;
    int columns_ = 1;
};

} // namespace ndas::ui
