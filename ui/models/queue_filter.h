// The part of the queue one filter chip shows. Keeps the model's order.
#pragma once

#include "ui/models/queue_row.h"

#include <QtCore/QSortFilterProxyModel>

namespace ndas::ui {

class QueueFilter : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit QueueFilter(QObject* parent = nullptr);

    void show(std::optional<QueueGroup> group); ///< nullopt = all

    std::optional<QueueGroup> group() const { return group_; }

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    std::optional<QueueGroup> group_;
};

} // namespace ndas::ui
