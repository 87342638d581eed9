// The import dialog over the real worker: what it finds, refuses, edits and adds to the queue, and that two
// thousand files do not hold up the screen.
#include "core/base/file_tools.h"
#include "tests/support/test_media.h"
#include "tests/ui/gateway_bench.h"
#include "ui/dialogs/import_dialog.h"
#include "ui/widgets/date_entry.h"

#include <QtGui/QAction>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTableView>
#include <QtWidgets/QToolButton>

using namespace ndas;
using namespace ndas::ui;

namespace {

const QString worker = QStringLiteral(NDAS_BIN_DIR "/ndas-worker");

} // namespace

class TestImportDialog : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void sumsUpAndImportsWhatIsGood();
    void refusesWithAReasonOnTop();
    void offersKnownRecordingAgainAsACopy();
    void editsOneOrManyOrAll();
    void titlesFollowAPattern();
    void recordingDateIsEnteredForOneAndForMany();
    void noDateIsMadeUp();
    void recordedBeforeBirthIsNotImported();
    void whatIsDatedBeforeBirthStaysToBeCorrected();
    void newPatientIsSaidAndCanBeDescribed();
    void asksBeforeDecisionsAreLost();
    void moreIsAddedFromItsMenu();
    void whatIsReadCanBeImportedBeforeTheRest();
    void whatWasDecidedCanBeTakenBack();
    void saysWhatWillHappen();
    void expectsWhatThisComputerHasShown();
    void namesGetTheRoomThereIs();
    void remembersTheChosenPresets();
    void exceptionForOneIsNotRemembered();
    void whatWasTakenBackIsNotRemembered();
    void showsNamesWithLineBreaksOnOneLine();
    void saysWhenThereIsNothing();
    void closesWhileReading();
    void stopsWhileAdding();
    void twoThousandFilesDoNotHoldUpTheScreen();

private:
    void openDialog(const QStringList& paths);

    void waitUntilRead() { QTRY_VERIFY_WITH_TIMEOUT(!dialog_->isReading(), 20'000); }

    void selectFile(const QString& name);

    template <class Widget>
    Widget* child(const char* name) const
    {
        return dialog_->findChild<Widget*>(QLatin1String(name));
    }

    void click(const char* button) { dialog_->findChild<QPushButton*>(QLatin1String(button))->click(); }

    QString sum() const { return dialog_->findChild<QLabel*>(QStringLiteral("sumText"))->text(); }

    const ImportRow& rowOf(const QString& name) const;
    QString copyOf(const QString& source, const QString& name) const;
    VideoId addToLibrary(const QString& path);
    void finishMedium(std::chrono::milliseconds work);

    QString plain_;
    std::unique_ptr<QTemporaryDir> card_;
    std::unique_ptr<test::GatewayBench> bench_;
    test::ScriptedDialogs dialogs_;
    std::unique_ptr<ImportDialog> dialog_;
};

void TestImportDialog::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    plain_ = test::plainClip();
    QVERIFY(!plain_.isEmpty());
    QVERIFY(QFile::exists(worker));
}

void TestImportDialog::init()
{
    card_ = std::make_unique<QTemporaryDir>();
    bench_ = std::make_unique<test::GatewayBench>(worker);
    dialogs_ = {};
    QVERIFY(bench_->ready);
}

void TestImportDialog::cleanup()
{
    dialog_.reset();
    bench_.reset();
    card_.reset();
}

void TestImportDialog::openDialog(const QStringList& paths)
{
    dialog_ = std::make_unique<ImportDialog>(bench_->gateway, dialogs_, paths);
    dialog_->show();
}

const ImportRow& TestImportDialog::rowOf(const QString& name) const
{
    static const ImportRow none;
    for (const ImportRow& row : dialog_->model().rows())
        if (row.path.endsWith(QLatin1Char('/') + name))
            return row;
    return none;
}

