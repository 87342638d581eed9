#include "ui/models/import_model.h"

namespace ndas::ui {

ImportModel::ImportModel(const Clock& clock, ImportDecision usual, QObject* parent)
    : QAbstractTableModel(parent)
    , clock_(clock)
    , usual_(std::move(usual))
{
    collator_.setNumericMode(true);
    collator_.setCaseSensitivity(Qt::CaseInsensitive);
}

void ImportModel::addPaths(const QStringList& paths)
{
    QStringList fresh;
    for (const QString& path : paths)
        if (!places_.contains(path)) {
            places_.insert(path, static_cast<int>(rows_.size() + static_cast<std::size_t>(fresh.size())));
            fresh << path;
        }
    if (fresh.isEmpty())
        return;
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(fresh.size()) - 1);
    for (const QString& path : std::as_const(fresh)) {
        ImportRow row;
        static_cast<ImportDecision&>(row) = usual_;
        row.number = static_cast<int>(rows_.size()) + 1;
        if (const auto drafted = drafted_.constFind(path); drafted != drafted_.cend())
            static_cast<ImportDecision&>(row) = *drafted;
        row.path = path;
        lookUpPatient(row);
        addNameKey(row);
        rows_.push_back(std::move(row));
    }
    endInsertRows();
}

void ImportModel::addNameKey(const ImportRow& row)
{
    // Folded as well: a collator of the C locale knows of no letters.
    nameKeys_.push_back(collator_.sortKey(nameText(row).toCaseFolded()));
}

int ImportModel::rankOf(int row) const
{
    const ImportRow& shown = rows_[static_cast<std::size_t>(row)];
    if (!shown.looked)
        return 4;
    if (shown.facts.problem || shown.isTooEarly())
        return 0;
    if (shown.isCopy())
        return 1;
    return shown.facts.damaged ? 2 : 3;
}

void ImportModel::takeDraft(const ImportDraft& draft)
{
    for (const DraftRecording& recording : draft.recordings)
        drafted_.insert(recording.path, recording.decision);
}

void ImportModel::addProblem(const QString& path, Error problem)
{
    addPaths({path});
    ImportFacts facts;
    facts.path = path;
    facts.problem = std::move(problem);
    std::vector<ImportFacts> one;
    one.push_back(std::move(facts));
    setFacts(std::move(one));
}

void ImportModel::setFacts(std::vector<ImportFacts> facts)
{
    std::vector<int> changed;
    for (ImportFacts& news : facts) {
        const int place = places_.value(news.path, -1);
        if (place < 0)
            continue;
        ImportRow& row = rows_[static_cast<std::size_t>(place)];
        row.looked = true;
        row.facts = std::move(news);
        row.chosen = row.chosen && row.isImportable() && !row.facts.known;
        changed.push_back(place);
    }
    rowsChanged(std::move(changed));
}

void ImportModel::setContents(const std::vector<ImportContent>& contents)
{
    std::vector<int> changed;
    for (const ImportContent& content : contents) {
        const std::vector<int> rows = takeContent(content);
        changed.insert(changed.end(), rows.begin(), rows.end());
    }
    rowsChanged(std::move(changed));
}

std::vector<int> ImportModel::takeContent(const ImportContent& content)
{
    if (!places_.contains(content.path))
        return {};
    QString& first = firsts_[content.sha256];
    if (first.isEmpty()) {
        first = content.path;
        return {};
    }
    QStringList twins{content.path};
    // One that has left the table was imported.
    if (places_.contains(first) && places_[content.path] < places_[first]) {
        twins = {first};
        for (const ImportRow& row : rows_)
            if (row.twinOf == first)
                twins << row.path;
        first = content.path;
    }
    std::vector<int> changed;
    for (const QString& path : std::as_const(twins)) {
        ImportRow& row = rows_[static_cast<std::size_t>(places_[path])];
        row.chosen = row.chosen && !row.twinOf.isEmpty();
        row.twinOf = first;
        changed.push_back(places_[path]);
    }
    return changed;
}

/// Rows beside each other at once: a table that sorts takes long over each announcement.
void ImportModel::rowsChanged(std::vector<int> rows)
{
    std::sort(rows.begin(), rows.end());
    for (std::size_t first = 0; first < rows.size();) {
        std::size_t last = first;
        while (last + 1 < rows.size() && rows[last + 1] <= rows[last] + 1)
            ++last;
        Q_EMIT dataChanged(index(rows[first], 0), index(rows[last], ColumnCount - 1));
        first = last + 1;
    }
}

void ImportModel::removePaths(const QStringList& paths)
{
    const QSet<QString> gone(paths.begin(), paths.end());
    beginResetModel();
    std::erase_if(rows_, [&gone](const ImportRow& row) { return gone.contains(row.path); });
    places_.clear();
    nameKeys_.clear();
    for (const ImportRow& row : rows_) {
        places_.insert(row.path, static_cast<int>(nameKeys_.size()));
        addNameKey(row);
    }
    endResetModel();
}

void ImportModel::decide(int row, ImportDecision decision)
{
    ImportRow& changed = rows_[static_cast<std::size_t>(row)];
    decision.chosen = decision.chosen && (!changed.looked || changed.isImportable());
    static_cast<ImportDecision&>(changed) = std::move(decision);
    lookUpPatient(changed);
    rowChanged(row);
}

void ImportModel::setPatients(const std::vector<library::Patient>& patients)
{
    births_.emplace();
    for (const library::Patient& patient : patients)
        births_->insert(patient.code.toCaseFolded(), patient.birthDate);
    for (ImportRow& row : rows_)
        lookUpPatient(row);
    if (!rows_.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void ImportModel::lookUpPatient(ImportRow& row) const
{
    const QString code = row.patientCode.simplified().toCaseFolded();
    row.isNewPatient = births_ && !code.isEmpty() && !births_->contains(code);
    row.birthDate = births_ ? births_->value(code) : QDate();
}

void ImportModel::rowChanged(int row)
{
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

int ImportModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int ImportModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

bool ImportModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::CheckStateRole || index.column() != NameColumn)
        return false;
    Q_EMIT chooseRequested(index.row(), value.toInt() == Qt::Checked);
    return true;
}

Qt::ItemFlags ImportModel::flags(const QModelIndex& index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    const ImportRow& row = rows_[static_cast<std::size_t>(index.row())];
    if (index.column() == NameColumn && (!row.looked || row.isImportable()))
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

ImportOrder::ImportOrder(QObject* parent)
    : QSortFilterProxyModel(parent)
{
    setSortRole(ImportModel::SortRole);
    setSortCaseSensitivity(Qt::CaseInsensitive);
}

bool ImportOrder::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    const auto& model = static_cast<const ImportModel&>(*sourceModel());
    const int leftRank = model.rankOf(left.row());
    const int rightRank = model.rankOf(right.row());
    if (leftRank != rightRank)
        return (leftRank < rightRank) == (sortOrder() == Qt::AscendingOrder);
    if (left.column() == ImportModel::NameColumn)
        return model.nameKey(left.row()).compare(model.nameKey(right.row())) < 0;
    return QSortFilterProxyModel::lessThan(left, right);
}

} // namespace ndas::ui
