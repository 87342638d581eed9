#include "ui/dialogs/edit_dialog.h"

#include "core/media/recording_date.h"
#include "ui/support/sentences.h"
#include "ui/widgets/date_entry.h"
#include "ui/widgets/detail_parts.h"
#include "ui/widgets/dialog_form.h"
#include "ui/widgets/patient_field.h"

#include <QtWidgets/QCheckBox>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>

namespace ndas::ui {

namespace {

QDateTime recordedAt(const library::Video& video)
{
    if (!video.info || !video.info->recordedAt)
        return {};
    return media::wallClock(*video.info->recordedAt);
}

} // namespace

EditDialog::EditDialog(std::vector<library::Video> videos, std::vector<library::Patient> patients,
                       QWidget* parent)
    : QDialog(parent)
    , videos_(std::move(videos))
    , patientBefore_(videos_.front().patientCode)
    , dateBefore_(recordedAt(videos_.front()))
{
    setObjectName(QStringLiteral("editDialog"));
    const bool one = videos_.size() == 1;
    setWindowTitle(one ? tr("Edit recording")
                       : tr("Edit %n recordings", nullptr, static_cast<int>(videos_.size())));
    for (const library::Video& video : videos_)
        if (video.patientCode != patientBefore_)
            patientBefore_ = QString();
    QFormLayout* form = makeDialogForm(this);
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    if (one)
        addTitle(form);
    addPatient(form, std::move(patients));
    if (one && videos_.front().info)
        addDate(form);
    if (one)
        addNotes(form);
    problem_ = makeText({}, TextStep::Body, "", this);
    problem_->setObjectName(QStringLiteral("editProblem"));
    form->addRow(problem_);
    save_ = new QPushButton(tr("Save"), this);
    save_->setObjectName(QStringLiteral("saveEdit"));
    form->addRow(makeAnswers(this, save_));
    levelLabels(form);
    setMinimumWidth(fontMetrics().horizontalAdvance(QLatin1Char('n')) * 56);
    update();
}

void EditDialog::addTitle(QFormLayout* form)
{
    title_ = new QLineEdit(videos_.front().title, this);
    title_->setObjectName(QStringLiteral("editTitle"));
    title_->setAccessibleName(tr("Title"));
    title_->setMaxLength(200);
    form->addRow(tr("&Title"), title_);
    connect(title_, &QLineEdit::textChanged, this, &EditDialog::update);
}

void EditDialog::addPatient(QFormLayout* form, std::vector<library::Patient> patients)
{
    patient_ = new PatientField(QStringLiteral("editPatient"), this);
    patient_->setPatients(std::move(patients));
    patient_->setCode(patientBefore_);
    auto* label = new QLabel(tr("&Patient"), this);
    label->setBuddy(patient_->line());
    form->addRow(label, patient_);
    connect(patient_->line(), &QLineEdit::textChanged, this, &EditDialog::update);
    connect(patient_, &PatientField::detailsRequested, this, &EditDialog::patientRequested);
}

void EditDialog::setPatients(std::vector<library::Patient> patients)
{
    patient_->setPatients(std::move(patients));
    update();
}

void EditDialog::addDate(QFormLayout* form)
{
    dateKnown_ = new QCheckBox(tr("Recording date is known"), this);
    dateKnown_->setObjectName(QStringLiteral("editDateKnown"));
    dateKnown_->setChecked(dateBefore_.isValid());
    date_ = new DateEntry(QStringLiteral("d MMM yyyy, HH:mm"), this);
    date_->setObjectName(QStringLiteral("editDate"));
    date_->setAccessibleName(tr("Recording date"));
    date_->setMaximumDateTime(QDateTime::currentDateTime().addDays(1));
    date_->showDate(dateBefore_);
    reason_ = new QLineEdit(this);
    reason_->setObjectName(QStringLiteral("editReason"));
    reason_->setAccessibleName(tr("Reason for the other date"));
    reason_->setPlaceholderText(tr("Why, for example: camera clock was wrong"));
    reason_->setMaxLength(200);
    form->addRow(QString(), dateKnown_);
    form->addRow(tr("&Recorded"), date_);
    form->addRow(tr("R&eason"), reason_);
    connect(dateKnown_, &QCheckBox::toggled, this, &EditDialog::update);
    connect(date_, &QDateTimeEdit::dateTimeChanged, this, &EditDialog::update);
    connect(reason_, &QLineEdit::textChanged, this, &EditDialog::update);
}

void EditDialog::addNotes(QFormLayout* form)
{
    notes_ = new QPlainTextEdit(videos_.front().notes, this);
    notes_->setObjectName(QStringLiteral("editNotes"));
    notes_->setAccessibleName(tr("Notes"));
    notes_->setTabChangesFocus(true);
    notes_->setMinimumHeight(fontMetrics().height() * 5);
    form->addRow(tr("&Notes"), notes_);
    connect(notes_, &QPlainTextEdit::textChanged, this, &EditDialog::update);
}

bool EditDialog::dateChanged() const
{
    if (!date_)
        return false;
    if (dateKnown_->isChecked() != dateBefore_.isValid())
        return true;
    // Minutes are what the field shows.
    const QString format = QStringLiteral("yyyyMMddhhmm");
    return dateKnown_->isChecked() && date_->dateTime().toString(format) != dateBefore_.toString(format);
}

bool EditDialog::isBeforeBirth() const
{
    const library::Patient* patient = patient_->known();
    return patient && patient->birthDate.isValid() && date_ && dateKnown_->isChecked() && !date_->isEmpty() &&
           date_->date() < patient->birthDate;
}

void EditDialog::update()
{
    if (!save_)
        return;
    if (date_) {
        date_->setEnabled(dateKnown_->isChecked());
        reason_->setEnabled(dateChanged());
    }
    const QString hindered = hindrance();
    problem_->setText(hindered);
    problem_->setVisible(!hindered.isEmpty());
    save_->setEnabled(hindered.isEmpty() && !edit().isEmpty());
}

QString EditDialog::hindrance() const
{
    if (title_ && title_->text().trimmed().isEmpty())
        return tr("A recording needs a title.");
    if (date_ && dateKnown_->isChecked() && date_->isEmpty())
        return tr("Enter the recording date, or say that it is not known.");
    if (isBeforeBirth())
        return QStringList{errorText(ErrorCode::RecordedBeforeBirth),
                           adviceText(ErrorCode::RecordedBeforeBirth)}
            .join(QLatin1Char(' '));
    if (dateChanged() && reason_->text().trimmed().isEmpty())
        return tr("Enter the reason for the other date; it is kept in the history.");
    return {};
}

library::VideoEdit EditDialog::edit() const
{
    library::VideoEdit edit;
    if (title_ && title_->text().simplified() != videos_.front().title)
        edit.title = title_->text().simplified();
    if (patient_->code() != patientBefore_ || (videos_.size() > 1 && patient_->line()->isModified()))
        edit.patientCode = patient_->code();
    if (notes_ && notes_->toPlainText() != videos_.front().notes)
        edit.notes = notes_->toPlainText();
    if (dateChanged()) {
        edit.recordedAt.emplace();
        if (dateKnown_->isChecked())
            edit.recordedAt->emplace(media::typedDate(date_->dateTime()));
        edit.reason = reason_->text().simplified();
    }
    return edit;
}

} // namespace ndas::ui