void TestImportDialog::selectFile(const QString& name)
{
    auto* table = dialog_->findChild<QTableView*>();
    for (int row = 0; row < table->model()->rowCount(); ++row)
        if (table->model()->index(row, ImportModel::NameColumn).data().toString() == name)
            table->selectRow(row);
}

QString TestImportDialog::copyOf(const QString& source, const QString& name) const
{
    QFile::copy(source, card_->filePath(name));
    return card_->filePath(name);
}

VideoId TestImportDialog::addToLibrary(const QString& path)
{
    library::NewVideo video = test::newVideo(path);
    video.title = QStringLiteral("Visit 2");
    video.sizeBytes = QFileInfo(path).size();
    const auto registered = bench_->store.registerVideo(video);
    library::IngestedFacts facts = test::someFacts();
    facts.sha256 = sha256OfFile(path).value_or(QString());
    facts.sizeBytes = video.sizeBytes;
    const auto done = bench_->store.finishIngest(test::LibraryBench::claimOf(bench_->claim()),
                                                 registered->video, facts, {});
    return done ? registered->video : VideoId();
}

void TestImportDialog::sumsUpAndImportsWhatIsGood()
{
    copyOf(plain_, QStringLiteral("IMG_0042.mp4"));
    copyOf(test::textFile(), QStringLiteral("page.mp4"));
    openDialog({card_->path()});
    waitUntilRead();
    QTRY_VERIFY2(sum().startsWith(QStringLiteral("1 recording, ")), qPrintable(sum()));
    QVERIFY2(sum().endsWith(QStringLiteral("1 cannot be imported.")), qPrintable(sum()));
    QVERIFY(!rowOf(QStringLiteral("IMG_0042.mp4")).facts.preview.isNull());
    auto* button = dialog_->findChild<QPushButton*>(QStringLiteral("importButton"));
    QCOMPARE(button->text(), QStringLiteral("Import 1 recording"));

    QSignalSpy imported(dialog_.get(), &ImportDialog::imported);
    button->click();
    QTRY_COMPARE(imported.count(), 1);
    QCOMPARE(dialog_->result(), static_cast<int>(QDialog::Accepted));
    const auto waiting = bench_->jobsThatAre(jobs::JobState::Queued);
    QCOMPARE(waiting.size(), std::size_t{1});
    QCOMPARE(bench_->video(waiting.front().video).title, QStringLiteral("IMG_0042"));
}

void TestImportDialog::refusesWithAReasonOnTop()
{
    copyOf(plain_, QStringLiteral("a.mp4"));
    copyOf(test::textFile(), QStringLiteral("z.mp4"));
    const QString gone = card_->filePath(QStringLiteral("gone.mp4"));
    openDialog({card_->path(), gone});
    waitUntilRead();
    QTRY_COMPARE(rowOf(QStringLiteral("gone.mp4")).facts.problem.value_or(Error{}).code, ErrorCode::NotFound);
    QCOMPARE(rowOf(QStringLiteral("z.mp4")).facts.problem.value_or(Error{}).code, ErrorCode::NotMedia);
    const QAbstractItemModel* shown = dialog_->findChild<QTableView*>()->model();
    QTRY_COMPARE(shown->index(2, ImportModel::NameColumn).data().toString(), QStringLiteral("a.mp4"));
    const QModelIndex refused = shown->index(1, ImportModel::NameColumn);
    QCOMPARE(refused.data(Qt::CheckStateRole).toInt(), static_cast<int>(Qt::Unchecked));
    QVERIFY(!refused.flags().testFlag(Qt::ItemIsUserCheckable));
    QCOMPARE(shown->index(1, ImportModel::StatusColumn).data().toString(),
             QStringLiteral("This is not a video file."));
}

