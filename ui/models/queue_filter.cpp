#include "ui/models/queue_filter.h"

#include "ui/models/queue_model.h"

namespace ndas::ui {

QueueFilter::QueueFilter(QObject* parent)
    : QSortFilterProxyModel(parent)
{
    setFilterRole(QueueModel::GroupRole); // progress alone then never filters again
}

void QueueFilter::show(std::optional<QueueGroup> group)
{
    if (std::exchange(group_, group) != group)
        invalidateFilter();
}

void QueueFilter::find(const QString& text)
{
    QStringList words = text.toCaseFolded().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (std::exchange(words_, words) != words)
        invalidateFilter();
}

bool QueueFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (group_ && index.data(QueueModel::GroupRole).toInt() != static_cast<int>(*group_))
        return false;
    if (words_.isEmpty())
        return true;
    const QString text = index.data(QueueModel::SearchRole).toString();
    return std::all_of(words_.begin(), words_.end(),
                       [&text](const QString& word) { return text.contains(word); });
}

} // namespace ndas::ui
