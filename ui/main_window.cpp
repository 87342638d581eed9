#include "ui/main_window.h"

#include "ui/dialogs/about_dialog.h"
#include "ui/dialogs/import_entrance.h"
#include "ui/dialogs/shortcut_sheet.h"
#include "ui/dialogs/welcome_dialog.h"
#include "ui/models/queue_actions.h"
#include "ui/pages/library_page.h"
#include "ui/pages/patients_page.h"
#include "ui/pages/queue_page.h"
#include "ui/pages/settings_page.h"
#include "ui/support/announcer.h"
#include "ui/support/counted_run.h"
#include "ui/support/icons.h"
#include "ui/support/layout_file.h"
#include "ui/support/sentences.h"
#include "ui/support/spoken.h"
#include "ui/support/window_room.h"
#include "ui/widgets/drop_overlay.h"
#include "ui/widgets/message_strip.h"
#include "ui/widgets/navigation.h"
#include "ui/widgets/status_strip.h"
#include "ui/window_menus.h"

#include <QtCore/QMimeData>
#include <QtGui/QAction>
#include <QtGui/QCloseEvent>
#include <QtGui/QDragEnterEvent>
#include <QtGui/QScreen>
#include <QtWidgets/QApplication>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QVBoxLayout>

namespace ndas::ui {

namespace {

const QLatin1String welcomedKey("welcomed");
const QLatin1String pageKey("page");

void noteWelcomed(const Gateway& gateway)
{
    QSettings file = layoutFile(gateway);
    file.setValue(welcomedKey, true);
}

} // namespace

MainWindow::MainWindow(Gateway& gateway, Dialogs& dialogs, QWidget* parent)
    : QWidget(parent)
    , gateway_(gateway)
    , dialogs_(dialogs)
    , thumbnails_(gateway.parts().paths.thumbnailsDir())
    , summary_(gateway)
    , history_(gateway)
    , import_(new ImportEntrance(gateway, dialogs, this))
    , menus_(new WindowMenus(this))
    , navigation_(new Navigation(this))
    , pages_(new QStackedWidget(this))
    , library_(new LibraryPage(gateway, thumbnails_, dialogs, history_, this))
    , queue_(new QueuePage(gateway, dialogs, thumbnails_, history_, this))
    , patients_(new PatientsPage(gateway, history_, this))
    , settings_(new SettingsPage(gateway, dialogs, this))
    , message_(new MessageStrip(this))
    , hindrance_(new MessageStrip(this))
    , status_(new StatusStrip(this))
    , overlay_(new DropOverlay(this))
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(tr("NDAS"));
    setWindowIcon(applicationIcon());
    setAcceptDrops(true);
    setMinimumSize(860, 560);
    build();
    connectParts();
    connectQueue();
    addMenus();
    addExplanations();
    restoreLayout();
    status_->setFigures(summary_.figures());
}

MainWindow::~MainWindow() = default;

void MainWindow::build()
{
    navigation_->addPage(Icon::Library, tr("Library"), tr("Ctrl+1"), QStringLiteral("goToLibrary"));
    navigation_->addPage(Icon::Queue, tr("Queue"), tr("Ctrl+2"), QStringLiteral("goToQueue"));
    navigation_->addPage(Icon::Patient, tr("Patients"), tr("Ctrl+3"), QStringLiteral("goToPatients"));
    navigation_->addPage(Icon::Settings, tr("Settings"), tr("Ctrl+,"), QStringLiteral("goToSettings"),
                         Navigation::Place::Bottom);
    pages_->addWidget(library_);
    pages_->addWidget(queue_);
    pages_->addWidget(patients_);
    pages_->addWidget(settings_);

    auto* right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(hindrance_);
    right->addWidget(message_);
    right->addWidget(pages_, 1);
    auto* upper = new QHBoxLayout;
    upper->setSpacing(0);
    upper->addWidget(navigation_);
    upper->addLayout(right, 1);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->setMenuBar(menus_);
    all->addLayout(upper, 1);
    all->addWidget(status_);
}

