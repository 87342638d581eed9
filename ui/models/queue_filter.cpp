#include "ui/models/queue_filter.h"

#include "ui/models/queue_model.h"

namespace ndas::ui {

QueueFilter::QueueFilter(QObject* parent)
    : QSortFilterProxyModel(parent)
{
    setFilterRole(QueueModel::StateRole); // progress alone then never filters again
}

void QueueFilter::show(std::optional<QueueGroup> group)
{
    if (std::exchange(group_, group) != group)
        invalidateFilter();
}

bool QueueFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    if (!group_)
        return true;
    const QVariant state = sourceModel()->index(row, 0, parent).data(QueueModel::StateRole);
    return groupOf(static_cast<jobs::JobState>(state.toInt())) == *group_;
}

} // namespace ndas::ui
