// The window itself: how it welcomes, where its keys lead, what it says and what it remembers.
#include "tests/ui/window_bench.h"
#include "ui/support/context_help.h"
#include "ui/support/window_room.h"

#include <QtGui/QAccessible>
#include <QtGui/QScreen>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QDialog>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QMenuBar>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QWhatsThis>

using namespace ndas;
using namespace ndas::ui;

/// What was raised last of the widgets it filters.
class Topmost : public QObject {
public:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::ZOrderChange)
            top = watched;
        return false;
    }

    QObject* top = nullptr;
};

class TestMainWindow : public test::WindowTest {
    Q_OBJECT
private Q_SLOTS:

    void initTestCase() { makeMedia(); }

    void init() { setUp(); }

    void cleanup() { tearDown(); }

    void emptyLibraryOffersToDrop();
    void welcomesWhoeverComesFirstAndOnce();
    void whoHasImportedNeedsNoWelcome_data();
    void whoHasImportedNeedsNoWelcome();
    void keysReachTheWindowOnceADialogHasClosed();
    void whoConvertsAndWhatIsComparedIsChosenInTheSettings();
    void showsWhereToDropWhileDragging();
    void firstWindowIsNotLargerThanTheScreen();
    void keepsItsSizePageLookAndOrder();
    void queueHasTheKeyboardAfterARestart();
    void menusBelongToThePageAndFollowTheChoice();
    void everyCommandOfTheQueueHasAKey();
    void everyKeyOfTheMenusIsOnTheSheet();
    void everyPageExplainsItself();
    void searchIsThatOfThePage();
    void deleteInTheSearchEditsTextOnly();
    void failureBehindADialogIsSeen();
    void comesToTheFrontWithItsDialogAbove();
    void clickOnANotificationLeadsToTheQueue();
    void messagesAreThereForScreenReaders();

private:
    QAction* menuAction(const char* menu, const QString& text) const;
    bool isWelcomed();
};

/// Whether the welcome stands over the window once it has had its chance.
bool TestMainWindow::isWelcomed()
{
    bool asked = false;
    desk_->window->welcome();
    desk_->gateway->run(
        desk_->window.get(), [](GatewayParts&) { return true; }, [&asked](bool done) { asked = done; });
    return QTest::qWaitFor([&asked] { return asked; }) && desk_->child<QDialog>("welcomeDialog") != nullptr;
}

QAction* TestMainWindow::menuAction(const char* menu, const QString& text) const
{
    const auto* menus = desk_->child<QMenuBar>("menuBar");
    for (const QAction* action : menus->findChild<QMenu*>(QLatin1String(menu))->actions())
        if (action->text() == text)
            return const_cast<QAction*>(action);
    return nullptr;
}

void TestMainWindow::emptyLibraryOffersToDrop()
{
    auto* empty = desk_->child<QWidget>("libraryEmpty");
    QTRY_VERIFY(empty->isVisible());
    QVERIFY(!cards()->isVisible());

    desk_->dialogs.recordings = QStringList{test::plainClip()};
    empty->findChild<QPushButton*>(QStringLiteral("emptyStateButton"))->click();

    QTRY_VERIFY(importDialog());
}

void TestMainWindow::welcomesWhoeverComesFirstAndOnce()
{
    QVERIFY(isWelcomed());

    close();
    open();

    QVERIFY(!isWelcomed());
}

void TestMainWindow::whoHasImportedNeedsNoWelcome_data()
{
    QTest::addColumn<bool>("throughTheWindow");
    QTest::newRow("files named at the first start") << true;
    QTest::newRow("filled by the command line") << false;
}

void TestMainWindow::whoHasImportedNeedsNoWelcome()
{
    QFETCH(bool, throughTheWindow);
    library::NewVideo recording;
    recording.originalPath = test::plainClip();
    if (throughTheWindow)
        desk_->window->offerForImport({test::plainClip()});
    else
        QVERIFY(desk_->workspace->library().registerVideo(recording));

    close();
    open();

    QVERIFY(!isWelcomed());
}