void MainWindow::connectParts()
{
    connect(navigation_, &Navigation::pageChosen, this,
            [this](int page) { showPage(static_cast<Page>(page)); });
    connect(library_, &LibraryPage::addRequested, import_, &ImportEntrance::addRecordings);
    connect(library_, &LibraryPage::folderRequested, import_, &ImportEntrance::addFolder);
    connect(library_, &LibraryPage::sampleRequested, import_, &ImportEntrance::addSample);
    connect(queue_, &QueuePage::addRequested, import_, &ImportEntrance::addRecordings);
    connect(queue_, &QueuePage::folderRequested, import_, &ImportEntrance::addFolder);
    connect(import_, &ImportEntrance::failed, this, &MainWindow::sayFailure);
    // Who imports knows what this is.
    connect(import_, &ImportEntrance::opened, this, [this] { noteWelcomed(gateway_); });
    connect(patients_, &PatientsPage::recordingsRequested, this, [this](const QString& code) {
        navigation_->choose(Library);
        library_->showPatient(code);
    });
    connect(queue_, &QueuePage::showVideoRequested, this, [this](VideoId video) {
        navigation_->choose(Library);
        library_->reveal(video);
    });
    connect(settings_, &SettingsPage::shortcutsRequested, this, &MainWindow::showShortcuts);
    connect(settings_, &SettingsPage::aboutRequested, this, &MainWindow::showAbout);
    connect(&gateway_, &Gateway::changeFailed, this, &MainWindow::sayFailure);
    connect(library_, &LibraryPage::said, message_, &MessageStrip::tell);
    connect(library_, &LibraryPage::warned, message_, &MessageStrip::warn);
    connect(library_, &LibraryPage::runStarted, this, &MainWindow::follow);
    connect(&history_, &EditHistory::done, message_,
            [this](const QString& text) { message_->offer(text, tr("Undo"), [this] { takeBack(); }); });
}

void MainWindow::connectQueue()
{
    connect(&summary_, &QueueSummary::changed, this, [this] {
        const QueueFigures figures = summary_.figures();
        status_->setFigures(figures);
        pauseAll_->setText(figures.queuePaused ? tr("Resume all") : tr("Pause all"));
        navigation_->setCount(Queue, figures.unfinished());
        setWindowTitle(figures.unfinished() > 0 ? tr("%1 · NDAS").arg(percentText(figures.fraction))
                                                : tr("NDAS"));
        dialogs_.showProgress(this, taskbarLook(figures));
    });
    auto* announcer = new Announcer(summary_, dialogs_, *this, [this] {
        bringToFront();
        navigation_->choose(Queue);
    });
    connect(announcer, &Announcer::announced, status_,
            [this](const QString& text) { speak(*status_, text); });
    connect(status_, &StatusStrip::pauseRequested, this,
            [this](bool pause) { pauseEverything(gateway_, pause); });
    hindrance_->setObjectName(QStringLiteral("queueHindrance"));
    connect(&lookAtQueue_, &QTimer::timeout, this, &MainWindow::showHindrance);
    lookAtQueue_.start(std::chrono::seconds(1));
}

void MainWindow::takeBack()
{
    if (!history_.stack().canUndo())
        return message_->tell(tr("There is nothing to take back."));
    const QString what = history_.stack().undoText();
    history_.stack().undo();
    message_->offer(tr("Taken back: %1").arg(what), tr("Redo"), [this] { doAgain(); });
}

void MainWindow::doAgain()
{
    if (!history_.stack().canRedo())
        return message_->tell(tr("There is nothing to do again."));
    const QString what = history_.stack().redoText();
    history_.stack().redo();
    message_->offer(tr("Done again: %1").arg(what), tr("Undo"), [this] { takeBack(); });
}

void MainWindow::showPage(Page page)
{
    navigation_->choose(page);
    pages_->setCurrentIndex(page);
    menus_->showPage(page);
    if (page == Library)
        library_->focusContent();
    else if (page == Queue)
        queue_->focusList();
    else if (page == Patients)
        patients_->focusList();
    else
        settings_->focusContent();
}

void MainWindow::showShortcuts()
{
    showOver(new ShortcutSheet(*menus_, this));
}

void MainWindow::showAbout()
{
    showOver(new AboutDialog(this));
}

void MainWindow::welcome()
{
    if (layoutFile(gateway_).value(welcomedKey).toBool())
        return;
    const auto isEmpty = [](GatewayParts& parts) {
        const auto newest = parts.library.summaries(VideoId(), 1);
        return newest && newest->empty();
    };
    gateway_.run(this, isEmpty, [this](bool empty) {
        if (empty && !import_->isOpen())
            showWelcome();
    });
}

