#include "ui/widgets/recorded_edit.h"

#include "core/media/recording_date.h"
#include "ui/support/theme.h"
#include "ui/widgets/date_entry.h"

#include <QtCore/QSignalBlocker>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QCheckBox>

namespace ndas::ui {

namespace {

QString formatFor(bool one)
{
    return one ? QStringLiteral("d MMM yyyy, HH:mm") : QStringLiteral("d MMM yyyy");
}

/// The day of all of them; invalid when they differ or one is not known.
QDateTime sharedDay(const std::vector<const ImportRow*>& rows)
{
    const QDate day = recordedDay(*rows.front());
    const bool shared = std::all_of(rows.begin(), rows.end(),
                                    [day](const ImportRow* row) { return recordedDay(*row) == day; });
    return shared && day.isValid() ? day.startOfDay() : QDateTime();
}

QDateTime timeOf(const ImportRow& row)
{
    const auto& date = dateOf(row);
    return date ? media::wallClock(*date) : QDateTime();
}

} // namespace

RecordedEdit::RecordedEdit(QWidget* parent)
    : QWidget(parent)
    , corrected_(new QCheckBox(tr("Enter the recording date"), this))
    , when_(new DateEntry(formatFor(true), this))
{
    corrected_->setObjectName(QStringLiteral("recordedCheck"));
    corrected_->setToolTip(tr("When the file does not say it, or the camera's clock was wrong"));
    when_->setObjectName(QStringLiteral("recordedEdit"));
    when_->setAccessibleName(tr("Recording date"));
    when_->setMaximumDateTime(QDateTime::currentDateTime().addDays(1));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::gap / 2);
    layout->addWidget(corrected_);
    layout->addWidget(when_);
    connect(corrected_, &QCheckBox::clicked, this, &RecordedEdit::start);
    connect(when_, &QDateTimeEdit::dateTimeChanged, this, [this](const QDateTime& when) {
        if (!when_->isEmpty())
            Q_EMIT typed(when);
    });
}

/// The tick opens the field; only a date makes a difference.
void RecordedEdit::start(bool on)
{
    corrected_->setTristate(false);
    startedFor_ = on ? shownFor_ : QString();
    when_->setVisible(on);
    if (on)
        when_->setFocus(Qt::OtherFocusReason);
    else
        Q_EMIT cleared();
}

void RecordedEdit::show(const std::vector<const ImportRow*>& rows)
{
    const auto isTyped = [](const ImportRow* row) { return row->typedDate.has_value(); };
    const auto typedRows = std::count_if(rows.begin(), rows.end(), isTyped);
    const bool all = typedRows == static_cast<std::ptrdiff_t>(rows.size());
    shownFor_ = rows.front()->path;
    const bool open = all || startedFor_ == shownFor_;
    corrected_->setTristate(typedRows > 0 && !open);
    corrected_->setCheckState(open ? Qt::Checked : typedRows > 0 ? Qt::PartiallyChecked : Qt::Unchecked);
    when_->setVisible(open);
    const bool one = rows.size() == 1;
    when_->setEmptyText(one ? tr("Enter a date") : tr("Each as its file says"));
    const QSignalBlocker blocker(when_);
    if (when_->displayFormat() != formatFor(one))
        when_->setDisplayFormat(formatFor(one));
    when_->showDate(one ? timeOf(*rows.front()) : sharedDay(rows));
}

} // namespace ndas::ui
