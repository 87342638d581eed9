// Pictures of every page and dialog of the real window over a data folder, for looking at and for the
// contact sheet in resources/screenshots. Recordings are imported where the library is empty, and offered for
// import in any case; without them, what a new user sees. By hand, never by ctest:
//   gallery DATA_FOLDER OUT_FOLDER [light|dark] [WIDTHxHEIGHT] [rtl] [16pt] [RECORDING...]
#include "tests/support/places.h"
#include "tests/ui/desktop_bench.h"
#include "tests/ui/gallery_jobs.h"
#include "ui/dialogs/start_time_dialog.h"
#include "ui/models/queue_actions.h"
#include "ui/models/queue_model.h"
#include "ui/pages/library_page.h"
#include "ui/pages/opening_window.h"
#include "ui/pages/queue_page.h"
#include "ui/support/theme.h"
#include "ui/widgets/drop_overlay.h"

#include <QtTest/QtTest>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QApplication>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QDialog>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QMenuBar>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTableView>

using namespace ndas;
using namespace ndas::ui;

namespace {

class Gallery {
public:
    Gallery(const QString& dataDir, QString out, settings::Theme theme, QSize size)
        : out_(std::move(out))
        , desk_(dataDir)
    {
        applyTheme(*qApp, theme, QGuiApplication::palette());
        desk_.window->resize(size);
        settle();
    }

    bool isOpen() const { return desk_.workspace && QDir().mkpath(out_); }

    /// False where there is nothing to show: none of the recordings could be imported.
    bool shootAll(const QStringList& recordings)
    {
        if (recordings.isEmpty()) {
            shootEmpty();
            return true;
        }
        if (!fill(recordings))
            return false;
        shootLibrary();
        shootPage(MainWindow::Queue, QStringLiteral("queue"));
        shootBusyQueue();
        shootFrame();
        showOver(new StartTimeDialog(QDateTime::currentDateTime(), desk_.window.get()));
        shootDialog(QStringLiteral("start-time"));
        shootPatients();
        shootPage(MainWindow::Settings, QStringLiteral("settings"));
        shootDialogOf(QStringLiteral("showShortcuts"), QStringLiteral("shortcuts"));
        shootDialogOf(QStringLiteral("showAbout"), QStringLiteral("about"));
        shootLicences();
        shootImport(recordings);
        return true;
    }

private:
    static void settle() { QTest::qWait(700); }

