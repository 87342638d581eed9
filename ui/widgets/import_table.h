// The recordings offered for import: names get the room there is, facts that do not fit beside them are left
// to the pane.
#pragma once

#include <QtWidgets/QTableView>

namespace ndas::ui {

class ImportTable : public QTableView {
    Q_OBJECT
public:
    explicit ImportTable(QWidget* parent = nullptr);

    void setModel(QAbstractItemModel* model) override;
    /// Rows of the model that are selected, from the top to the bottom of the table.
    QModelIndexList chosen() const;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    /// Focus is drawn around the whole row.
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

private:
    void fitRows();
    void fitColumns();
};

} // namespace ndas::ui
