#include "ui/dialogs/edit_dialog.h"

#include "core/media/recording_date.h"
#include "ui/widgets/detail_parts.h"
#include "ui/widgets/dialog_form.h"

#include <QtWidgets/QCheckBox>
#include <QtWidgets/QCompleter>
#include <QtWidgets/QDateTimeEdit>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QHBoxLayout>
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

EditDialog::EditDialog(std::vector<library::Video> videos, const QStringList& patientCodes, QWidget* parent)
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
    addPatient(form, patientCodes);
    if (one && videos_.front().info)
        addDate(form);
    if (one)
        addNotes(form);
    save_ = new QPushButton(tr("Save"), this);
    save_->setObjectName(QStringLiteral("saveEdit"));
    form->addRow(makeAnswers(this, save_));
    levelLabels(form);
    setMinimumWidth(460);
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

void EditDialog::addPatient(QFormLayout* form, const QStringList& codes)
{
    patient_ = new QLineEdit(patientBefore_, this);
    patient_->setObjectName(QStringLiteral("editPatient"));
    patient_->setAccessibleName(tr("Patient"));
    patient_->setPlaceholderText(tr("Code, for example P-0042"));
    patient_->setMaxLength(64);
    auto* completer = new QCompleter(codes, patient_);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    patient_->setCompleter(completer);
    form->addRow(tr("&Patient"), patient_);
    connect(patient_, &QLineEdit::textChanged, this, &EditDialog::update);
}

void EditDialog::addDate(QFormLayout* form)
{
    dateKnown_ = new QCheckBox(tr("Recording date is known"), this);
    dateKnown_->setObjectName(QStringLiteral("editDateKnown"));
    dateKnown_->setChecked(dateBefore_.isValid());
    date_ = new QDateTimeEdit(dateBefore_.isValid() ? dateBefore_ : QDateTime::currentDateTime(), this);
    date_->setObjectName(QStringLiteral("editDate"));
    date_->setAccessibleName(tr("Recording date"));
    date_->setLayoutDirection(Qt::LeftToRight); // else "16:30" is written "30:16" where layouts are mirrored
    date_->setCalendarPopup(true);
    date_->setDisplayFormat(QStringLiteral("d MMM yyyy, HH:mm"));
    date_->setMaximumDateTime(QDateTime::currentDateTime().addDays(1));
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

void EditDialog::update()
{
    if (!save_)
        return;
    if (date_) {
        date_->setEnabled(dateKnown_->isChecked());
        reason_->setEnabled(dateChanged());
    }
    const bool titled = !title_ || !title_->text().trimmed().isEmpty();
    const bool reasoned = !dateChanged() || !reason_->text().trimmed().isEmpty();
    save_->setEnabled(titled && reasoned && !edit().isEmpty());
}

library::VideoEdit EditDialog::edit() const
{
    library::VideoEdit edit;
    if (title_ && title_->text().simplified() != videos_.front().title)
        edit.title = title_->text().simplified();
    if (patient_->text().simplified() != patientBefore_ || (videos_.size() > 1 && patient_->isModified()))
        edit.patientCode = patient_->text().simplified();
    if (notes_ && notes_->toPlainText() != videos_.front().notes)
        edit.notes = notes_->toPlainText();
    if (dateChanged()) {
        edit.recordedAt.emplace();
        if (dateKnown_->isChecked())
            edit.recordedAt->emplace(media::RecordingDate{.iso = date_->dateTime().toString(Qt::ISODate),
                                                          .source = media::DateSource::Typed});
        edit.reason = reason_->text().simplified();
    }
    return edit;
}

} // namespace ndas::ui