void TestImportDialog::offersKnownRecordingAgainAsACopy()
{
    const QString path = copyOf(plain_, QStringLiteral("again.mp4"));
    QVERIFY(addToLibrary(path));
    openDialog({path});
    waitUntilRead();
    QTRY_VERIFY(rowOf(QStringLiteral("again.mp4")).facts.known);
    QVERIFY(!rowOf(QStringLiteral("again.mp4")).chosen);
    QVERIFY(!dialog_->findChild<QPushButton*>(QStringLiteral("importButton"))->isEnabled());
    const QModelIndex status =
        dialog_->findChild<QTableView*>()->model()->index(0, ImportModel::StatusColumn);
    QVERIFY(status.data().toString().startsWith(QStringLiteral("Already imported on ")));
    QVERIFY(status.data().toString().contains(QStringLiteral("Visit 2")));

    selectFile(QStringLiteral("again.mp4"));
    dialog_->findChild<QCheckBox*>(QStringLiteral("copyCheck"))->click();
    QTRY_VERIFY(dialog_->findChild<QPushButton*>(QStringLiteral("importButton"))->isEnabled());
    click("importButton");
    QTRY_COMPARE(bench_->jobsThatAre(jobs::JobState::Queued).size(), std::size_t{1});
    QVERIFY(bench_->jobsThatAre(jobs::JobState::Queued)
                .front()
                .payload[QLatin1String("evenIfDuplicate")]
                .toBool());
}

void TestImportDialog::editsOneOrManyOrAll()
{
    copyOf(plain_, QStringLiteral("a.mp4"));
    copyOf(plain_, QStringLiteral("b.mp4"));
    openDialog({card_->path()});
    waitUntilRead();
    QTRY_COMPARE(dialog_->model().rowCount(), 2);
    QTest::keyClicks(dialog_->findChild<QLineEdit*>(QStringLiteral("patientEdit")), QStringLiteral("P-0042"));
    QCOMPARE(rowOf(QStringLiteral("a.mp4")).patientCode, QStringLiteral("P-0042"));
    QCOMPARE(rowOf(QStringLiteral("b.mp4")).patientCode, QStringLiteral("P-0042"));

    selectFile(QStringLiteral("b.mp4"));
    auto* title = dialog_->findChild<QLineEdit*>(QStringLiteral("titleEdit"));
    QVERIFY(title->isVisibleTo(dialog_.get()));
    title->selectAll();
    QTest::keyClicks(title, QStringLiteral("Visit 3"));
    dialog_->findChild<QCheckBox*>(QStringLiteral("preset-mobile"))->click();
    QCOMPARE(titleOf(rowOf(QStringLiteral("b.mp4"))), QStringLiteral("Visit 3"));
    QCOMPARE(rowOf(QStringLiteral("b.mp4")).presets,
             (QStringList{QStringLiteral("medium"), QStringLiteral("mobile")}));
    QCOMPARE(rowOf(QStringLiteral("a.mp4")).presets, QStringList{QStringLiteral("medium")});

    dialog_->findChild<QTableView*>()->selectAll();
    QCOMPARE(dialog_->findChild<QCheckBox*>(QStringLiteral("preset-mobile"))->checkState(),
             Qt::PartiallyChecked);
    QCOMPARE(title->placeholderText(), QStringLiteral("Various"));
}

void TestImportDialog::titlesFollowAPattern()
{
    for (const char* name : {"a.mp4", "b.mp4"})
        copyOf(plain_, QLatin1String(name));
    openDialog({card_->path()});
    waitUntilRead();
    auto* title = child<QLineEdit>("titleEdit");
    title->selectAll();
    QTest::keyClicks(title, QStringLiteral("{patient} {number}"));
    QTest::keyClicks(child<QLineEdit>("patientEdit"), QStringLiteral("P-7"));
    QCOMPARE(titleOf(rowOf(QStringLiteral("a.mp4"))), QStringLiteral("P-7 1"));
    QCOMPARE(titleOf(rowOf(QStringLiteral("b.mp4"))), QStringLiteral("P-7 2"));
    QVERIFY2(child<QLabel>("titlePreview")->text().contains(QStringLiteral("P-7 1")),
             qPrintable(child<QLabel>("titlePreview")->text()));
    const auto marks = child<QToolButton>("titleHelp")->menu()->actions();
    QCOMPARE(marks.size(), qsizetype{4});
    marks.constLast()->trigger();
    QCOMPARE(title->text(), QStringLiteral("{patient} {number} {number}"));

    QTRY_VERIFY(child<QPushButton>("importButton")->isEnabled());
    click("importButton");
    QTRY_COMPARE(bench_->jobsThatAre(jobs::JobState::Queued).size(), std::size_t{2});
    QCOMPARE(bench_->video(VideoId{1}).title, QStringLiteral("P-7 1 1"));
    openDialog({card_->path()});
    QTRY_COMPARE(child<QLineEdit>("titleEdit")->text(), QStringLiteral("{patient} {number} {number}"));
}

