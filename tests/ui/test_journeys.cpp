// What people do with the program from end to end: real window, real workspace, real worker.
#include "tests/support/places.h"
#include "tests/support/test_media.h"
#include "tests/ui/desktop_bench.h"
#include "ui/dialogs/edit_dialog.h"
#include "ui/dialogs/import_dialog.h"
#include "ui/dialogs/start_time_dialog.h"
#include "ui/models/library_model.h"
#include "ui/models/queue_model.h"

#include <QtCore/QTemporaryDir>
#include <QtGui/QAccessible>
#include <QtTest/QtTest>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QAbstractSlider>
#include <QtWidgets/QAbstractSpinBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QListWidget>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QProgressBar>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QTableView>
#include <QtWidgets/QTimeEdit>

using namespace ndas;
using namespace ndas::ui;
using jobs::JobState;

class TestJourneys : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void importsAFolderOfGoodBadAndTwiceTheSame();
    void cancelsAndTriesAgainWithKeysAlone();
    void findsAFailureByItsChipAndTriesAgainWithKeysAlone();
    void editsAndTakesItBack();
    void findsByWordsAndFilters();
    void choosesAnotherPictureWithKeys();
    void keepsPatientsInOrder();
    void everyControlHasAName();

private:
    void showWindow();
    void importWithKeys(const QStringList& files, const QString& preset);
    void addReady(const QString& file);
    QStringList titles() const;
    int jobsThatAre(JobState state) const;
    bool isSaid(const QString& text) const;
    QStringList namelessIn(QWidget* window) const;

    ImportDialog* importDialog() const { return desk_->window->findChild<ImportDialog*>(); }

    QAbstractItemView* cards() const { return desk_->child<QAbstractItemView>("libraryCards"); }

    QAbstractItemView* queue() const { return desk_->child<QAbstractItemView>("queueView"); }

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<test::DesktopBench> desk_;
};

void TestJourneys::initTestCase()
{
    test::useBuiltWorker();
    QVERIFY(!test::plainClip().isEmpty());
}

void TestJourneys::init()
{
    folder_ = std::make_unique<QTemporaryDir>();
    desk_ = std::make_unique<test::DesktopBench>(folder_->filePath(QStringLiteral("data")));
    QVERIFY(desk_->workspace);
    showWindow();
}

void TestJourneys::cleanup()
{
    desk_.reset();
    folder_.reset();
}

void TestJourneys::showWindow()
{
    desk_->window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(desk_->window.get()));
}

