#include "ui/models/kept_selection.h"

namespace ndas::ui {

namespace {

/// More chosen recordings than this are not found again: it would be felt.
constexpr std::size_t mostKept = 2000;

} // namespace

KeptSelection::KeptSelection(LibraryModel& model, QItemSelectionModel& selection, QObject* parent)
    : QObject(parent)
    , model_(model)
    , selection_(selection)
{
    connect(&model_, &LibraryModel::modelAboutToBeReset, this, &KeptSelection::keep);
    connect(&model_, &LibraryModel::modelReset, this, &KeptSelection::restore);
}

std::vector<VideoId> KeptSelection::chosen() const
{
    std::vector<VideoId> ids;
    for (const QItemSelectionRange& range : selection_.selection())
        for (int row = range.top(); row <= range.bottom(); ++row)
            ids.push_back(model_.idAt(row));
    return ids;
}

void KeptSelection::keep()
{
    kept_ = chosen();
    const QModelIndex current = selection_.currentIndex();
    current_ = current.isValid() ? model_.idAt(current.row()) : VideoId();
}

void KeptSelection::restore()
{
    const std::vector<VideoId> kept = std::exchange(kept_, {});
    if (kept.size() > mostKept)
        return;
    if (const QModelIndex current = model_.indexOf(current_); current.isValid())
        selection_.setCurrentIndex(current, QItemSelectionModel::NoUpdate);
    QItemSelection selection;
    for (const VideoId id : kept)
        if (const QModelIndex index = model_.indexOf(id); index.isValid())
            selection.select(index, index.siblingAtColumn(LibraryModel::ColumnCount - 1));
    selection_.select(selection, QItemSelectionModel::ClearAndSelect);
    Q_EMIT restored();
}

} // namespace ndas::ui