void TestImportDialog::recordingDateIsEnteredForOneAndForMany()
{
    copyOf(plain_, QStringLiteral("VID_20261103_102400.mp4"));
    copyOf(plain_, QStringLiteral("b.mp4"));
    openDialog({card_->path()});
    waitUntilRead();
    child<QCheckBox>("recordedCheck")->click();
    child<DateEntry>("recordedEdit")->setDate(QDate(2026, 11, 5));
    const auto dated = dateOf(rowOf(QStringLiteral("VID_20261103_102400.mp4")));
    QCOMPARE(dated->iso, QStringLiteral("2026-11-05T10:24:00"));
    QCOMPARE(dated->source, media::DateSource::Typed);
    QVERIFY(dateOf(rowOf(QStringLiteral("b.mp4")))->iso.startsWith(QStringLiteral("2026-11-05")));

    selectFile(QStringLiteral("b.mp4"));
    child<DateEntry>("recordedEdit")->setDateTime(QDateTime(QDate(2026, 11, 6), QTime(9, 30)));
    QCOMPARE(dateOf(rowOf(QStringLiteral("b.mp4")))->iso, QStringLiteral("2026-11-06T09:30:00"));
    QTRY_VERIFY(child<QPushButton>("importButton")->isEnabled());
    click("importButton");
    QTRY_COMPARE(bench_->jobsThatAre(jobs::JobState::Queued).size(), std::size_t{2});
    const auto videos = bench_->store.summaries({VideoId{1}, VideoId{2}});
    QVERIFY(videos.has_value());
    for (const library::VideoSummary& video : *videos)
        QVERIFY2(video.recordedAt.startsWith(QStringLiteral("2026-11-0")), qPrintable(video.recordedAt));
}

void TestImportDialog::noDateIsMadeUp()
{
    copyOf(plain_, QStringLiteral("VID_20261103_102400.mp4"));
    copyOf(plain_, QStringLiteral("VID_20261104_102400.mp4"));
    openDialog({card_->path()});
    waitUntilRead();
    child<QCheckBox>("recordedCheck")->click();
    auto* when = child<DateEntry>("recordedEdit");
    QVERIFY(when->isVisibleTo(dialog_.get()));
    QVERIFY(when->isEmpty());
    for (const ImportRow& row : dialog_->model().rows())
        QVERIFY(!row.typedDate);

    QTest::keyClick(when, Qt::Key_1);
    const QDate first(QDate::currentDate().year(), QDate::currentDate().month(), 1);
    for (const ImportRow& row : dialog_->model().rows()) {
        QVERIFY(row.typedDate);
        QCOMPARE(row.typedDate->iso, QDateTime(first, QTime(10, 24)).toString(Qt::ISODate));
    }
    child<QCheckBox>("recordedCheck")->click();
    QCOMPARE(dateOf(rowOf(QStringLiteral("VID_20261104_102400.mp4")))->iso,
             QStringLiteral("2026-11-04T10:24:00"));
}