/// Ctrl+O, and Return once everything has been looked at.
void TestJourneys::importWithKeys(const QStringList& files, const QString& preset)
{
    settings::Settings settings = desk_->workspace->settings();
    settings.defaultPreset = preset;
    QVERIFY(desk_->workspace->saveSettings(settings));
    desk_->dialogs.recordings = files;
    QTest::keyClick(desk_->window.get(), Qt::Key_O, Qt::ControlModifier);
    QTRY_VERIFY(importDialog());
    auto* accept = importDialog()->findChild<QPushButton*>(QStringLiteral("importButton"));
    QTRY_VERIFY_WITH_TIMEOUT(accept->isEnabled(), 20'000);
    QTest::keyClick(importDialog(), Qt::Key_Return);
    QTRY_VERIFY(!importDialog());
    showWindow();
}

/// Imported, and nothing left to do.
void TestJourneys::addReady(const QString& file)
{
    importWithKeys({file}, QStringLiteral("mobile"));
    QTRY_VERIFY_WITH_TIMEOUT(jobsThatAre(JobState::Succeeded) == queue()->model()->rowCount() &&
                                 queue()->model()->rowCount() >= 2,
                             30'000);
}

QStringList TestJourneys::titles() const
{
    QStringList titles;
    for (int row = 0; row < cards()->model()->rowCount(); ++row)
        titles << cards()->model()->index(row, 0).data().toString();
    return titles;
}

int TestJourneys::jobsThatAre(JobState state) const
{
    int count = 0;
    for (int row = 0; row < queue()->model()->rowCount(); ++row)
        count +=
            queue()->model()->index(row, 0).data(QueueModel::StateRole).toInt() == static_cast<int>(state);
    return count;
}

/// Across the top of the window.
bool TestJourneys::isSaid(const QString& text) const
{
    const auto labels = desk_->window->findChildren<QLabel*>(QStringLiteral("messageText"));
    return std::any_of(labels.begin(), labels.end(),
                       [&](const QLabel* label) { return label->text() == text; });
}

void TestJourneys::importsAFolderOfGoodBadAndTwiceTheSame()
{
    addReady(test::plainClip());
    QDir(folder_->path()).mkdir(QStringLiteral("card"));
    const QString card = folder_->filePath(QStringLiteral("card"));
    QVERIFY(QFile::copy(test::plainClip(), card + QStringLiteral("/again.mp4")));
    QVERIFY(QFile::copy(test::portraitPhoneClip(), card + QStringLiteral("/new.mp4")));
    QVERIFY(QFile::copy(test::textFile(), card + QStringLiteral("/text.mp4")));

    desk_->drop({card});
    QTRY_VERIFY(importDialog());
    QTRY_COMPARE(importDialog()->model().rowCount(), 3);
    auto* accept = importDialog()->findChild<QPushButton*>(QStringLiteral("importButton"));
    QTRY_VERIFY_WITH_TIMEOUT(!importDialog()->isReading() && accept->isEnabled(), 20'000);
    QTRY_VERIFY(!importDialog()->findChild<QWidget*>(QStringLiteral("readingText"))->isVisible());
    const QString sum = importDialog()->findChild<QLabel*>(QStringLiteral("sumText"))->text();
    QVERIFY2(sum.contains(QStringLiteral("1 recording")), qPrintable(sum));
    QVERIFY2(sum.contains(QStringLiteral("1 cannot be imported")), qPrintable(sum));
    QVERIFY2(sum.contains(QStringLiteral("already in the library")), qPrintable(sum));
    accept->click();

    QTRY_VERIFY(!importDialog());
    QTRY_COMPARE_WITH_TIMEOUT(titles().size(), 2, 20'000);
    QCOMPARE(titles().constFirst(), QStringLiteral("new"));
}

void TestJourneys::cancelsAndTriesAgainWithKeysAlone()
{
    importWithKeys({test::longClip(20)}, QStringLiteral("high"));
    QTest::keyClick(desk_->window.get(), Qt::Key_2, Qt::ControlModifier);
    QTRY_VERIFY(queue()->isVisible());
    const auto transcodes = [this] {
        const QModelIndex first = queue()->model()->index(0, 0);
        return first.data(QueueModel::KindRole).toInt() == static_cast<int>(jobs::JobKind::Transcode) &&
               jobsThatAre(JobState::Running) == 1;
    };
    QTRY_VERIFY_WITH_TIMEOUT(transcodes(), 30'000);
    QTRY_VERIFY(queue()->hasFocus());

    QTest::keyClick(queue(), Qt::Key_End);
    QTest::keyClick(queue(), Qt::Key_Home);
    QTest::keyClick(queue(), Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(jobsThatAre(JobState::Paused), 1, 30'000);
    QTest::keyClick(queue(), Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(jobsThatAre(JobState::Running), 1, 30'000);

    QTest::keyClick(queue(), Qt::Key_Delete);
    QCOMPARE(desk_->dialogs.asked.size(), std::size_t{1});
    QTRY_COMPARE_WITH_TIMEOUT(jobsThatAre(JobState::Cancelled), 1, 20'000);
    QTest::keyClick(queue(), Qt::Key_R, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(jobsThatAre(JobState::Running), 1, 20'000);
}

void TestJourneys::findsAFailureByItsChipAndTriesAgainWithKeysAlone()
{
    addReady(test::plainClip());
    const library::Video video = desk_->workspace->library().list()->front();
    QFile original(desk_->workspace->paths().originalsDir() + QLatin1Char('/') + video.storedName);
    const qint64 size = original.size();
    QVERIFY(original.resize(size + 1)); // somebody meddled with it
    desk_->gateway->change([id = video.id](GatewayParts& parts) -> Result<void> {
        NDAS_CHECK(parts.library.queueRendition(id, QStringLiteral("low")));
        return {};
    });
    QTest::keyClick(desk_->window.get(), Qt::Key_2, Qt::ControlModifier);
    const auto chip = [this](int number) {
        return desk_->child<QWidget>("queuePage")
            ->findChild<QPushButton*>(QStringLiteral("chip%1").arg(number));
    };
    QTRY_COMPARE_WITH_TIMEOUT(chip(3)->text(), QStringLiteral("Needs attention  1"), 30'000);
    QCOMPARE(chip(0)->text(), QStringLiteral("All  3"));
    QCOMPARE(chip(4)->text(), QStringLiteral("Done  2"));

    chip(4)->setFocus(Qt::TabFocusReason);
    QTest::keyClick(chip(4), Qt::Key_Space);
    QTRY_COMPARE(queue()->model()->rowCount(), 2);
    QCOMPARE(jobsThatAre(JobState::Succeeded), 2);
    chip(3)->setFocus(Qt::TabFocusReason);
    QTest::keyClick(chip(3), Qt::Key_Space);
    QTRY_COMPARE(queue()->model()->rowCount(), 1);
    QCOMPARE(jobsThatAre(JobState::Failed), 1);

    QVERIFY(original.resize(size));
    queue()->setFocus(Qt::TabFocusReason);
    QTest::keyClick(queue(), Qt::Key_Home);
    QTest::keyClick(queue(), Qt::Key_R, Qt::ControlModifier);
    QTRY_COMPARE(queue()->model()->rowCount(), 0); // nothing needs anybody any more
    chip(0)->setFocus(Qt::TabFocusReason);
    QTest::keyClick(chip(0), Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(jobsThatAre(JobState::Succeeded), 3, 30'000);
}

void TestJourneys::editsAndTakesItBack()
{
    addReady(test::plainClip());
    QTRY_COMPARE(titles().size(), 1);
    const QString before = titles().constFirst();
    cards()->selectionModel()->setCurrentIndex(cards()->model()->index(0, 0), QItemSelectionModel::Clear);
    cards()->setFocus();
    QTest::keyClick(cards(), Qt::Key_Right); // chooses the only one

    QTest::keyClick(cards(), Qt::Key_E, Qt::ControlModifier);
    QTRY_VERIFY(desk_->window->findChild<EditDialog*>());
    auto* dialog = desk_->window->findChild<EditDialog*>();
    dialog->findChild<QLineEdit*>(QStringLiteral("editTitle"))->setText(QStringLiteral("Visit 2"));
    dialog->findChild<QLineEdit*>(QStringLiteral("editPatient"))->setText(QStringLiteral("P-0042"));
    dialog->findChild<QPlainTextEdit*>(QStringLiteral("editNotes"))->setPlainText(QStringLiteral("calm"));
    dialog->findChild<QPushButton*>(QStringLiteral("saveEdit"))->click();

    QTRY_COMPARE(titles(), QStringList{QStringLiteral("Visit 2")});
    QTRY_VERIFY(desk_->child<QLabel>("detailsNotes"));
    showWindow();
    QTest::keyClick(desk_->window.get(), Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(titles(), QStringList{before});
    const auto videos = desk_->workspace->library().list();
    QVERIFY(videos && videos->front().patientCode.isEmpty() && videos->front().notes.isEmpty());
}

void TestJourneys::findsByWordsAndFilters()
{
    addReady(test::plainClip());
    importWithKeys({test::portraitPhoneClip()}, QStringLiteral("mobile"));
    QTRY_COMPARE_WITH_TIMEOUT(titles().size(), 2, 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(jobsThatAre(JobState::Succeeded), queue()->model()->rowCount(), 30'000);
    const QString plain = titles().constLast();

    QTest::keyClick(desk_->window.get(), Qt::Key_F, Qt::ControlModifier);
    auto* search = desk_->child<QLineEdit>("librarySearch");
    QTRY_VERIFY(search->hasFocus());
    QTest::keyClicks(search, plain.left(5).toUpper());
    QTRY_VERIFY(titles().contains(plain));
    QTest::keyClicks(search, QStringLiteral(" nobody"));
    QTRY_VERIFY(titles().isEmpty());
    search->clear();
    QTRY_COMPARE(titles().size(), 2);

    auto* order = desk_->child<QComboBox>("librarySort");
    order->setCurrentIndex(order->findText(QStringLiteral("First added first")));
    QTRY_COMPARE(titles().constFirst(), plain);
}

void TestJourneys::choosesAnotherPictureWithKeys()
{
    addReady(test::plainClip());
    cards()->setCurrentIndex(cards()->model()->index(0, 0));
    QTRY_VERIFY(desk_->child<QPushButton>("anotherPicture"));
    const auto shown = [this] { return desk_->workspace->library().list()->front().thumbnailFile; };
    const auto exists = [this](const QString& file) {
        return QFile::exists(desk_->workspace->paths().thumbnailsDir() + QLatin1Char('/') + file);
    };
    const QString before = shown();

    desk_->child<QPushButton>("anotherPicture")->click();
    QTRY_VERIFY(desk_->child<QListWidget>("thumbnailTiles"));
    auto* tiles = desk_->child<QListWidget>("thumbnailTiles");
    QTRY_VERIFY_WITH_TIMEOUT(tiles->count() > 1, 20'000);
    QTest::keyClick(tiles, Qt::Key_Right);
    QCOMPARE(tiles->currentRow(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(desk_->child<QPushButton>("usePicture")->isEnabled(), 20'000);
    QTest::keyClick(desk_->child<QTimeEdit>("thumbnailTime"), Qt::Key_Return); // says the same time again

    QTRY_VERIFY(shown() != before);
    QVERIFY(exists(shown()));
    QTRY_VERIFY(!exists(before));
    const QString after = shown();
    QTRY_VERIFY(isSaid(QStringLiteral("Picture changed"))); // and can be taken back from now on
    showWindow();
    QTest::keyClick(desk_->window.get(), Qt::Key_Z, Qt::ControlModifier);
    QTRY_VERIFY(shown() != after);
    QVERIFY(exists(shown()));
}

void TestJourneys::keepsPatientsInOrder()
{
    addReady(test::plainClip());
    VideoId id = desk_->workspace->library().list()->front().id;
    QVERIFY(desk_->workspace->library().edit(id, {.patientCode = QStringLiteral("P-0042")}));
    QTest::keyClick(desk_->window.get(), Qt::Key_3, Qt::ControlModifier);
    auto* table = desk_->child<QTableView>("patientsTable");
    QTRY_COMPARE(table->model()->rowCount(), 1);
    table->selectRow(0);
    QVERIFY(!desk_->child<QPushButton>("removePatient")->isEnabled());

    QTest::keyClick(desk_->window.get(), Qt::Key_N, Qt::ControlModifier);
    QDialog* dialog = nullptr;
    QTRY_VERIFY((dialog = desk_->window->findChild<QDialog*>()));
    auto* code = dialog->findChild<QLineEdit*>(QStringLiteral("patientCode"));
    QTRY_VERIFY(code->hasFocus()); // Return would be the table's before; "active" is a dialog with its parent
    QTest::keyClicks(code, QStringLiteral("P-0099"));
    QTest::keyClick(dialog, Qt::Key_Return);
    QTRY_COMPARE(table->model()->rowCount(), 2);
    QTRY_VERIFY(desk_->child<QPushButton>("removePatient")->isEnabled());
    showWindow();
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Delete);
    QTRY_COMPARE(table->model()->rowCount(), 1);
    QTest::keyClick(desk_->window.get(), Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(table->model()->rowCount(), 2);

    table->selectRow(0);
    desk_->child<QPushButton>("showPatientRecordings")->click();
    QTRY_VERIFY(cards()->isVisible());
    QTRY_COMPARE(titles().size(), 1);
}

/// What people read, use or wait for, whether the Tab key goes there or not.
bool isControl(const QWidget* widget)
{
    return qobject_cast<const QAbstractButton*>(widget) || qobject_cast<const QLineEdit*>(widget) ||
           qobject_cast<const QAbstractScrollArea*>(widget) || qobject_cast<const QProgressBar*>(widget) ||
           qobject_cast<const QAbstractSlider*>(widget) || qobject_cast<const QComboBox*>(widget) ||
           qobject_cast<const QAbstractSpinBox*>(widget);
}

/// What a screen reader would have nothing to say about.
QStringList TestJourneys::namelessIn(QWidget* window) const
{
    QStringList nameless;
    QList<QWidget*> widgets = window->findChildren<QWidget*>();
    for (QWidget* widget : widgets) {
        const bool inner = widget->objectName().startsWith(QLatin1String("qt_")) ||
                           qobject_cast<QScrollBar*>(widget) || qobject_cast<QHeaderView*>(widget) ||
                           qobject_cast<QAbstractScrollArea*>(widget->parentWidget()) ||
                           qobject_cast<QComboBox*>(widget->parentWidget()) ||
                           qobject_cast<QLineEdit*>(widget->parentWidget()) ||
                           qobject_cast<QAbstractSpinBox*>(widget->parentWidget());
        const bool reached = (widget->focusPolicy() & Qt::TabFocus) != 0 || isControl(widget);
        if (inner || widget->window() != window || !reached)
            continue;
        QAccessibleInterface* face = QAccessible::queryAccessibleInterface(widget);
        const bool plainArea = face && face->role() == QAccessible::Client && !widget->isVisible();
        if (!plainArea && (!face || face->text(QAccessible::Name).isEmpty()))
            nameless << QStringLiteral("%1 \"%2\" in \"%3\"")
                            .arg(QLatin1String(widget->metaObject()->className()), widget->objectName(),
                                 widget->parentWidget()->objectName());
    }
    return nameless;
}

void TestJourneys::everyControlHasAName()
{
    const auto checkDialog = [this] {
        QDialog* dialog = nullptr;
        QTRY_VERIFY((dialog = desk_->window->findChild<QDialog*>()));
        QCOMPARE(namelessIn(dialog).join(QLatin1Char('\n')), QString());
        dialog->close();
        QTRY_VERIFY(!desk_->window->findChild<QDialog*>());
    };
    desk_->window->welcome();
    checkDialog();
    addReady(test::plainClip());
    cards()->setCurrentIndex(cards()->model()->index(0, 0));
    QTRY_VERIFY(desk_->child<QPushButton>("editRecording"));
    QCOMPARE(namelessIn(desk_->window.get()).join(QLatin1Char('\n')), QString());

    desk_->child<QPushButton>("editRecording")->click();
    checkDialog();
    desk_->child<QPushButton>("anotherPicture")->click();
    checkDialog();
    desk_->child<QPushButton>("addPatient")->click();
    checkDialog();
    desk_->child<QPushButton>("showShortcuts")->click();
    checkDialog();
    desk_->child<QPushButton>("showAbout")->click();
    desk_->window->findChild<QAbstractButton*>(QStringLiteral("showLicences"))->click();
    auto* licences = desk_->child<QDialog>("licenceDialog");
    QVERIFY(licences);
    QCOMPARE(namelessIn(licences).join(QLatin1Char('\n')), QString());
    checkDialog();
    auto* dates = desk_->child<QComboBox>("dateFilter");
    const int between = dates->findText(QStringLiteral("Between two days…"));
    dates->setCurrentIndex(between);
    Q_EMIT dates->activated(between);
    QVERIFY(desk_->child<QDialog>("dateRangeDialog"));
    checkDialog();
    showOver(new StartTimeDialog(QDateTime::currentDateTime(), desk_->window.get()));
    checkDialog();
    desk_->drop({test::portraitPhoneClip()});
    QTRY_VERIFY(importDialog());
    QTRY_VERIFY_WITH_TIMEOUT(!importDialog()->isReading(), 20'000);
    checkDialog();
    showWindow();
    cards()->setFocus();
    QTest::keyClick(cards(), Qt::Key_S, Qt::ControlModifier);
    checkDialog();
}

QTEST_MAIN(TestJourneys)
#include "test_journeys.moc"
