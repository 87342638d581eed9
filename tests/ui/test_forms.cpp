// The small dialogs: dates that nobody made up, patients that are new, folders that are not there.
#include "tests/ui/gateway_bench.h"
#include "ui/dialogs/edit_dialog.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/patient_dialog.h"
#include "ui/dialogs/start_time_dialog.h"
#include "ui/dialogs/welcome_dialog.h"
#include "ui/support/library_commands.h"
#include "ui/widgets/date_entry.h"

#include <QtTest/QtTest>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTimeEdit>

using namespace ndas;
using namespace ndas::ui;

class TestForms : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();

    void cleanup() { bench_.reset(); }

    void dateIsEmptyUntilItIsEntered();
    void dateReadsTheSameWhereLayoutsAreMirrored();
    void startTimeReadsTheSameWhereLayoutsAreMirrored();
    void todaysDayTypedIsAnEntry();
    void wheelAloneEntersNothing();
    void unknownRecordingDateStartsEmpty();
    void recordingCannotBeOlderThanTheInfant();
    void whatIsMissingIsSaidWhileEditing();
    void newPatientIsSaidWhileEditing();
    void returnPressesTheButtonThatHasTheKeyboard();
    void tabFollowsTheEye();
    void copiesNeedAFolderThatIsThere();
    void copiesAreNamedFromParts();
    void copiesGoWhereTheLastWent();
    void recordingsWithoutTheQualityAreCounted();
    void savedCopyIsInTheHistory();

private:
    static library::Video video()
    {
        library::Video made;
        made.title = QStringLiteral("Visit 1");
        made.info = test::someInfo();
        made.info->recordedAt.reset();
        return made;
    }

    std::unique_ptr<test::GatewayBench> bench_;
};

void TestForms::init()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    bench_ = std::make_unique<test::GatewayBench>();
    QVERIFY(bench_->ready);
}

void TestForms::dateIsEmptyUntilItIsEntered()
{
    DateEntry entry(QStringLiteral("d MMM yyyy"));
    QVERIFY(entry.isEmpty());
    QCOMPARE(entry.text(), QStringLiteral("Enter a date"));
    entry.showDate(QDate(2021, 11, 3).startOfDay());
    QCOMPARE(entry.date(), QDate(2021, 11, 3));
    entry.showDate({});
    QVERIFY(entry.isEmpty());
}

void TestForms::dateReadsTheSameWhereLayoutsAreMirrored()
{
    QGuiApplication::setLayoutDirection(Qt::RightToLeft);
    DateEntry entry(QStringLiteral("d MMM yyyy, HH:mm"));
    QGuiApplication::setLayoutDirection(Qt::LeftToRight);
    entry.showDate(QDateTime(QDate(2021, 11, 3), QTime(10, 24)));
    QCOMPARE(entry.text(), QStringLiteral("3 Nov 2021, 10:24"));
}

void TestForms::startTimeReadsTheSameWhereLayoutsAreMirrored()
{
    QGuiApplication::setLayoutDirection(Qt::RightToLeft);
    const StartTimeDialog dialog(QDateTime(QDate(2026, 3, 1), QTime(12, 5)));
    QGuiApplication::setLayoutDirection(Qt::LeftToRight);
    QCOMPARE(dialog.findChild<QTimeEdit*>()->text(), QStringLiteral("13:00"));
}

void TestForms::todaysDayTypedIsAnEntry()
{
    DateEntry entry(QStringLiteral("d MMM yyyy"));
    QSignalSpy entered(&entry, &QDateTimeEdit::dateTimeChanged);
    entry.show();
    entry.setFocus();
    const QString day = QString::number(QDate::currentDate().day());
    QTest::keyClicks(&entry, day);
    QCOMPARE(entry.date(), QDate::currentDate());
    QVERIFY(!entered.isEmpty());
    QCOMPARE(entered.constLast().front().toDateTime().date(), QDate::currentDate());
}