void TestMainWindow::keysReachTheWindowOnceADialogHasClosed()
{
    desk_->window->welcome();
    QTRY_VERIFY(desk_->child<QDialog>("welcomeDialog"));
    auto* dialog = desk_->child<QDialog>("welcomeDialog");
    QVERIFY(QTest::qWaitForWindowActive(dialog));

    QTest::keyClick(dialog, Qt::Key_Escape);

    QTRY_COMPARE(QGuiApplication::focusWindow(), desk_->window->windowHandle());
    QTest::keyClick(QGuiApplication::focusWindow(), Qt::Key_2, Qt::ControlModifier);
    QVERIFY(desk_->child<QAbstractButton>("goToQueue")->isChecked());
}

void TestMainWindow::whoConvertsAndWhatIsComparedIsChosenInTheSettings()
{
    auto* hardware = desk_->child<QComboBox>("hardwareChoice");
    auto* likeness = desk_->child<QComboBox>("likenessChoice");
    QVERIFY(!hardware->currentData().toBool() && !likeness->currentData().toBool());

    hardware->setCurrentIndex(1);
    likeness->setCurrentIndex(1);

    QTRY_VERIFY(desk_->workspace->settings().useHardware && desk_->workspace->settings().checkLikeness);
}

void TestMainWindow::showsWhereToDropWhileDragging()
{
    QMimeData mime;
    mime.setUrls({QUrl::fromLocalFile(test::plainClip())});
    QDragEnterEvent enter(QPoint(9, 9), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(desk_->window.get(), &enter);
    QVERIFY(enter.isAccepted());
    QVERIFY(desk_->child<QWidget>("dropOverlay")->isVisible());

    QDragLeaveEvent leave;
    QCoreApplication::sendEvent(desk_->window.get(), &leave);
    QVERIFY(!desk_->child<QWidget>("dropOverlay")->isVisible());
    QVERIFY(!importDialog());
}

void TestMainWindow::keepsItsSizePageLookAndOrder()
{
    const auto order = [this] { return desk_->child<QComboBox>("librarySort"); };
    QVERIFY(order()->currentText() != QStringLiteral("By title"));
    order()->setCurrentText(QStringLiteral("By title"));
    desk_->child<QToolButton>("showList")->click();
    desk_->window->resize(1030, 710);
    desk_->window->showPage(MainWindow::Patients);
    QVERIFY(desk_->window->close());
    close();

    open();

    QCOMPARE(desk_->window->size(), QSize(1030, 710));
    QVERIFY(desk_->child<QAbstractButton>("goToPatients")->isChecked());
    QVERIFY(desk_->child<QWidget>("patientsPage")->isVisible());
    QVERIFY(desk_->child<QToolButton>("showList")->isChecked());
    QCOMPARE(order()->currentText(), QStringLiteral("By title"));
}

void TestMainWindow::queueHasTheKeyboardAfterARestart()
{
    addReadyVideo();
    desk_->window->showPage(MainWindow::Queue);
    desk_->window->close();
    close();
    open();
    desk_->window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(desk_->window.get()));
    QTRY_VERIFY(queue()->isVisible() && queue()->hasFocus());
    QVERIFY(queue()->currentIndex().isValid());
}

void TestMainWindow::menusBelongToThePageAndFollowTheChoice()
{
    const auto isThere = [this](const char* menu) {
        return desk_->child<QMenuBar>("menuBar")
            ->findChild<QMenu*>(QLatin1String(menu))
            ->menuAction()
            ->isVisible();
    };
    QVERIFY(isThere("recordingMenu") && !isThere("jobMenu"));
    QAction* remove = menuAction("recordingMenu", QStringLiteral("Remove…"));
    QVERIFY(remove && !remove->isEnabled());
    addReadyVideo();
    QVERIFY(remove->isEnabled());
    desk_->dialogs.answer = false;
    QTest::keyClick(desk_->child<QAbstractButton>("goToLibrary"), Qt::Key_Delete); // not only in the view
    QCOMPARE(desk_->dialogs.asked.size(), std::size_t{1});

    desk_->window->showPage(MainWindow::Queue);
    QVERIFY(!isThere("recordingMenu") && isThere("jobMenu"));
    menuAction("queueMenu", QStringLiteral("Pause all"))->trigger();
    QTRY_VERIFY(menuAction("queueMenu", QStringLiteral("Resume all")));
}

