#include "ui/widgets/patient_field.h"

#include "core/library/age.h"
#include "ui/support/sentences.h"
#include "ui/widgets/detail_parts.h"
#include "ui/widgets/state_label.h"

#include <QtCore/QLocale>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QCompleter>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>

namespace ndas::ui {

namespace {

constexpr int longestCode = 64;

bool hasAgeFacts(const library::Patient& patient)
{
    return patient.birthDate.isValid() && patient.gestationDays > 0;
}

} // namespace

PatientField::PatientField(const QString& objectName, QWidget* parent)
    : QWidget(parent)
    , line_(new QLineEdit(this))
    , facts_(makeText({}, TextStep::Small, "dimmed", this))
    , fresh_(new StateLabel({Icon::Attention, Tone::Attention, {}}, this))
    , details_(new QPushButton(tr("Birth and gestation…"), this))
{
    line_->setObjectName(objectName);
    line_->setAccessibleName(tr("Patient"));
    line_->setMaxLength(longestCode);
    facts_->setObjectName(QStringLiteral("patientFacts"));
    fresh_->setObjectName(QStringLiteral("newPatient"));
    details_->setObjectName(QStringLiteral("patientDetails"));
    details_->setToolTip(tr("So that the age at the recording is known"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::gap / 2);
    for (QWidget* widget : std::initializer_list<QWidget*>{line_, fresh_, facts_})
        layout->addWidget(widget);
    layout->addWidget(details_, 0, Qt::AlignLeft);
    setFocusProxy(line_);
    setPlaceholder(tr("Code, for example P-0042"));
    connect(line_, &QLineEdit::textChanged, this, &PatientField::showNote);
    connect(line_, &QLineEdit::textEdited, this, [this] { Q_EMIT edited(code()); });
    connect(line_, &QLineEdit::editingFinished, this, [this] {
        if (known() && line_->text() != code())
            line_->setText(code()); // as the library writes it
    });
    connect(details_, &QPushButton::clicked, this, [this] {
        library::Patient patient;
        patient.code = code();
        Q_EMIT detailsRequested(known() ? *known() : patient);
    });
    showNote();
}

void PatientField::setPatients(std::vector<library::Patient> patients)
{
    patients_ = std::move(patients);
    read_ = true;
    QStringList codes;
    for (const library::Patient& patient : patients_)
        codes << patient.code;
    auto* completer = new QCompleter(codes, line_);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    line_->setCompleter(completer);
    connect(completer, qOverload<const QString&>(&QCompleter::activated), this,
            [this](const QString& chosen) {
                line_->setText(chosen);
                Q_EMIT edited(code());
            });
    showNote();
}

void PatientField::setCode(const QString& code)
{
    if (this->code() != code) // what is being typed stays as it is typed
        line_->setText(code);
}

void PatientField::setPlaceholder(const QString& text)
{
    line_->setPlaceholderText(text);
}

QString PatientField::code() const
{
    const library::Patient* patient = known();
    return patient ? patient->code : line_->text().simplified();
}

const library::Patient* PatientField::known() const
{
    return library::patientWithCode(patients_, line_->text().simplified());
}

void PatientField::showNote()
{
    const library::Patient* patient = known();
    const bool isNew = read_ && !patient && !code().isEmpty();
    fresh_->setVisible(isNew);
    fresh_->setLook({Icon::Attention, Tone::Attention, tr("New patient %1").arg(oneLine(code()))});
    QStringList facts;
    if (patient && patient->birthDate.isValid())
        facts << tr("Born %1").arg(QLocale().toString(patient->birthDate, QStringLiteral("d MMM yyyy")));
    if (patient && patient->gestationDays > 0)
        facts << tr("gestation %1").arg(library::weeksAndDays(patient->gestationDays));
    facts_->setText(facts.join(QStringLiteral(" · ")));
    facts_->setVisible(!facts.isEmpty());
    details_->setVisible(isNew || (patient && !hasAgeFacts(*patient)));
}

} // namespace ndas::ui
