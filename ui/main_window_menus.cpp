// What stands in the window's menus.
#include "ui/dialogs/import_entrance.h"
#include "ui/main_window.h"
#include "ui/models/queue_actions.h"
#include "ui/pages/library_page.h"
#include "ui/pages/patients_page.h"
#include "ui/pages/queue_page.h"
#include "ui/pages/settings_page.h"
#include "ui/support/context_help.h"
#include "ui/widgets/message_strip.h"
#include "ui/widgets/navigation.h"
#include "ui/widgets/status_strip.h"
#include "ui/window_menus.h"

#include <QtGui/QAction>
#include <QtWidgets/QMenu>

namespace ndas::ui {

void MainWindow::addMenus()
{
    addFileMenu();
    addEditMenu();
    addPageMenus();
    addQueueMenu();
    addViewMenu();
    addHelpMenu();
}

void MainWindow::addFileMenu()
{
    QMenu* menu = menus_->add(tr("&File"), QStringLiteral("fileMenu"));
    menus_->addCommand(menu, Icon::Add, tr("Add recordings…"), {QKeySequence::Open},
                       [this] { import_->addRecordings(); });
    menus_->addCommand(menu, Icon::Folder, tr("Add folder or memory card…"),
                       {Qt::CTRL | Qt::SHIFT | Qt::Key_O}, [this] { import_->addFolder(); });
    menus_->addCommand(menu, {}, tr("Add copied files"), {QKeySequence::Paste}, [this] { import_->paste(); });
    menu->addSeparator();
    // Not QKeySequence::Quit, which is none on Windows.
    menus_->addCommand(menu, {}, tr("Quit"), {Qt::CTRL | Qt::Key_Q}, [this] { close(); });
}

void MainWindow::addEditMenu()
{
    QMenu* menu = menus_->add(tr("&Edit"), QStringLiteral("editMenu"));
    menus_->addCommand(menu, {}, tr("Undo"), {QKeySequence::Undo}, [this] { takeBack(); });
    menus_->addCommand(menu, {}, tr("Redo"), {QKeySequence::Redo}, [this] { doAgain(); });
    menu->addSeparator();
    menus_->addCommand(menu, Icon::Search, tr("Search"), {QKeySequence::Find}, [this] { search(); });
}

void MainWindow::addPageMenus()
{
    menus_->addOfPage(Library, tr("&Recording"), QStringLiteral("recordingMenu"), *library_);
    menus_->addOfPage(Queue, tr("&Job"), QStringLiteral("jobMenu"), *queue_);
    menus_->addOfPage(Patients, tr("&Patient"), QStringLiteral("patientMenu"), *patients_);
}

void MainWindow::addQueueMenu()
{
    QMenu* menu = menus_->add(tr("&Queue"), QStringLiteral("queueMenu"));
    pauseAll_ = menus_->addCommand(menu, Icon::Pause, tr("Pause all"), {Qt::CTRL | Qt::Key_P},
                                   [this] { pauseEverything(gateway_, !summary_.figures().queuePaused); });
    menu->addSeparator();
    menu->addActions(queue_->queueActions());
}

void MainWindow::addViewMenu()
{
    QMenu* menu = menus_->add(tr("&View"), QStringLiteral("viewMenu"));
    const auto addPage = [&](Icon which, const QString& name, const QKeySequence& keys, Page page) {
        menus_->addCommand(menu, which, name, {keys}, [this, page] { navigation_->choose(page); });
    };
    addPage(Icon::Library, tr("Library"), Qt::CTRL | Qt::Key_1, Library);
    addPage(Icon::Queue, tr("Queue"), Qt::CTRL | Qt::Key_2, Queue);
    addPage(Icon::Patient, tr("Patients"), Qt::CTRL | Qt::Key_3, Patients);
    addPage(Icon::Settings, tr("Settings"), Qt::CTRL | Qt::Key_Comma, Settings);
    menu->addSeparator();
    menu->addActions(library_->lookActions());
}

void MainWindow::addHelpMenu()
{
    QMenu* menu = menus_->add(tr("&Help"), QStringLiteral("helpMenu"));
    menus_->addCommand(menu, {}, tr("Keyboard shortcuts"), {QKeySequence::HelpContents},
                       [this] { showShortcuts(); });
    menus_->addCommand(menu, {}, tr("What is this?"), {QKeySequence::WhatsThis},
                       [this] { explainFocus(*this); });
    menus_->addCommand(menu, {}, tr("Explain what I click on"), {}, [] { explainByPointing(); });
    menu->addSeparator();
    menus_->addCommand(menu, Icon::Info, tr("About NDAS"), {}, [this] { showAbout(); });
}

/// Pages and their parts explain themselves further where there is more to say.
void MainWindow::addExplanations()
{
    navigation_->setWhatsThis(
        tr("The pages of this program. The number beside Queue counts what is not finished there."));
    library_->setWhatsThis(
        tr("Every recording that was imported. Type into the search to find one by title, patient, notes or "
           "file name; the lists beside it narrow down what is shown. What is known about the chosen one "
           "stands at the side, with what can be done with it."));
    patients_->setWhatsThis(
        tr("The patients recordings belong to. With a birth date and the weeks of gestation the age at each "
           "recording is worked out."));
    settings_->setWhatsThis(
        tr("How recordings are imported and worked on. What is chosen counts at once, for all that begins "
           "from now on."));
    status_->setWhatsThis(
        tr("What the queue is doing, how far it is with what was added together, and how long that may still "
           "take. Pausing loses nothing: everything goes on where it stopped."));
    message_->setWhatsThis(tr("What was done last or could not be done, and how to take it back."));
}

void MainWindow::search()
{
    if (queue_->isVisible())
        return queue_->focusSearch();
    if (patients_->isVisible())
        return patients_->focusSearch();
    navigation_->choose(Library);
    library_->focusSearch();
}

} // namespace ndas::ui
