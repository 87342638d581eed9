#include "ui/models/patients_model.h"

#include "core/library/age.h"
#include "ui/support/sentences.h"

#include <QtCore/QLocale>

namespace ndas::ui {

namespace {

QString textOf(const library::PatientUse& use, int column)
{
    const library::Patient& patient = use.patient;
    switch (column) {
    case PatientsModel::CodeColumn:
        return oneLine(patient.code);
    case PatientsModel::NameColumn:
        return oneLine(patient.name);
    case PatientsModel::BirthColumn:
        return QLocale().toString(patient.birthDate, QStringLiteral("d MMM yyyy"));
    case PatientsModel::GestationColumn:
        return patient.gestationDays > 0 ? library::weeksAndDays(patient.gestationDays) : QString();
    case PatientsModel::RecordingsColumn:
        return countText(use.recordings);
    default:
        return {};
    }
}

QVariant sortValue(const library::PatientUse& use, int column)
{
    switch (column) {
    case PatientsModel::BirthColumn:
        return use.patient.birthDate;
    case PatientsModel::GestationColumn:
        return use.patient.gestationDays;
    case PatientsModel::RecordingsColumn:
        return use.recordings;
    default:
        return textOf(use, column);
    }
}

} // namespace

PatientsModel::PatientsModel(QObject* parent)
    : QAbstractTableModel(parent)
{
}

void PatientsModel::setPatients(std::vector<library::PatientUse> patients)
{
    if (patients == patients_)
        return;
    const auto same = [](const library::PatientUse& a, const library::PatientUse& b) {
        return a.patient.id == b.patient.id;
    };
    if (std::equal(patients.begin(), patients.end(), patients_.begin(), patients_.end(), same)) {
        patients_ = std::move(patients);
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    patients_ = std::move(patients);
    endResetModel();
}

int PatientsModel::rowOf(const QString& code) const
{
    const auto found = std::find_if(patients_.begin(), patients_.end(),
                                    [&](const auto& use) { return use.patient.code == code; });
    return found == patients_.end() ? -1 : static_cast<int>(found - patients_.begin());
}

std::vector<library::Patient> PatientsModel::patients() const
{
    std::vector<library::Patient> all;
    for (const library::PatientUse& use : patients_)
        all.push_back(use.patient);
    return all;
}

int PatientsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(patients_.size());
}

int PatientsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant PatientsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const library::PatientUse& use = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return textOf(use, index.column());
    case Qt::ToolTipRole: // codes and names may be wider than their columns
        return tipText(textOf(use, index.column()));
    case SortRole:
        return sortValue(use, index.column());
    case Qt::AccessibleTextRole:
        return index.column() == CodeColumn
                   ? QStringLiteral("%1, %2").arg(textOf(use, CodeColumn),
                                                  use.recordings == 1
                                                      ? tr("1 recording")
                                                      : tr("%1 recordings").arg(countText(use.recordings)))
                   : textOf(use, index.column());
    case Qt::TextAlignmentRole:
        return index.column() == RecordingsColumn ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                                  : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant PatientsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section == RecordingsColumn ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                           : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == GestationColumn)
        return tr("Weeks and days of gestation at birth");
    if (role != Qt::DisplayRole)
        return {};
    const std::array<QString, ColumnCount> names{tr("Code"), tr("Name"), tr("Born"), tr("Gestation"),
                                                 tr("Recordings")};
    return names[static_cast<std::size_t>(section)];
}

} // namespace ndas::ui
