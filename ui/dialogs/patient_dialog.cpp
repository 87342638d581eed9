#include "ui/dialogs/patient_dialog.h"

#include "core/library/age.h"
#include "ui/widgets/date_entry.h"
#include "ui/widgets/detail_parts.h"
#include "ui/widgets/dialog_form.h"

#include <QtWidgets/QCheckBox>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>

namespace ndas::ui {

namespace {

// As the database checks it.
constexpr int shortestGestation = 140;
constexpr int longestGestation = 310;

} // namespace

PatientDialog::PatientDialog(library::Patient patient, std::vector<library::Patient> all, QWidget* parent)
    : QDialog(parent)
    , before_(std::move(patient))
    , all_(std::move(all))
    , code_(makeEdit(before_.code, "patientCode", tr("Code")))
    , name_(makeEdit(before_.name, "patientName", tr("Name")))
    , birthKnown_(new QCheckBox(tr("Date of birth is known"), this))
    , birth_(new DateEntry(QStringLiteral("d MMM yyyy"), this))
    , gestation_(
          makeEdit(before_.gestationDays > 0 ? library::weeksAndDays(before_.gestationDays) : QString(),
                   "patientGestation", tr("Gestation at birth")))
    , hint_(new QLabel(this))
    , save_(new QPushButton(tr("Save"), this))
{
    setObjectName(QStringLiteral("patientDialog"));
    setWindowTitle(before_.id ? tr("Patient") : tr("New patient"));
    name_->setPlaceholderText(tr("Optional; never part of a file name"));
    gestation_->setPlaceholderText(tr("Weeks and days, for example 30+3"));
    birthKnown_->setObjectName(QStringLiteral("birthKnown"));
    birthKnown_->setChecked(before_.birthDate.isValid());
    birth_->setObjectName(QStringLiteral("patientBirth"));
    birth_->setAccessibleName(tr("Date of birth"));
    birth_->setMaximumDate(QDate::currentDate());
    birth_->showDate(before_.birthDate.isValid() ? before_.birthDate.startOfDay() : QDateTime());
    hint_->setObjectName(QStringLiteral("patientHint"));
    hint_->setWordWrap(true);
    setKind(hint_, "dimmed");
    save_->setObjectName(QStringLiteral("savePatient"));

    QFormLayout* form = makeDialogForm(this);
    form->addRow(tr("&Code"), code_);
    form->addRow(tr("&Name"), name_);
    form->addRow(QString(), birthKnown_);
    form->addRow(tr("&Born"), birth_);
    form->addRow(tr("&Gestation"), gestation_);
    form->addRow(hint_);
    form->addRow(makeAnswers(this, save_));
    levelLabels(form);
    setMinimumWidth(fontMetrics().horizontalAdvance(QLatin1Char('n')) * 52);
    for (QLineEdit* edit : {code_, name_, gestation_})
        connect(edit, &QLineEdit::textChanged, this, &PatientDialog::update);
    connect(birthKnown_, &QCheckBox::toggled, this, &PatientDialog::update);
    connect(birth_, &QDateTimeEdit::dateChanged, this, &PatientDialog::update);
    update();
}

QLineEdit* PatientDialog::makeEdit(const QString& text, const char* objectName, const QString& accessibleName)
{
    auto* edit = new QLineEdit(text, this);
    edit->setObjectName(QLatin1String(objectName));
    edit->setAccessibleName(accessibleName);
    edit->setMaxLength(100);
    return edit;
}

library::Patient PatientDialog::patient() const
{
    library::Patient patient = before_;
    patient.code = code_->text().simplified();
    patient.name = name_->text().simplified();
    patient.birthDate = birthKnown_->isChecked() && !birth_->isEmpty() ? birth_->date() : QDate();
    patient.gestationDays = library::daysFromWeeks(gestation_->text()).value_or(0);
    return patient;
}

void PatientDialog::update()
{
    birth_->setEnabled(birthKnown_->isChecked());
    const QString hindered = hindrance();
    hint_->setText(hindered.isEmpty() ? tr("With both, the age at each recording is shown.") : hindered);
    const bool isNews = !before_.id || !(patient() == before_);
    save_->setEnabled(hindered.isEmpty() && !patient().code.isEmpty() && isNews);
}

QString PatientDialog::hindrance() const
{
    const library::Patient entered = patient();
    const auto isTaken = [&](const library::Patient& other) {
        return other.code.compare(entered.code, Qt::CaseInsensitive) == 0 && other.id != before_.id;
    };
    if (std::any_of(all_.begin(), all_.end(), isTaken))
        return tr("Another patient has this code. Every patient needs a code of their own.");
    const int days = entered.gestationDays;
    if (!gestation_->text().trimmed().isEmpty() && (days < shortestGestation || days > longestGestation))
        return tr("Gestation is written as weeks and days, from 20+0 to 44+2.");
    if (birthKnown_->isChecked() && birth_->isEmpty())
        return tr("Enter the date of birth, or say that it is not known.");
    return {};
}

} // namespace ndas::ui
