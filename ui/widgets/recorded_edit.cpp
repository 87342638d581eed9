#include "ui/widgets/recorded_edit.h"

#include "core/media/recording_date.h"
#include "ui/support/theme.h"

#include <QtCore/QSignalBlocker>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QDateTimeEdit>

namespace ndas::ui {

RecordedEdit::RecordedEdit(QWidget* parent)
    : QWidget(parent)
    , corrected_(new QCheckBox(tr("Enter the recording date"), this))
    , when_(new QDateTimeEdit(this))
{
    corrected_->setObjectName(QStringLiteral("recordedCheck"));
    corrected_->setToolTip(tr("When the file does not say it, or the camera's clock was wrong"));
    when_->setObjectName(QStringLiteral("recordedEdit"));
    when_->setAccessibleName(tr("Recording date"));
    when_->setLayoutDirection(Qt::LeftToRight); // else "16:30" is written "30:16" where layouts are mirrored
    when_->setCalendarPopup(true);
    when_->setMinimumDate(QDate(1990, 1, 1));
    when_->setMaximumDateTime(QDateTime::currentDateTime().addDays(1));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::gap / 2);
    layout->addWidget(corrected_);
    layout->addWidget(when_);
    connect(corrected_, &QCheckBox::clicked, this, [this](bool on) {
        corrected_->setTristate(false);
        if (on)
            Q_EMIT started();
        else
            Q_EMIT cleared();
    });
    connect(when_, &QDateTimeEdit::dateTimeChanged, this, &RecordedEdit::typed);
}

void RecordedEdit::show(const std::vector<const ImportRow*>& rows)
{
    const auto isTyped = [](const ImportRow* row) { return row->typedDate.has_value(); };
    const auto typedRows = std::count_if(rows.begin(), rows.end(), isTyped);
    const bool all = typedRows == static_cast<std::ptrdiff_t>(rows.size());
    corrected_->setTristate(typedRows > 0 && !all);
    corrected_->setCheckState(all ? Qt::Checked : typedRows > 0 ? Qt::PartiallyChecked : Qt::Unchecked);
    when_->setVisible(all);
    const QString format =
        rows.size() > 1 ? QStringLiteral("d MMM yyyy") : QStringLiteral("d MMM yyyy, HH:mm");
    const auto& date = dateOf(*rows.front());
    const QDateTime known = date ? media::wallClock(*date) : QDateTime();
    const QSignalBlocker blocker(when_);
    if (when_->displayFormat() != format)
        when_->setDisplayFormat(format);
    if (known.isValid() && when_->dateTime() != known)
        when_->setDateTime(known);
}

} // namespace ndas::ui
