#include "ui/models/library_filter.h"

namespace ndas::ui {

void LibraryFilter::setText(const QString& text)
{
    words_ = text.toCaseFolded().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateRowsFilter();
}

void LibraryFilter::setGroup(std::optional<LibraryGroup> group)
{
    group_ = group;
    invalidateRowsFilter();
}

bool LibraryFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (group_ && index.data(LibraryModel::StateRole).value<LibraryState>().group != *group_)
        return false;
    const QString searched = words_.isEmpty() ? QString() : index.data(LibraryModel::SearchRole).toString();
    return std::all_of(words_.begin(), words_.end(),
                       [&](const QString& word) { return searched.contains(word); });
}

} // namespace ndas::ui