void TestMainWindow::firstWindowIsNotLargerThanTheScreen()
{
    QCOMPARE(firstWindowSize({1280, 800}, {1920, 1040}), QSize(1280, 800));
    const QSize small = firstWindowSize({1280, 800}, {1366, 728});
    QVERIFY(small.width() == 1280 && small.height() < 728 - 24); // the title needs room as well
    QVERIFY(firstWindowSize({1280, 800}, {1024, 700}).width() < 1024);
    QCOMPARE(firstWindowSize({1280, 800}, {0, 0}), QSize(0, 0));

    const QSize screen = desk_->window->screen()->availableSize();
    const QSize first = firstWindowSize({1280, 800}, screen);
    QCOMPARE(desk_->window->size(), first.expandedTo(desk_->window->minimumSize()));
}

void TestMainWindow::everyCommandOfTheQueueHasAKey()
{
    for (const char* name : {"fileMenu", "editMenu", "jobMenu", "queueMenu"})
        for (const QAction* action : desk_->child<QMenu>(name)->actions())
            if (action->isEnabled() && !action->isSeparator())
                QVERIFY2(!action->shortcuts().isEmpty(), qPrintable(action->text()));
}

void TestMainWindow::everyPageExplainsItself()
{
    desk_->window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(desk_->window.get()));
    QStringList texts;
    for (const char* name : {"libraryPage", "queuePage", "patientsPage", "settingsPage", "statusStrip"})
        texts << explanationOf(*desk_->child<QWidget>(name));
    QCOMPARE(texts.count(QString()), 0);
    QCOMPARE(texts.removeDuplicates(), 0);
    auto* choice = desk_->child<QComboBox>("jobsChoice");
    QVERIFY(explanationOf(*choice) != explanationOf(*desk_->child<QWidget>("settingsPage")));

    desk_->window->showPage(MainWindow::Settings);
    choice->setFocus();
    QTest::keyClick(choice, Qt::Key_F1, Qt::ShiftModifier);
    const QWidgetList all = QApplication::topLevelWidgets();
    QVERIFY(std::any_of(all.begin(), all.end(), [](const QWidget* widget) {
        return widget->isVisible() && widget->inherits("QWhatsThat");
    }));
    QWhatsThis::hideText();
}

void TestMainWindow::everyKeyOfTheMenusIsOnTheSheet()
{
    desk_->window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(desk_->window.get()));
    QTest::keyClick(desk_->window.get(), Qt::Key_F1);
    QDialog* sheet = nullptr;
    QTRY_VERIFY((sheet = desk_->child<QDialog>("shortcutSheet")));
    QStringList shown;
    for (const QLabel* label : sheet->findChildren<QLabel*>())
        shown << label->text();
    int keys = 0;
    for (const QAction* menu : desk_->child<QMenuBar>("menuBar")->actions())
        for (const QAction* action : menu->menu()->actions())
            if (const QString key = action->shortcut().toString(QKeySequence::NativeText); !key.isEmpty()) {
                ++keys;
                QVERIFY2(shown.filter(key).size() > 0, qPrintable(action->text()));
            }
    QVERIFY(keys > 25);
    QCOMPARE(menuAction("patientMenu", QStringLiteral("Add patient…"))->shortcut(),
             QKeySequence(QKeySequence::New));
    QVERIFY(!menuAction("fileMenu", QStringLiteral("Quit"))->shortcut().isEmpty());
}