void TestImportDialog::recordedBeforeBirthIsNotImported()
{
    library::Patient infant;
    infant.code = QStringLiteral("P-0042");
    infant.birthDate = QDate(2021, 11, 10);
    QVERIFY(bench_->store.addPatient(infant));
    copyOf(plain_, QStringLiteral("VID_20211103_102400.mp4"));
    openDialog({card_->path()});
    waitUntilRead();
    QTest::keyClicks(child<QLineEdit>("patientEdit"), infant.code);
    QTRY_VERIFY(dialog_->model().rows().front().isTooEarly());
    QTRY_VERIFY(!child<QPushButton>("importButton")->isEnabled());
    QTRY_VERIFY2(sum().contains(QStringLiteral("1 is dated before the birth.")), qPrintable(sum()));
    QTRY_VERIFY(child<QLabel>("importProblem")->isVisibleTo(dialog_.get()));
    QCOMPARE(dialog_->model().index(0, ImportModel::StatusColumn).data().toString(),
             QStringLiteral("The recording would be older than the infant."));

    child<QCheckBox>("recordedCheck")->click();
    child<DateEntry>("recordedEdit")->setDateTime(QDateTime(QDate(2021, 11, 12), QTime(9, 0)));
    QTRY_VERIFY(child<QPushButton>("importButton")->isEnabled());
    QTRY_VERIFY(!child<QLabel>("importProblem")->isVisibleTo(dialog_.get()));
}

void TestImportDialog::whatIsDatedBeforeBirthStaysToBeCorrected()
{
    library::Patient infant;
    infant.code = QStringLiteral("P-0042");
    infant.birthDate = QDate(2021, 11, 10);
    QVERIFY(bench_->store.addPatient(infant));
    copyOf(plain_, QStringLiteral("VID_20211103_102400.mp4"));
    copyOf(plain_, QStringLiteral("VID_20211203_102400.mp4"));
    openDialog({card_->path()});
    waitUntilRead();
    QTest::keyClicks(child<QLineEdit>("patientEdit"), infant.code);
    QTRY_COMPARE(child<QPushButton>("importButton")->text(), QStringLiteral("Import 1 recording"));
    click("importButton");
    QTRY_COMPARE(dialog_->model().rowCount(), 1);
    QVERIFY(dialog_->isVisible());
    QVERIFY(dialog_->model().rows().front().path.endsWith(QStringLiteral("VID_20211103_102400.mp4")));
    QVERIFY2(sum().startsWith(QStringLiteral("1 was added.")), qPrintable(sum()));
}

void TestImportDialog::newPatientIsSaidAndCanBeDescribed()
{
    library::Patient infant;
    infant.code = QStringLiteral("P-0042");
    QVERIFY(bench_->store.addPatient(infant));
    copyOf(plain_, QStringLiteral("a.mp4"));
    openDialog({card_->path()});
    waitUntilRead();
    auto* fresh = child<QWidget>("newPatient");
    QTest::keyClicks(child<QLineEdit>("patientEdit"), QStringLiteral("P-0O42"));
    QTRY_VERIFY(fresh->isVisibleTo(dialog_.get()));
    QCOMPARE(fresh->accessibleName(), QStringLiteral("New patient P-0O42"));
    QTRY_VERIFY2(sum().contains(QStringLiteral("New patient: P-0O42.")), qPrintable(sum()));

    click("patientDetails");
    QTRY_VERIFY(child<QDialog>("patientDialog"));
    child<QLineEdit>("patientGestation")->setText(QStringLiteral("30+3"));
    click("savePatient");
    QTRY_VERIFY2(!sum().contains(QStringLiteral("New patient")), qPrintable(sum()));
    QVERIFY(!fresh->isVisibleTo(dialog_.get()));
    QVERIFY(child<QLabel>("patientFacts")->text().contains(QStringLiteral("30+3")));
    QCOMPARE(bench_->store.patients()->size(), std::size_t{2});
}

void TestImportDialog::asksBeforeDecisionsAreLost()
{
    copyOf(plain_, QStringLiteral("a.mp4"));
    openDialog({card_->path()});
    waitUntilRead();
    QTest::keyClicks(child<QLineEdit>("patientEdit"), QStringLiteral("P-0042"));
    dialogs_.answer = false;
    QTest::keyClick(dialog_.get(), Qt::Key_Escape);
    QCOMPARE(dialogs_.asked.size(), std::size_t{1});
    QVERIFY(dialogs_.asked.front().destructive);
    QVERIFY(dialog_->isVisible());

    child<QPushButton>("undoButton")->click(); // nothing decided, nothing to ask
    QTest::keyClick(dialog_.get(), Qt::Key_Escape);
    QCOMPARE(dialogs_.asked.size(), std::size_t{1});
    QVERIFY(!dialog_->isVisible());
}

