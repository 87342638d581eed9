// The window: navigation, pages, the queue's line at the bottom; drag and drop anywhere; questions on
// closing.
#pragma once

#include "ui/models/queue_summary.h"
#include "ui/support/dialogs.h"
#include "ui/support/edit_history.h"
#include "ui/support/gateway.h"
#include "ui/support/thumbnail_cache.h"

#include <QtCore/QTimer>
#include <QtWidgets/QWidget>

class QMimeData;
class QStackedWidget;

namespace ndas::ui {

class CountedRun;
class DropOverlay;
class ImportDialog;
class LibraryPage;
class MessageStrip;
class Navigation;
class PatientsPage;
class QueuePage;
class SettingsPage;
class StatusStrip;

class MainWindow : public QWidget {
    Q_OBJECT
public:
    MainWindow(Gateway& gateway, Dialogs& dialogs, QWidget* parent = nullptr);
    ~MainWindow() override;

    enum Page { Library, Queue, Patients, Settings };

    void showPage(Page page);
    /// Shows the import dialog for these files and folders, or adds them to the one that is open.
    void offerForImport(const QStringList& paths);
    /// Asks whether to go on with an import that the program's end cut short, if there is one.
    void offerDraft();
    void bringToFront();
    /// Says across the top what the user has to know.
    void tell(const Error& notice);
    /// Shows the welcome at the first start with this library, unless there is something in it already.
    void welcome();

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    void build();
    void connectParts();
    void addShortcuts();
    void addShortcut(const QKeySequence& keys, std::function<void()> action);
    void follow(CountedRun* run);
    bool mayBreakOff();
    void takeBack();
    void doAgain();
    void addRecordings();
    void addFolder();
    void addSample();
    void pasteRecordings();
    void showShortcuts();
    void showAbout();
    void showHindrance();
    void showWelcome();
    ImportDialog* openImport(const QStringList& paths);
    bool mayClose();
    void restoreLayout();
    void saveLayout() const;

    Gateway& gateway_;
    Dialogs& dialogs_;
    ThumbnailCache thumbnails_;
    QueueSummary summary_;
    EditHistory history_;
    QPointer<ImportDialog> import_;
    QPointer<CountedRun> run_; ///< the newest that is still going on
    Navigation* navigation_;
    QStackedWidget* pages_;
    LibraryPage* library_;
    QueuePage* queue_;
    PatientsPage* patients_;
    SettingsPage* settings_;
    MessageStrip* message_;
    MessageStrip* hindrance_; ///< stands while the queue itself cannot go on
    QTimer lookAtQueue_;
    std::optional<ErrorCode> hinderedBy_;
    StatusStrip* status_;
    DropOverlay* overlay_;
};

} // namespace ndas::ui