void TestMainWindow::searchIsThatOfThePage()
{
    addReadyVideo();
    desk_->window->showPage(MainWindow::Queue);
    QTest::keyClick(desk_->window.get(), Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY(desk_->child<QLineEdit>("queueSearch")->hasFocus());
    desk_->window->showPage(MainWindow::Settings);
    QTest::keyClick(desk_->window.get(), Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY(desk_->child<QLineEdit>("librarySearch")->hasFocus());
}

void TestMainWindow::deleteInTheSearchEditsTextOnly()
{
    addReadyVideo();
    auto* search = desk_->child<QLineEdit>("librarySearch");
    search->setFocus();
    QTest::keyClicks(search, QStringLiteral("x"));
    search->home(false);
    QTest::keyClick(search, Qt::Key_Delete);
    QCOMPARE(search->text(), QString());
    QVERIFY(desk_->dialogs.asked.empty());
}

void TestMainWindow::failureBehindADialogIsSeen()
{
    const Error error{.code = ErrorCode::DiskFull, .detail = {}, .nativeCode = 0, .where = {}};
    Q_EMIT desk_->gateway->changeFailed(error);
    QVERIFY(desk_->dialogs.told.isEmpty());
    desk_->window->offerForImport({test::plainClip()});
    QTRY_VERIFY(importDialog() && importDialog()->isVisible());

    Q_EMIT desk_->gateway->changeFailed(error);

    QCOMPARE(desk_->dialogs.told.size(), 1);
    QCOMPARE(desk_->dialogs.toldOver, static_cast<QWidget*>(importDialog()));
}

void TestMainWindow::comesToTheFrontWithItsDialogAbove()
{
    desk_->window->offerForImport({test::plainClip()});
    QTRY_VERIFY(importDialog() && importDialog()->isVisible());
    Topmost topmost;
    desk_->window->installEventFilter(&topmost);
    importDialog()->installEventFilter(&topmost);

    desk_->window->bringToFront(); // as a second start does

    QCOMPARE(topmost.top, static_cast<QObject*>(importDialog()));
    QTRY_VERIFY(importDialog()->isActiveWindow());
}

void TestMainWindow::clickOnANotificationLeadsToTheQueue()
{
    QWidget other; // the user looks elsewhere
    importByDrop(test::plainClip(), QStringLiteral("mobile"));
    other.show();
    other.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&other));
    QTRY_VERIFY_WITH_TIMEOUT(desk_->dialogs.clickNotification != nullptr, 30'000);
    desk_->dialogs.clickNotification();
    QVERIFY(desk_->child<QAbstractButton>("goToQueue")->isChecked());
    QTRY_VERIFY(desk_->window->isActiveWindow());
}

/// A message is read from the name of where it appears, which has to be known for such a place.
void TestMainWindow::messagesAreThereForScreenReaders()
{
    importByDrop(test::plainClip(), QStringLiteral("mobile"));
    const auto* status = desk_->child<QWidget>("statusStrip");
    QTRY_VERIFY_WITH_TIMEOUT(status->accessibleName().contains(QStringLiteral("All recordings are done")),
                             30'000);
    desk_->window->tell({.code = ErrorCode::DiskFull, .detail = {}, .nativeCode = 0, .where = {}});
    const auto* message = desk_->child<QWidget>("messageStrip");
    QVERIFY(!message->accessibleName().isEmpty());
    QCOMPARE(message->accessibleName(), message->findChild<QLabel*>(QStringLiteral("messageText"))->text());
    for (const QWidget* place : {status, message}) {
        QAccessibleInterface* face = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(place));
        QVERIFY(face);
        QCOMPARE(face->role(), QAccessible::Notification);
        QCOMPARE(face->text(QAccessible::Name), place->accessibleName());
    }
}

QTEST_MAIN(TestMainWindow)
#include "test_main_window.moc"