void MainWindow::showWelcome()
{
    noteWelcomed(gateway_);
    auto* dialog = new WelcomeDialog(gateway_, this);
    connect(dialog, &WelcomeDialog::sampleRequested, import_, &ImportEntrance::addSample);
    showOver(dialog);
}

void MainWindow::offerForImport(const QStringList& paths)
{
    import_->offer(paths);
}

void MainWindow::offerDraft()
{
    import_->offerDraft();
}

/// Behind a dialog nobody would see the message before the dialog is closed.
void MainWindow::sayFailure(const Error& error)
{
    message_->say(error);
    QWidget* dialog = QApplication::activeModalWidget();
    if (dialog && dialog != this)
        dialogs_.tell(dialog, MessageStrip::textOf(error), technicalText(error));
}

/// Said once; whoever closes it is not told again of the same.
void MainWindow::showHindrance()
{
    const std::optional<Error> hindrance = gateway_.parts().scheduler.hindrance();
    if (hindrance && hinderedBy_ != hindrance->code)
        hindrance_->warn(hindranceText(*hindrance), *hindrance);
    if (!hindrance)
        hindrance_->hide();
    hinderedBy_ = hindrance ? std::optional(hindrance->code) : std::nullopt;
}

void MainWindow::tell(const Error& notice)
{
    message_->say(notice);
}

void MainWindow::bringToFront()
{
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
    // Not every window manager keeps what has to be answered first above its parent.
    if (QWidget* dialog = QApplication::activeModalWidget(); dialog && dialog != this) {
        dialog->raise();
        dialog->activateWindow();
    }
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (localPaths(event->mimeData()).isEmpty())
        return;
    event->setDropAction(Qt::CopyAction);
    event->accept();
    overlay_->cover();
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent*)
{
    overlay_->hide();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    overlay_->hide();
    const QStringList paths = localPaths(event->mimeData());
    if (paths.isEmpty())
        return;
    // Never a move: the program that offers the files would delete them.
    event->setDropAction(Qt::CopyAction);
    event->accept();
    // After the drop has ended: the file manager waits for us, and a dialog may take long.
    QMetaObject::invokeMethod(
        this, [this, paths] { offerForImport(paths); }, Qt::QueuedConnection);
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (overlay_->isVisible())
        overlay_->cover();
}

void MainWindow::follow(CountedRun* run)
{
    run_ = run;
    connect(run, &CountedRun::progressed, this, [this, run] {
        message_->follow(run->text(), tr("Stop"), [guard = QPointer<CountedRun>(run)] {
            if (guard)
                guard->stop();
        });
    });
}

bool MainWindow::mayBreakOff()
{
    if (!run_)
        return true;
    Question question;
    question.title = tr("Quit before this is finished?");
    question.text = tr("%1. What is done stays, the rest is not done.").arg(run_->text());
    question.yes = tr("Quit now");
    question.no = tr("Let it finish");
    question.destructive = true;
    return dialogs_.ask(this, question);
}

bool MainWindow::mayClose()
{
    if (!mayBreakOff())
        return false;
    const int working = summary_.figures().working;
    if (working == 0)
        return true;
    Question question;
    question.title = working == 1 ? tr("A recording is being processed.")
                                  : tr("%n recordings are being processed.", nullptr, working);
    question.text = working == 1 ? tr("It goes on the next time NDAS is started.")
                                 : tr("They go on the next time NDAS is started.");
    question.yes = tr("Quit now");
    question.no = tr("Keep working");
    question.destructive = true;
    return dialogs_.ask(this, question);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!mayClose())
        return event->ignore();
    saveLayout();
    event->accept();
}

void MainWindow::restoreLayout()
{
    QSettings file = layoutFile(gateway_);
    resize(firstWindowSize({1280, 800}, screen()->availableSize()));
    restoreGeometry(file.value(QStringLiteral("geometry")).toByteArray());
    library_->restoreLayout(file);
    const int page = file.value(pageKey, Library).toInt();
    showPage(page > Library && page <= Settings ? static_cast<Page>(page) : Library);
}

void MainWindow::saveLayout() const
{
    QSettings file = layoutFile(gateway_);
    file.setValue(QStringLiteral("geometry"), saveGeometry());
    file.setValue(pageKey, pages_->currentIndex());
    library_->saveLayout(file);
}

} // namespace ndas::ui
