// The part of the queue one filter chip and what is searched for leave. Keeps the model's order.
#pragma once

#include "ui/models/queue_row.h"

#include <QtCore/QSortFilterProxyModel>

namespace ndas::ui {

class QueueFilter : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit QueueFilter(QObject* parent = nullptr);

    void show(std::optional<QueueGroup> group); ///< nullopt = all
    void find(const QString& text);             ///< rows that have all of its words

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    std::optional<QueueGroup> group_;
    QStringList words_;
};

} // namespace ndas::ui