    static bool await(const std::function<bool()>& condition) { return QTest::qWaitFor(condition, 120'000); }

    QAbstractItemView* cards() const { return desk_.child<QAbstractItemView>("libraryCards"); }

    /// The library has recordings, and nothing is left to do.
    bool fill(const QStringList& recordings)
    {
        auto* empty = desk_.child<QWidget>("libraryEmpty");
        auto* pause = desk_.child<QAbstractButton>("pauseAll");
        const auto hasRows = [this] { return cards()->model()->rowCount() > 0; };
        if (!await([&] { return empty->isVisible() || hasRows(); }))
            return false;
        if (!hasRows()) {
            auto* dialog = offer(recordings);
            auto* button = dialog->findChild<QPushButton*>(QStringLiteral("importButton"));
            if (!button->isEnabled()) // none of them can be
                return false;
            button->click();
            if (!await([&] { return pause->isEnabled(); }))
                return false;
        }
        return await([&] { return !pause->isEnabled() && hasRows(); });
    }

    /// The import dialog, with everything looked at.
    QDialog* offer(const QStringList& recordings)
    {
        desk_.window->offerForImport(recordings);
        auto* dialog = desk_.window->findChild<QDialog*>();
        auto* reading = dialog->findChild<QWidget*>(QStringLiteral("readingText"));
        (void)await([&] { return reading->isHidden(); });
        return dialog;
    }

    void save(QWidget* widget, const QString& name) const
    {
        settle();
        widget->grab().save(QStringLiteral("%1/%2.png").arg(out_, name));
    }

    /// What somebody sees who starts it for the first time.
    void shootEmpty()
    {
        (void)QTest::qWaitFor([&] { return desk_.child<QWidget>("libraryEmpty")->isVisible(); });
        desk_.window->welcome();
        shootDialog(QStringLiteral("welcome"));
        save(desk_.window.get(), QStringLiteral("library-empty"));
        shootPage(MainWindow::Queue, QStringLiteral("queue-empty"));
        shootPage(MainWindow::Patients, QStringLiteral("patients-empty"));
    }

    void addPatient()
    {
        desk_.child<QAbstractButton>("addPatient")->click();
        auto* dialog = desk_.window->findChild<QDialog*>();
        dialog->findChild<QLineEdit*>(QStringLiteral("patientCode"))->setText(QStringLiteral("IN-0417"));
        dialog->findChild<QAbstractButton*>(QStringLiteral("savePatient"))->click();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }

    void shootPatients()
    {
        desk_.window->showPage(MainWindow::Patients);
        auto* table = desk_.child<QTableView>("patientsTable");
        settle();
        if (table->model()->rowCount() == 0)
            addPatient();
        (void)await([&] { return table->model()->rowCount() > 0; });
        table->setCurrentIndex(table->model()->index(0, 0));
        shootPage(MainWindow::Patients, QStringLiteral("patients"));
        shootDialogOf(QStringLiteral("editPatientButton"), QStringLiteral("patient"));
    }

    void shootLicences()
    {
        desk_.window->findChild<QAbstractButton*>(QStringLiteral("showAbout"))->click();
        auto* about = desk_.window->findChild<QDialog*>();
        about->findChild<QAbstractButton*>(QStringLiteral("showLicences"))->click();
        auto* texts = about->findChild<QDialog*>();
        save(texts, QStringLiteral("licences"));
        texts->close();
        about->close();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }

    void shootPictures()
    {
        desk_.window->findChild<QAbstractButton*>(QStringLiteral("anotherPicture"))->click();
        QPushButton* use = nullptr;
        (void)QTest::qWaitFor(
            [&] { return (use = desk_.child<QPushButton>("usePicture")) != nullptr && use->isEnabled(); },
            20'000);
        shootDialog(QStringLiteral("another-picture"));
    }

    void shootDates()
    {
        auto* dates = desk_.child<QComboBox>("dateFilter");
        const int between = dates->findText(QStringLiteral("Between"), Qt::MatchStartsWith);
        dates->setCurrentIndex(between);
        Q_EMIT dates->activated(between);
        shootDialog(QStringLiteral("dates"));
    }

    void shootMenu()
    {
        Q_EMIT cards()->customContextMenuRequested(cards()->visualRect(cards()->currentIndex()).center());
        auto* menu = desk_.child<LibraryPage>("libraryPage")
                         ->findChild<QMenu*>(QStringLiteral("recordingMenu"), Qt::FindDirectChildrenOnly);
        save(menu, QStringLiteral("library-menu"));
        menu->close();
    }

    void shootLibrary()
    {
        save(desk_.window.get(), QStringLiteral("library-unchosen"));
        cards()->selectAll();
        save(desk_.window.get(), QStringLiteral("library-several"));
        cards()->setCurrentIndex(cards()->model()->index(cards()->model()->rowCount() - 1, 0));
        save(desk_.window.get(), QStringLiteral("library"));
        shootPictures();
        shootDates();
        shootMenu();
        desk_.child<QAbstractButton>("showList")->click();
        save(desk_.window.get(), QStringLiteral("library-list"));
        shootDialogOf(QStringLiteral("editRecording"), QStringLiteral("edit"));
        auto* library = desk_.child<LibraryPage>("libraryPage");
        library->saveCopiesOfChosen();
        shootDialog(QStringLiteral("save-copies"));
        desk_.child<QAbstractButton>("showCards")->click();
    }

    /// Jobs that are in no database; the queue is paused, so that nothing puts the true ones in their place.
    void shootBusyQueue()
    {
        pauseEverything(*desk_.gateway, true);
        settle();
        const auto known = desk_.workspace->library().list();
        if (!known || known->empty())
            return;
        std::vector<jobs::Job> jobs = test::GalleryJobs(desk_.workspace->clock().now()).all();
        std::vector<QueueVideo> videos;
        for (std::size_t i = 0; i < jobs.size(); ++i) {
            const library::Video& video = (*known)[i % known->size()];
            jobs[i].video = video.id;
            videos.push_back(queueVideoOf(video, desk_.workspace->presets(),
                                          media::Experience(std::vector<media::WorkRecord>())));
            videos.back().sourceFolder = QStringLiteral("Ward camera");
        }
        const JobId failed = jobs.front().id;
        auto* model = desk_.child<QueuePage>("queuePage")->findChild<QueueModel*>();
        model->setQueue(jobs, std::move(videos));
        for (const jobs::Job& job : jobs)
            if (job.state == jobs::JobState::Running && job.speed > 0)
                model->updateProgress({{job.id, job.progress, job.stage, job.speed, 3480}});
        save(desk_.window.get(), QStringLiteral("queue-busy"));
        auto* view = desk_.child<QAbstractItemView>("queueView");
        view->setCurrentIndex(view->model()->index(model->rowOf(failed), 0));
        save(desk_.window.get(), QStringLiteral("queue-details"));
        for (const jobs::Job& job : jobs)
            if (job.errorCode == ErrorCode::DiskFull)
                view->setCurrentIndex(view->model()->index(model->rowOf(job.id), 0));
        desk_.child<QAbstractButton>("foldButton")->click();
        save(desk_.window.get(), QStringLiteral("queue-needs"));
        desk_.child<QLineEdit>("queueSearch")->setText(QStringLiteral("nobody"));
        save(desk_.window.get(), QStringLiteral("queue-no-match"));
        desk_.child<QLineEdit>("queueSearch")->clear();
        pauseEverything(*desk_.gateway, false);
        settle();
    }

    /// What comes over or around the pages.
    void shootFrame()
    {
        Q_EMIT desk_.gateway->changeFailed(
            {.code = ErrorCode::DiskFull, .detail = {}, .nativeCode = 0, .where = {}});
        save(desk_.window.get(), QStringLiteral("message"));
        auto* menus = desk_.child<QMenuBar>("menuBar");
        for (QAction* action : menus->actions()) {
            if (!action->isVisible())
                continue;
            action->menu()->popup(menus->mapToGlobal(menus->actionGeometry(action).bottomLeft()));
            save(action->menu(), QStringLiteral("menu-") + action->menu()->objectName());
            action->menu()->close();
        }
        auto* overlay = desk_.child<DropOverlay>("dropOverlay");
        overlay->cover();
        save(desk_.window.get(), QStringLiteral("drop"));
        overlay->hide();
        OpeningWindow opening(QStringLiteral("/home/ward/NDAS"));
        opening.showOpening();
        opening.show();
        save(&opening, QStringLiteral("opening"));
        opening.showProblem({.code = ErrorCode::DiskFull, .detail = {}, .nativeCode = 0, .where = {}});
        save(&opening, QStringLiteral("opening-problem"));
    }

    void shootDialogOf(const QString& button, const QString& name)
    {
        desk_.window->findChild<QAbstractButton*>(button)->click();
        shootDialog(name);
    }

    void shootDialog(const QString& name)
    {
        QDialog* dialog = nullptr;
        (void)QTest::qWaitFor([&] { return (dialog = desk_.window->findChild<QDialog*>()) != nullptr; });
        save(dialog, name);
        dialog->close();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }

    void shootPage(MainWindow::Page page, const QString& name)
    {
        desk_.window->showPage(page);
        save(desk_.window.get(), name);
    }

    void shootImport(const QStringList& recordings)
    {
        QDialog* dialog = offer(recordings);
        save(dialog, QStringLiteral("import"));
        auto* table = dialog->findChild<QTableView*>();
        table->setCurrentIndex(table->model()->index(table->model()->rowCount() - 1, 0));
        dialog->findChild<QAbstractButton*>(QStringLiteral("recordedCheck"))->click();
        settle();
        auto* plan = dialog->findChild<QAbstractButton*>(QStringLiteral("planToggle"));
        plan->setChecked(false);
        plan->click();
        save(dialog, QStringLiteral("import-one"));
        dialog->close();
    }

    QString out_;
    test::DesktopBench desk_;
};

void useLargeLetters(QApplication& application)
{
    QFont font = QApplication::font();
    font.setPointSizeF(16);
    application.setFont(font);
}

QSize sizeFrom(const QString& text)
{
    const QStringList parts = text.split(QLatin1Char('x'));
    return parts.size() == 2 ? QSize(parts[0].toInt(), parts[1].toInt()) : QSize();
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    QStringList arguments = application.arguments().mid(1);
    if (arguments.size() < 2)
        return 2;
    const QString data = arguments.takeFirst();
    const QString out = arguments.takeFirst();
    auto theme = settings::Theme::Light;
    QSize size(1280, 800);
    QStringList recordings;
    for (const QString& argument : arguments) {
        if (argument == QLatin1String("dark"))
            theme = settings::Theme::Dark;
        else if (argument == QLatin1String("rtl"))
            application.setLayoutDirection(Qt::RightToLeft);
        else if (argument == QLatin1String("16pt"))
            useLargeLetters(application);
        else if (const QSize asked = sizeFrom(argument); asked.isValid() && !asked.isEmpty())
            size = asked;
        else if (argument != QLatin1String("light"))
            recordings << argument;
    }
    test::useBuiltWorker();
    Gallery gallery(data, out, theme, size);
    if (!gallery.isOpen())
        return 1;
    return gallery.shootAll(recordings) ? 0 : 1;
}