void TestForms::wheelAloneEntersNothing()
{
    DateEntry entry(QStringLiteral("d MMM yyyy"));
    entry.show();
    entry.clearFocus();
    QWheelEvent wheel(QPointF(5, 5), QPointF(5, 5), {}, QPoint(0, 120), Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&entry, &wheel);
    QVERIFY(entry.isEmpty());
}

void TestForms::unknownRecordingDateStartsEmpty()
{
    EditDialog dialog({video()}, {});
    auto* date = dialog.findChild<DateEntry*>(QStringLiteral("editDate"));
    auto* save = dialog.findChild<QPushButton*>(QStringLiteral("saveEdit"));
    dialog.findChild<QCheckBox*>(QStringLiteral("editDateKnown"))->click();
    dialog.findChild<QLineEdit*>(QStringLiteral("editReason"))->setText(QStringLiteral("camera clock"));
    QVERIFY(date->isEmpty());
    QVERIFY(!save->isEnabled());

    date->setDate(QDate(2021, 11, 3));
    QVERIFY(save->isEnabled());
    QCOMPARE((*dialog.edit().recordedAt)->iso, QStringLiteral("2021-11-03"));
}

void TestForms::recordingCannotBeOlderThanTheInfant()
{
    library::Patient infant;
    infant.code = QStringLiteral("P-0042");
    infant.birthDate = QDate(2021, 11, 10);
    library::Video recording = video();
    recording.info->recordedAt =
        media::RecordingDate{.iso = QStringLiteral("2021-11-03T10:24:00"), .source = {}};
    EditDialog dialog({recording}, {infant});
    dialog.show();
    const auto* problem = dialog.findChild<QLabel*>(QStringLiteral("editProblem"));
    QVERIFY(!problem->isVisibleTo(&dialog));
    dialog.findChild<QLineEdit*>(QStringLiteral("editPatient"))->setText(infant.code);
    QVERIFY(problem->isVisibleTo(&dialog));
    QVERIFY(!dialog.findChild<QPushButton*>(QStringLiteral("saveEdit"))->isEnabled());
}

void TestForms::whatIsMissingIsSaidWhileEditing()
{
    library::Video recording = video();
    recording.info->recordedAt =
        media::RecordingDate{.iso = QStringLiteral("2021-11-03T10:24:00"), .source = {}};
    EditDialog dialog({recording}, {});
    dialog.show();
    const auto* problem = dialog.findChild<QLabel*>(QStringLiteral("editProblem"));
    const auto* save = dialog.findChild<QPushButton*>(QStringLiteral("saveEdit"));
    auto* title = dialog.findChild<QLineEdit*>(QStringLiteral("editTitle"));
    title->clear();
    QCOMPARE(problem->text(), QStringLiteral("A recording needs a title."));

    title->setText(recording.title);
    dialog.findChild<DateEntry*>(QStringLiteral("editDate"))->setDate(QDate(2021, 11, 4));
    QVERIFY(problem->isVisibleTo(&dialog));
    QCOMPARE(problem->text(),
             QStringLiteral("Enter the reason for the other date; it is kept in the history."));
    QVERIFY(!save->isEnabled());

    dialog.findChild<QLineEdit*>(QStringLiteral("editReason"))->setText(QStringLiteral("camera clock"));
    QVERIFY(!problem->isVisibleTo(&dialog));
    QVERIFY(save->isEnabled());
}

void TestForms::newPatientIsSaidWhileEditing()
{
    library::Patient infant;
    infant.code = QStringLiteral("P-0042");
    EditDialog dialog({video()}, {infant});
    dialog.show();
    QSignalSpy requested(&dialog, &EditDialog::patientRequested);
    const auto* fresh = dialog.findChild<QWidget*>(QStringLiteral("newPatient"));
    auto* code = dialog.findChild<QLineEdit*>(QStringLiteral("editPatient"));
    code->setText(infant.code);
    QVERIFY(!fresh->isVisibleTo(&dialog));
    code->setText(QStringLiteral("P-0O42"));
    QVERIFY(fresh->isVisibleTo(&dialog));
    dialog.findChild<QPushButton*>(QStringLiteral("patientDetails"))->click();
    QCOMPARE(requested.count(), 1);

    infant.code = QStringLiteral("P-0O42");
    dialog.setPatients({infant});
    QVERIFY(!fresh->isVisibleTo(&dialog));
}

