// Recordings before they are imported: found and looked at in the background, listed with what is wrong on
// top, edited one or many at a time, and added to the queue. GUI thread; never blocks. The caller deletes it.
#pragma once

#include "ui/dialogs/import_run.h"
#include "ui/models/import_edits.h"
#include "ui/models/import_scan.h"

#include <QtWidgets/QDialog>

class QLabel;
class QProgressBar;
class QPushButton;

namespace ndas::ui {

class ImportPane;
class ImportTable;

class ImportDialog : public QDialog {
    Q_OBJECT
public:
    ImportDialog(Gateway& gateway, const QStringList& paths, QWidget* parent = nullptr);

    /// More paths for the same import.
    void add(const QStringList& paths);

    const ImportModel& model() const { return *model_; }

    QUndoStack& changes() { return edits_->stack(); }

    bool isReading() const;

Q_SIGNALS:
    void imported(int recordings); ///< they are in the queue

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void reject() override; ///< while recordings are being added: stops after the one under way
    void done(int result) override;

private:
    void build();
    QWidget* buildTable();
    QLayout* buildBottom();
    void connectParts();
    void connectPane();
    void connectUndo();
    void readPatientCodes();

    std::vector<int> editedRows() const;
    bool hasSelection() const;
    void updatePane();
    void updateSum();
    void showSoon();
    void toggleSelected();

    void startImport();
    void finishImport(const ImportOutcome& outcome);
    void rememberChoices();

    Gateway& gateway_;
    ImportDecision last_; ///< offered the next time
    ImportModel* model_;
    ImportEdits* edits_;
    ImportOrder* order_;
    ImportScan* scan_;
    std::unique_ptr<ImportRun> run_;
    QTimer soon_; ///< sums and pane follow the table at most ten times a second
    int added_ = 0;
    ImportTable* table_ = nullptr;
    ImportPane* pane_ = nullptr;
    QLabel* progressText_ = nullptr;
    QProgressBar* progress_ = nullptr;
    QLabel* sum_ = nullptr;
    QPushButton* import_ = nullptr;
    QPushButton* cancel_ = nullptr;
    QPushButton* undo_ = nullptr;
};

} // namespace ndas::ui
