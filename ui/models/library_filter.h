// Search and filter chips over LibraryModel.
#pragma once

#include "ui/models/library_model.h"

#include <QtCore/QSortFilterProxyModel>

namespace ndas::ui {

class LibraryFilter : public QSortFilterProxyModel {
    Q_OBJECT
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setText(const QString& text); ///< every word must occur
    void setGroup(std::optional<LibraryGroup> group);

    std::optional<LibraryGroup> group() const { return group_; }

    bool isFiltering() const { return !words_.isEmpty() || group_; }

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    QStringList words_;
    std::optional<LibraryGroup> group_;
};

} // namespace ndas::ui
