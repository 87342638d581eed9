// Patients on the screen: what their dialog takes, what can be taken back, and what a search shows.
#include "tests/ui/gateway_bench.h"
#include "ui/dialogs/patient_dialog.h"
#include "ui/pages/patients_page.h"
#include "ui/support/edit_history.h"
#include "ui/widgets/date_entry.h"
#include "ui/widgets/patient_field.h"

#include <QtTest/QtTest>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTableView>

using namespace ndas;
using namespace ndas::ui;

class TestPatients : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();

    void cleanup() { bench_.reset(); }

    void birthIsNotMadeUp();
    void codeOfAnotherIsRefusedInTheDialog();
    void capitalsDoNotMakeAnotherPatient();
    void whatIsSavedCanBeTakenBackAndNothingElse();
    void searchWithoutHitsSaysSo();
    void enterOfTheKeypadOpensAPatient();

private:
    static library::Patient patient(const QString& code, int id = 0)
    {
        library::Patient made;
        made.code = code;
        made.id = PatientId{id};
        return made;
    }

    std::unique_ptr<test::GatewayBench> bench_;
};

void TestPatients::init()
{
    bench_ = std::make_unique<test::GatewayBench>();
    QVERIFY(bench_->ready);
}

void TestPatients::birthIsNotMadeUp()
{
    PatientDialog dialog(patient(QStringLiteral("P-0042")), {});
    auto* birth = dialog.findChild<DateEntry*>(QStringLiteral("patientBirth"));
    auto* save = dialog.findChild<QPushButton*>(QStringLiteral("savePatient"));
    QVERIFY(save->isEnabled());

    dialog.findChild<QCheckBox*>(QStringLiteral("birthKnown"))->click();
    QVERIFY(birth->isEmpty());
    QVERIFY(!dialog.patient().birthDate.isValid());
    QVERIFY(!save->isEnabled());

    birth->setDate(QDate(2021, 11, 3));
    QCOMPARE(dialog.patient().birthDate, QDate(2021, 11, 3));
    QVERIFY(save->isEnabled());
}

void TestPatients::codeOfAnotherIsRefusedInTheDialog()
{
    PatientDialog dialog({}, {patient(QStringLiteral("P-0042"), 1)});
    auto* code = dialog.findChild<QLineEdit*>(QStringLiteral("patientCode"));
    auto* save = dialog.findChild<QPushButton*>(QStringLiteral("savePatient"));
    const auto* hint = dialog.findChild<QLabel*>(QStringLiteral("patientHint"));
    code->setText(QStringLiteral(" P-0042 "));
    QVERIFY(!save->isEnabled());
    QVERIFY2(hint->text().startsWith(QStringLiteral("Another patient has this code.")),
             qPrintable(hint->text()));
    code->setText(QStringLiteral("P-0043"));
    QVERIFY(save->isEnabled());

    const library::Patient known = patient(QStringLiteral("P-0042"), 1);
    PatientDialog own(known, {known});
    own.findChild<QLineEdit*>(QStringLiteral("patientName"))->setText(QStringLiteral("A"));
    QVERIFY(own.findChild<QPushButton*>(QStringLiteral("savePatient"))->isEnabled());
}

void TestPatients::capitalsDoNotMakeAnotherPatient()
{
    PatientField field(QStringLiteral("patientEdit"));
    field.setPatients({patient(QStringLiteral("P-0042"), 1)});
    QSignalSpy edited(&field, &PatientField::edited);
    QTest::keyClicks(field.line(), QStringLiteral("p-0042"));
    QVERIFY(field.known());
    QCOMPARE(edited.constLast().front().toString(), QStringLiteral("P-0042"));
    QTest::keyClick(field.line(), Qt::Key_Return);
    QCOMPARE(field.line()->text(), QStringLiteral("P-0042"));
    QTest::keyClicks(field.line(), QStringLiteral("b"));
    QVERIFY(!field.known());

    QVERIFY(bench_->store.addPatient(patient(QStringLiteral("Ä-1"))));
    const auto other = bench_->store.addPatient(patient(QStringLiteral("ä-1")));
    QVERIFY(!other && other.error().code == ErrorCode::AlreadyExists);
    library::NewVideo video = test::newVideo(QStringLiteral("/card/a.mp4"));
    video.patientCode = QStringLiteral("ä-1");
    QCOMPARE(bench_->video(bench_->store.registerVideo(video)->video).patientCode, QStringLiteral("Ä-1"));
    QCOMPARE(bench_->store.patients()->size(), std::size_t{1});
}

void TestPatients::whatIsSavedCanBeTakenBackAndNothingElse()
{
    EditHistory history(bench_->gateway);
    QSignalSpy done(&history, &EditHistory::done);
    QSignalSpy failed(&bench_->gateway, &Gateway::changeFailed);
    history.addPatient(patient(QStringLiteral("P-0042")));
    QTRY_COMPARE(done.count(), 1);
    QVERIFY(history.stack().canUndo());

    history.addPatient(patient(QStringLiteral("P-0042")));
    QTRY_COMPARE(failed.count(), 1);
    QCOMPARE(done.count(), 1);
    QCOMPARE(history.stack().count(), 1);

    history.stack().undo();
    QTRY_VERIFY(bench_->store.patients()->empty());
    history.stack().redo();
    QTRY_COMPARE(bench_->store.patients()->size(), std::size_t{1});
}

void TestPatients::searchWithoutHitsSaysSo()
{
    QVERIFY(bench_->store.addPatient(patient(QStringLiteral("P-0042"))));
    EditHistory history(bench_->gateway);
    PatientsPage page(bench_->gateway, history);
    page.show();
    auto* table = page.findChild<QTableView*>(QStringLiteral("patientsTable"));
    auto* search = page.findChild<QLineEdit*>(QStringLiteral("patientSearch"));
    auto* nothing = page.findChild<QWidget*>(QStringLiteral("noPatientMatches"));
    QTRY_VERIFY(table->isVisible());

    search->setText(QStringLiteral("nobody"));
    QVERIFY(nothing->isVisible());
    QVERIFY(!table->isVisible());

    nothing->findChild<QPushButton*>(QStringLiteral("emptyStateButton"))->click();
    QVERIFY(table->isVisible());
    QCOMPARE(table->model()->rowCount(), 1);
}

void TestPatients::enterOfTheKeypadOpensAPatient()
{
    QVERIFY(bench_->store.addPatient(patient(QStringLiteral("P-0042"))));
    EditHistory history(bench_->gateway);
    PatientsPage page(bench_->gateway, history);
    page.show();
    QVERIFY(QTest::qWaitForWindowActive(&page));
    auto* table = page.findChild<QTableView*>(QStringLiteral("patientsTable"));
    QTRY_COMPARE(table->model()->rowCount(), 1);
    table->selectRow(0);
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Enter, Qt::KeypadModifier);
    QTRY_VERIFY(page.findChild<PatientDialog*>());
}

QTEST_MAIN(TestPatients)
#include "test_patients.moc"
