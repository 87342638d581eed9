// The window: menus, navigation, pages, the queue's line at the bottom; drag and drop anywhere; questions on
// closing.
#pragma once

#include "ui/models/queue_summary.h"
#include "ui/support/dialogs.h"
#include "ui/support/edit_history.h"
#include "ui/support/gateway.h"
#include "ui/support/thumbnail_cache.h"

#include <QtCore/QTimer>
#include <QtWidgets/QWidget>

class QAction;
class QStackedWidget;

namespace ndas::ui {

class CountedRun;
class DropOverlay;
class ImportEntrance;
class LibraryPage;
class MessageStrip;
class Navigation;
class PatientsPage;
class QueuePage;
class SettingsPage;
class StatusStrip;
class WindowMenus;

class MainWindow : public QWidget {
    Q_OBJECT
public:
    MainWindow(Gateway& gateway, Dialogs& dialogs, QWidget* parent = nullptr);
    ~MainWindow() override;

    enum Page { Library, Queue, Patients, Settings };

    void showPage(Page page);
    void offerForImport(const QStringList& paths); ///< as ImportEntrance::offer()
    void offerDraft();                             ///< as ImportEntrance::offerDraft()
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
    void connectQueue();
    void addMenus();
    void addFileMenu();
    void addEditMenu();
    void addPageMenus();
    void addQueueMenu();
    void addViewMenu();
    void addHelpMenu();
    void search();
    void follow(CountedRun* run);
    bool mayBreakOff();
    void takeBack();
    void doAgain();
    void addExplanations();
    void showShortcuts();
    void showAbout();
    void sayFailure(const Error& error);
    void showHindrance();
    void showWelcome();
    bool mayClose();
    void restoreLayout();
    void saveLayout() const;

    Gateway& gateway_;
    Dialogs& dialogs_;
    ThumbnailCache thumbnails_;
    QueueSummary summary_;
    EditHistory history_;
    ImportEntrance* import_;
    QPointer<CountedRun> run_; ///< the newest that is still going on
    WindowMenus* menus_;
    QAction* pauseAll_ = nullptr;
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