void TestForms::returnPressesTheButtonThatHasTheKeyboard()
{
    library::Patient infant;
    infant.code = QStringLiteral("P-0042");
    PatientDialog dialog(infant, {});
    dialog.show();
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
    dialog.findChild<QLineEdit*>(QStringLiteral("patientName"))->setText(QStringLiteral("Leo"));
    const auto buttons = dialog.findChildren<QPushButton*>();
    const auto cancel = std::find_if(buttons.begin(), buttons.end(), [](const QPushButton* button) {
        return button->text() == QStringLiteral("Cancel");
    });
    QVERIFY(cancel != buttons.end());
    (*cancel)->setFocus(Qt::TabFocusReason);

    QTest::keyClick(*cancel, Qt::Key_Return);

    QVERIFY(!dialog.isVisible());
    QCOMPARE(dialog.result(), static_cast<int>(QDialog::Rejected));
}

/// Line by line, and in each from its beginning.
static QString tabOrderAgainstTheEye(QDialog& dialog)
{
    dialog.show();
    const auto isReached = [](const QWidget* widget) {
        return widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) != 0 &&
               !widget->focusProxy();
    };
    QPoint last;
    for (const QWidget* widget = dialog.nextInFocusChain(); widget != &dialog;
         widget = widget->nextInFocusChain()) {
        if (!isReached(widget))
            continue;
        const QPoint at = widget->mapTo(&dialog, widget->rect().center());
        const bool sameLine = std::abs(at.y() - last.y()) < 10;
        if (sameLine ? at.x() < last.x() : at.y() < last.y())
            return QStringLiteral("%1: %2").arg(dialog.objectName(), widget->objectName());
        last = at;
    }
    return {};
}

void TestForms::tabFollowsTheEye()
{
    test::ScriptedDialogs dialogs;
    std::vector<ExportItem> items;
    items.push_back({.video = video(), .age = {}});
    ExportDialog copies(std::move(items), bench_->gateway, dialogs);
    EditDialog edit({video()}, {});
    PatientDialog patient({}, {});
    WelcomeDialog welcome(bench_->gateway);
    for (QDialog* dialog : std::initializer_list<QDialog*>{&copies, &edit, &patient, &welcome})
        QCOMPARE(tabOrderAgainstTheEye(*dialog), QString());
}

void TestForms::copiesNeedAFolderThatIsThere()
{
    test::ScriptedDialogs dialogs;
    const QTemporaryDir there;
    std::vector<ExportItem> items;
    items.push_back({.video = video(), .age = {}});
    ExportDialog dialog(std::move(items), bench_->gateway, dialogs);
    auto* folder = dialog.findChild<QLineEdit*>(QStringLiteral("exportFolder"));
    auto* save = dialog.findChild<QPushButton*>(QStringLiteral("saveCopies"));
    const auto* preview = dialog.findChild<QLabel*>(QStringLiteral("exportPreview"));
    folder->setText(there.filePath(QStringLiteral("gone")));
    QVERIFY(!save->isEnabled());
    QTRY_COMPARE(preview->text(), QStringLiteral("This folder does not exist."));
    folder->setText(there.path());
    QTRY_VERIFY(save->isEnabled());
    QVERIFY(preview->text().startsWith(QStringLiteral("For example:")));
}

void TestForms::copiesAreNamedFromParts()
{
    test::ScriptedDialogs dialogs;
    ExportDialog dialog({{.video = video(), .age = QStringLiteral("49+3")}}, bench_->gateway, dialogs);
    auto* names = dialog.findChild<QLineEdit*>(QStringLiteral("exportPattern"));
    auto* menu = dialog.findChild<QPushButton*>(QStringLiteral("insertPart"))->findChild<QMenu*>();
    names->setText(QStringLiteral("GMA"));
    for (QAction* part : menu->actions())
        if (part->text().contains(QStringLiteral("{age}")))
            part->trigger();
    QCOMPARE(names->text(), QStringLiteral("GMA {age}"));
    QCOMPARE(dialog.request().copies.front().name.section(QLatin1Char('.'), 0, 0),
             QStringLiteral("GMA 49+3"));
}

