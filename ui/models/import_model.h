// The recordings offered for import as a table. Filled in batches while they are found and looked at. GUI
// thread.
#pragma once

#include "ui/models/import_draft.h"

#include <QtCore/QAbstractTableModel>
#include <QtCore/QCollator>
#include <QtCore/QSortFilterProxyModel>

#include <unordered_map>

namespace ndas::ui {

class ImportModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column {
        NameColumn,
        LengthColumn,
        SizeColumn,
        PictureColumn,
        RecordedColumn,
        RenditionsColumn,
        StatusColumn,
        ColumnCount
    };

    enum Role {
        LookRole = Qt::UserRole + 1, ///< StateLook
        SecondLineRole,              ///< "" or a small line below the text
        SortRole,                    ///< raw value of the column
    };

    /// `usual`: what is wanted of recordings until the user says otherwise.
    ImportModel(const Clock& clock, ImportDecision usual, QObject* parent = nullptr);

    void addPaths(const QStringList& paths);                      ///< those not yet in the table
    void takeDraft(const ImportDraft& draft);                     ///< decides for paths that are added later
    void addProblem(const QString& path, Error problem);          ///< a path that could not even be looked at
    void setFacts(std::vector<ImportFacts> facts);                ///< of paths in the table
    void setContents(const std::vector<ImportContent>& contents); ///< of some of those paths
    void removePaths(const QStringList& paths);
    void setPatients(const std::vector<library::Patient>& patients); ///< all the library knows

    const std::vector<ImportRow>& rows() const { return rows_; }

    /// Problems first, then known ones, those to import, unread ones.
    int rankOf(int row) const;

    /// By which names are sorted: "clip 2" before "clip 10".
    const QCollatorSortKey& nameKey(int row) const { return nameKeys_[static_cast<std::size_t>(row)]; }

    /// What cannot be imported is not chosen, whatever is decided.
    void decide(int row, ImportDecision decision);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

Q_SIGNALS:
    void chooseRequested(int row, bool chosen); ///< by its tick

private:
    QVariant textOf(const ImportRow& row, int column) const;
    QString wholeText(const ImportRow& row, int column) const; ///< with what stands below it
    QVariant sortValue(const ImportRow& row, int column) const;
    QVariant nameCell(const ImportRow& row, int role) const;
    QString spokenText(const ImportRow& row) const;
    void addNameKey(const ImportRow& row);
    /// The first of the table is no twin, whichever was read first. Gives the rows that changed.
    std::vector<int> takeContent(const ImportContent& content);
    void lookUpPatient(ImportRow& row) const;
    void rowChanged(int row);
    void rowsChanged(std::vector<int> rows);

    const Clock& clock_;
    ImportDecision usual_;
    QHash<QString, ImportDecision> drafted_; ///< by path
    std::vector<ImportRow> rows_;
    QCollator collator_;
    std::vector<QCollatorSortKey> nameKeys_;      ///< of rows_
    QHash<QString, int> places_;                  ///< by path
    QHash<QString, QString> firsts_;              ///< path of the first with a content, by its hash
    std::optional<QHash<QString, QDate>> births_; ///< by folded code of the patient; none: not read yet
};

/// Problems stay on top, whichever way the rest is sorted. Over an ImportModel; asks it directly, since
/// thousands of rows are put in order ten times a second while they are read.
class ImportOrder : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit ImportOrder(QObject* parent = nullptr);

protected:
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;
};

} // namespace ndas::ui

Q_DECLARE_METATYPE(ndas::ui::StateLook)