void TestImportDialog::moreIsAddedFromItsMenu()
{
    openDialog({copyOf(plain_, QStringLiteral("a.mp4"))});
    waitUntilRead();
    const QTemporaryDir other;
    QVERIFY(QFile::copy(plain_, other.filePath(QStringLiteral("b.mp4"))));
    dialogs_.folder = other.path();
    child<QAction>("addMoreFolder")->trigger();
    QTRY_COMPARE(dialog_->model().rowCount(), 2);
    dialogs_.recordings = {copyOf(plain_, QStringLiteral("c.mp4"))};
    child<QAction>("addMoreFiles")->trigger();
    QTRY_COMPARE(dialog_->model().rowCount(), 3);
    waitUntilRead();
}

void TestImportDialog::whatIsReadCanBeImportedBeforeTheRest()
{
    constexpr std::size_t files = 40;
    for (std::size_t i = 0; i < files; ++i)
        copyOf(plain_, QStringLiteral("%1.mp4").arg(i));
    openDialog({card_->path()});
    QTRY_VERIFY_WITH_TIMEOUT(child<QPushButton>("importButton")->isEnabled(), 20'000);
    QVERIFY(dialog_->isReading());
    click("importButton");
    QTRY_VERIFY(child<QTableView>("importTable")->isEnabled() || dialog_->result() == QDialog::Accepted);
    const std::size_t added = bench_->jobsThatAre(jobs::JobState::Queued).size();
    QVERIFY(added > 0);
    if (added == files)
        QSKIP("everything was read while the click was on its way");
    QCOMPARE(dialog_->model().rows().size(), files - added);
    QTRY_VERIFY2(sum().contains(QStringLiteral("The rest is still here.")), qPrintable(sum()));
    waitUntilRead();
    QTRY_COMPARE(sumOf(dialog_->model().rows()).recordings, static_cast<int>(files - added));
}

void TestImportDialog::whatWasDecidedCanBeTakenBack()
{
    copyOf(plain_, QStringLiteral("a.mp4"));
    copyOf(plain_, QStringLiteral("b.mp4"));
    openDialog({card_->path()});
    waitUntilRead();
    QTest::keyClicks(child<QLineEdit>("patientEdit"), QStringLiteral("P-0042"));
    child<QCheckBox>("preset-high")->click();
    auto* undo = child<QPushButton>("undoButton");
    undo->click();
    QCOMPARE(rowOf(QStringLiteral("a.mp4")).presets, QStringList{QStringLiteral("medium")});
    QCOMPARE(rowOf(QStringLiteral("a.mp4")).patientCode, QStringLiteral("P-0042"));
    undo->click(); // the whole code, not its last letter
    QCOMPARE(rowOf(QStringLiteral("b.mp4")).patientCode, QString());
    QCOMPARE(child<QLineEdit>("patientEdit")->text(), QString());
    QVERIFY(!undo->isEnabled());
    dialog_->changes().redo();
    QCOMPARE(rowOf(QStringLiteral("b.mp4")).patientCode, QStringLiteral("P-0042"));
}

void TestImportDialog::saysWhatWillHappen()
{
    copyOf(plain_, QStringLiteral("a.mp4"));
    openDialog({card_->path()});
    waitUntilRead();
    auto* plan = child<QLabel>("planText");
    QVERIFY(!plan->isVisibleTo(dialog_.get()));
    child<QToolButton>("planToggle")->click();
    QVERIFY(plan->isVisibleTo(dialog_.get()));
    QTRY_VERIFY2(plan->text().contains(QStringLiteral("Medium")), qPrintable(plan->text()));
    QVERIFY2(plan->text().contains(QStringLiteral("about ")), qPrintable(plan->text()));
    QTRY_VERIFY(plan->visibleRegion().boundingRect().bottom() >= plan->height() - 1); // scrolled to
    child<QCheckBox>("preset-medium")->click();
    QVERIFY2(plan->text().contains(QStringLiteral("Only the original is kept.")), qPrintable(plan->text()));
    dialog_->close();
    openDialog({card_->path()});
    QVERIFY(child<QToolButton>("planToggle")->isChecked());
}

/// A recording whose medium rendition took this long.
void TestImportDialog::finishMedium(std::chrono::milliseconds work)
{
    const QString preset = QStringLiteral("medium");
    const VideoId video = bench_->addReadyVideo(QStringLiteral("Visit 1"), {preset});
    const jobs::Claim claim = test::LibraryBench::claimOf(bench_->claim());
    library::Rendition rendition;
    rendition.preset = preset;
    rendition.fileName = QStringLiteral("a.mp4");
    rendition.sha256 = QString(64, QLatin1Char('b'));
    rendition.sizeBytes = 1000;
    rendition.size = {720, 1280};
    QVERIFY(bench_->store.recordPublishing(claim, video, rendition));
    bench_->clock.advance(work);
    QVERIFY(bench_->store.finishRendition(claim, video, preset));
}

void TestImportDialog::expectsWhatThisComputerHasShown()
{
    copyOf(plain_, QStringLiteral("a.mp4"));
    const auto expected = [this] {
        openDialog({card_->path()});
        waitUntilRead();
        return rowOf(QStringLiteral("a.mp4")).facts.estimates.at(QStringLiteral("medium")).work;
    };
    const auto firstGuess = expected();

    finishMedium(std::chrono::hours(1));

    QVERIFY(expected() > 5 * firstGuess);
}

void TestImportDialog::namesGetTheRoomThereIs()
{
    const QString name = QStringLiteral("half-downloaded-recording.mp4");
    copyOf(plain_, name);
    openDialog({card_->path()});
    dialog_->resize(1240, 700);
    waitUntilRead();
    auto* table = dialog_->findChild<QTableView*>();
    const int room = table->columnWidth(ImportModel::NameColumn) - table->iconSize().width() - 40;
    QVERIFY2(room >= table->fontMetrics().horizontalAdvance(name), qPrintable(QString::number(room)));
    QCOMPARE(table->horizontalHeader()->length(), table->viewport()->width());
}

void TestImportDialog::remembersTheChosenPresets()
{
    copyOf(plain_, QStringLiteral("a.mp4"));
    openDialog({card_->path()});
    waitUntilRead();
    dialog_->findChild<QCheckBox*>(QStringLiteral("preset-high"))->click();
    QTRY_VERIFY(dialog_->findChild<QPushButton*>(QStringLiteral("importButton"))->isEnabled());
    click("importButton");
    QTRY_COMPARE(bench_->settings.defaultPreset, QStringLiteral("medium,high"));
    openDialog({card_->path()});
    QVERIFY(dialog_->findChild<QCheckBox*>(QStringLiteral("preset-high")) != nullptr);
    waitUntilRead();
    QTRY_COMPARE(rowOf(QStringLiteral("a.mp4")).presets,
                 (QStringList{QStringLiteral("medium"), QStringLiteral("high")}));
}

void TestImportDialog::exceptionForOneIsNotRemembered()
{
    copyOf(plain_, QStringLiteral("a.mp4"));
    copyOf(plain_, QStringLiteral("b.mp4"));
    openDialog({card_->path()});
    waitUntilRead();
    selectFile(QStringLiteral("b.mp4"));
    child<QCheckBox>("preset-high")->click();
    QTRY_VERIFY(child<QPushButton>("importButton")->isEnabled());
    click("importButton");
    QTRY_COMPARE(bench_->jobsThatAre(jobs::JobState::Queued).size(), std::size_t{2});
    QCOMPARE(bench_->settings.defaultPreset, QStringLiteral("medium"));
}

void TestImportDialog::whatWasTakenBackIsNotRemembered()
{
    copyOf(plain_, QStringLiteral("a.mp4"));
    openDialog({card_->path()});
    waitUntilRead();
    child<QCheckBox>("preset-high")->click();
    dialog_->changes().undo();
    QTRY_VERIFY(child<QPushButton>("importButton")->isEnabled());
    click("importButton");
    QTRY_COMPARE(bench_->jobsThatAre(jobs::JobState::Queued).size(), std::size_t{1});
    QCOMPARE(bench_->settings.defaultPreset, QStringLiteral("medium"));
}

void TestImportDialog::showsNamesWithLineBreaksOnOneLine()
{
    const QString path = copyOf(test::textFile(), QStringLiteral("two\nlines.mp4"));
    if (!QFile::exists(path))
        QSKIP("this file system takes no line breaks in names");
    openDialog({path});
    waitUntilRead();
    QTRY_COMPARE(dialog_->model().rowCount(), 1);
    QCOMPARE(dialog_->model().index(0, ImportModel::NameColumn).data().toString(),
             QStringLiteral("two↵lines.mp4"));
    QCOMPARE(titleOf(dialog_->model().rows().front()), QStringLiteral("two lines"));
}

void TestImportDialog::saysWhenThereIsNothing()
{
    openDialog({card_->path()});
    QTRY_COMPARE(sum(), QStringLiteral("There are no recordings here."));
}

void TestImportDialog::closesWhileReading()
{
    for (int i = 0; i < 20; ++i)
        copyOf(plain_, QStringLiteral("%1.mp4").arg(i));
    openDialog({card_->path()});
    QTRY_COMPARE(dialog_->model().rowCount(), 20);
    QElapsedTimer timer;
    timer.start();
    dialog_.reset();
    bench_.reset(); // waits for what is under way, which the dialog's end has cancelled
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
}

void TestImportDialog::stopsWhileAdding()
{
    for (int i = 0; i < 3; ++i)
        copyOf(plain_, QStringLiteral("%1.mp4").arg(i));
    openDialog({card_->path()});
    waitUntilRead();
    QTRY_VERIFY(dialog_->findChild<QPushButton*>(QStringLiteral("importButton"))->isEnabled());
    click("importButton");
    click("cancelButton");
    const auto ended = [this] {
        return dialog_->result() == QDialog::Accepted || dialog_->findChild<QTableView*>()->isEnabled();
    };
    QTRY_VERIFY(ended());
    const std::size_t added = bench_->jobsThatAre(jobs::JobState::Queued).size();
    if (dialog_->result() == QDialog::Accepted)
        QCOMPARE(added, std::size_t{3}); // the click came too late
    else
        QCOMPARE(dialog_->model().rows().size(), 3 - added);
}

void TestImportDialog::twoThousandFilesDoNotHoldUpTheScreen()
{
    constexpr int files = 2000;
    for (int i = 0; i < files; ++i)
        QVERIFY(test::LibraryBench::write(card_->filePath(QStringLiteral("clip%1.mp4").arg(i)),
                                          "no video at all"));
    QElapsedTimer sinceTick;
    qint64 longestGap = 0;
    QTimer tick;
    tick.setInterval(10);
    connect(&tick, &QTimer::timeout, this, [&] { longestGap = std::max(longestGap, sinceTick.restart()); });
    openDialog({card_->path()});
    QTest::qWait(50); // showing the window itself is not what is measured
    sinceTick.start();
    tick.start();
    QTRY_COMPARE_WITH_TIMEOUT(sumOf(dialog_->model().rows()).refused, files, 60'000);
    tick.stop();
    QVERIFY2(longestGap <= 200, qPrintable(QStringLiteral("%1 ms").arg(longestGap)));
    QTRY_COMPARE(sum(), QStringLiteral("2,000 cannot be imported."));
}

QTEST_MAIN(TestImportDialog)
#include "test_import_dialog.moc"
