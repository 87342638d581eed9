// The patients of the library as a table. GUI thread.
#pragma once

#include "core/library/library_store.h"

#include <QtCore/QAbstractTableModel>

namespace ndas::ui {

class PatientsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { CodeColumn, NameColumn, BirthColumn, GestationColumn, RecordingsColumn, ColumnCount };

    enum Role { SortRole = Qt::UserRole + 1 }; ///< raw value of the column

    explicit PatientsModel(QObject* parent = nullptr);

    /// Rows that stay keep their place and selection.
    void setPatients(std::vector<library::PatientUse> patients);

    const library::PatientUse& at(int row) const { return patients_[static_cast<std::size_t>(row)]; }

    int rowOf(const QString& code) const; ///< -1 = none
    std::vector<library::Patient> patients() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<library::PatientUse> patients_;
};

} // namespace ndas::ui
