// Recordings before they are imported: found and looked at in the background, listed with what is wrong on
// top, edited one or many at a time, and added to the queue. GUI thread; never blocks. The caller deletes it.
#pragma once

#include "ui/dialogs/import_run.h"
#include "ui/models/import_edits.h"
#include "ui/models/import_scan.h"
#include "ui/models/import_twins.h"
#include "ui/support/dialogs.h"

#include <QtGui/QPixmap>
#include <QtWidgets/QDialog>

namespace ndas::ui {

class ImportFooter;
class ImportKeeper;
class ImportPane;
class ImportTable;

class ImportDialog : public QDialog {
    Q_OBJECT
public:
    ImportDialog(Gateway& gateway, Dialogs& dialogs, const QStringList& paths, QWidget* parent = nullptr);

    /// More paths for the same import.
    void add(const QStringList& paths);
    /// Goes on with an import that was not finished.
    void restore(const ImportDraft& draft);

    const ImportModel& model() const { return *model_; }

    QUndoStack& changes() { return edits_->stack(); }

    bool isReading() const;

Q_SIGNALS:
    void imported(int recordings); ///< they are in the queue

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    /// While recordings are being added: stops after the one under way. Asks before decisions are lost.
    void reject() override;
    void done(int result) override;

private:
    void build();
    QWidget* buildTable();
    void connectParts();
    void connectPane();
    void connectFooter();
    void readAllPatients();
    void takePatients(std::vector<library::Patient> patients);
    void readPreview(const QString& path);

    std::vector<int> editedRows() const;
    bool hasSelection() const;
    ImportEdits::Scope scopeOf(const std::vector<int>& rows) const;
    void updatePane();
    void updateSum();
    void showSoon();
    void toggleSelected();

    void startImport();
    void setAdding(bool adding);
    void finishImport(const ImportOutcome& outcome);
    QString addedText(const std::optional<Error>& error) const;
    bool mayDiscard();

    Gateway& gateway_;
    Dialogs& dialogs_;
    ImportModel* model_;
    ImportEdits* edits_;
    ImportOrder* order_;
    ImportScan* scan_;
    ImportTwins* twins_;
    ImportKeeper* keeper_;
    std::unique_ptr<ImportRun> run_;
    QTimer soon_; ///< sums and pane follow the table at most ten times a second
    int added_ = 0;
    QString said_;       ///< of the recordings that were added
    QString previewFor_; ///< path
    QPixmap preview_;
    ImportTable* table_ = nullptr;
    ImportPane* pane_ = nullptr;
    ImportFooter* footer_ = nullptr;
};

} // namespace ndas::ui
