// What is decided in the import dialog: for one, several or all; taken back; and what of it is remembered.
#include "tests/ui/import_bench.h"
#include "ui/widgets/date_entry.h"

#include <QtWidgets/QCheckBox>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QToolButton>

using namespace ndas;
using namespace ndas::ui;

class TestImportEdits : public test::ImportTest {
    Q_OBJECT
private Q_SLOTS:

    void initTestCase() { makeMedia(); }

    void init() { setUp(); }

    void cleanup() { tearDown(); }

    void editsOneOrManyOrAll();
    void titlesFollowAPattern();
    void recordingDateIsEnteredForOneAndForMany();
    void noDateIsMadeUp();
    void recordedBeforeBirthIsNotImported();
    void whatIsDatedBeforeBirthStaysToBeCorrected();
    void newPatientIsSaidAndCanBeDescribed();
    void whatWasDecidedCanBeTakenBack();
    void remembersTheChosenPresets();
    void remembersThatOnlyOriginalsAreWanted();
    void exceptionForOneIsNotRemembered();
    void whatWasTakenBackIsNotRemembered();
};

void TestImportEdits::editsOneOrManyOrAll()
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

void TestImportEdits::titlesFollowAPattern()
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

void TestImportEdits::recordingDateIsEnteredForOneAndForMany()
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

void TestImportEdits::noDateIsMadeUp()
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

void TestImportEdits::recordedBeforeBirthIsNotImported()
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

void TestImportEdits::whatIsDatedBeforeBirthStaysToBeCorrected()
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

void TestImportEdits::newPatientIsSaidAndCanBeDescribed()
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

void TestImportEdits::whatWasDecidedCanBeTakenBack()
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

void TestImportEdits::remembersTheChosenPresets()
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

void TestImportEdits::remembersThatOnlyOriginalsAreWanted()
{
    copyOf(plain_, QStringLiteral("a.mp4"));
    openDialog({card_->path()});
    waitUntilRead();
    child<QCheckBox>("preset-medium")->click();
    QTRY_VERIFY(child<QPushButton>("importButton")->isEnabled());
    click("importButton");
    QTRY_COMPARE(dialog_->result(), static_cast<int>(QDialog::Accepted));
    QCOMPARE(bench_->settings.defaultPreset, QStringLiteral("medium"));
    openDialog({card_->path()});
    waitUntilRead();
    QCOMPARE(rowOf(QStringLiteral("a.mp4")).presets, QStringList());

    bench_->settings.defaultPreset = QStringLiteral("low"); // chosen in the settings meanwhile
    openDialog({card_->path()});
    waitUntilRead();
    QCOMPARE(rowOf(QStringLiteral("a.mp4")).presets, QStringList{QStringLiteral("low")});
}

void TestImportEdits::exceptionForOneIsNotRemembered()
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

void TestImportEdits::whatWasTakenBackIsNotRemembered()
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

QTEST_MAIN(TestImportEdits)
#include "test_import_edits.moc"