void TestForms::copiesGoWhereTheLastWent()
{
    const QTemporaryDir there;
    test::ScriptedDialogs dialogs;
    const auto folderOf = [](const QDialog& dialog) {
        return dialog.findChild<QLineEdit*>(QStringLiteral("exportFolder"))->text();
    };
    const auto namesIn = [](const QDialog& dialog) {
        return dialog.findChild<QLineEdit*>(QStringLiteral("exportPattern"));
    };
    ExportDialog first({{.video = video(), .age = {}}}, bench_->gateway, dialogs);
    first.findChild<QLineEdit*>(QStringLiteral("exportFolder"))->setText(there.path());
    namesIn(first)->setText(QStringLiteral("{title}"));
    first.accept();

    ExportDialog next({{.video = video(), .age = {}}}, bench_->gateway, dialogs);
    QTRY_COMPARE(folderOf(next), there.path());
    QCOMPARE(namesIn(next)->text(), QStringLiteral("{title}"));
    next.findChild<QLineEdit*>(QStringLiteral("exportFolder"))
        ->setText(there.filePath(QStringLiteral("gone")));
    next.accept();

    ExportDialog last({{.video = video(), .age = {}}}, bench_->gateway, dialogs);
    QTRY_VERIFY(!folderOf(last).isEmpty());
    QVERIFY(QDir(folderOf(last)).exists());
}

void TestForms::recordingsWithoutTheQualityAreCounted()
{
    library::Video made = video();
    made.renditions.emplace_back();
    made.renditions.front().preset = QStringLiteral("high");
    made.renditions.front().state = library::RenditionState::Ready;
    const QTemporaryDir there;
    test::ScriptedDialogs dialogs;
    ExportDialog dialog({{.video = made, .age = {}}, {.video = video(), .age = {}}}, bench_->gateway,
                        dialogs);
    dialog.findChild<QLineEdit*>(QStringLiteral("exportFolder"))->setText(there.path());
    QCOMPARE(dialog.request().copies.size(), std::size_t{1});
    const auto* preview = dialog.findChild<QLabel*>(QStringLiteral("exportPreview"));
    QVERIFY(preview->text().endsWith(
        QStringLiteral("1 recording is not ready in this quality and is left out.")));
}

void TestForms::savedCopyIsInTheHistory()
{
    const VideoId id = bench_->addReadyVideo(QStringLiteral("Visit 1"), {});
    QVERIFY(test::LibraryBench::write(bench_->paths.originalsDir() + QStringLiteral("/a.mp4"), "picture"));
    const QTemporaryDir there;
    test::ScriptedDialogs dialogs;
    QWidget window;
    EditHistory history(bench_->gateway);
    LibraryCommands commands(bench_->gateway, dialogs, history, &window);
    QSignalSpy changed(&commands, &LibraryCommands::changed);

    commands.saveCopies({id});
    QTRY_VERIFY(window.findChild<ExportDialog*>());
    auto* dialog = window.findChild<ExportDialog*>();
    dialog->findChild<QLineEdit*>(QStringLiteral("exportFolder"))->setText(there.path());
    auto* save = dialog->findChild<QPushButton*>(QStringLiteral("saveCopies"));
    QTRY_VERIFY(save->isEnabled());
    save->click();

    QTRY_COMPARE(changed.count(), 1); // so that the details are read again
    QCOMPARE(QDir(there.path()).entryList(QDir::Files).size(), 1);
    const auto deeds = bench_->store.deedsOf(id);
    QVERIFY(deeds.has_value());
    QCOMPARE(deeds->size(), std::size_t{1});
    QCOMPARE(deeds->front().preset, QString());
    QCOMPARE(deeds->front().folder, QDir::toNativeSeparators(there.path()));
}

QTEST_MAIN(TestForms)
#include "test_forms.moc"
