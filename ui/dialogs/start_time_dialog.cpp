#include "ui/dialogs/start_time_dialog.h"

#include "core/base/clock.h"
#include "ui/support/sentences.h"
#include "ui/widgets/detail_parts.h"
#include "ui/widgets/dialog_form.h"

#include <QtWidgets/QFormLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTimeEdit>

namespace ndas::ui {

StartTimeDialog::StartTimeDialog(const QDateTime& now, QWidget* parent)
    : QDialog(parent)
    , now_(now)
    , time_(new QTimeEdit(QTime((now.time().hour() + 1) % 24, 0), this))
    , day_(new QLabel(this))
{
    setObjectName(QStringLiteral("startTimeDialog"));
    setWindowTitle(tr("Start at"));
    time_->setObjectName(QStringLiteral("startTime"));
    time_->setAccessibleName(tr("Time of day"));
    time_->setLayoutDirection(Qt::LeftToRight); // else "16:30" is written "30:16" where layouts are mirrored
    time_->setDisplayFormat(timeFormat());      // taken as the direction is now
    time_->setButtonSymbols(QAbstractSpinBox::NoButtons);
    setKind(day_, "dimmed");
    auto* use = new QPushButton(tr("Use this time"), this);
    use->setObjectName(QStringLiteral("useStartTime"));
    QFormLayout* form = makeDialogForm(this);
    form->addRow(tr("&Time"), time_);
    form->addRow(QString(), day_);
    form->addRow(makeAnswers(this, use));
    levelLabels(form);
    setMinimumWidth(300);
    connect(time_, &QTimeEdit::timeChanged, this, &StartTimeDialog::update);
    update();
}

QTime StartTimeDialog::time() const
{
    return time_->time();
}

void StartTimeDialog::update()
{
    const EpochMs start = nextTimeOfDay(time(), now_.toMSecsSinceEpoch());
    const bool today = QDateTime::fromMSecsSinceEpoch(start).date() == now_.date();
    day_->setText(today ? tr("Starts today at %1.").arg(timeText(time()))
                        : tr("Starts tomorrow at %1.").arg(timeText(time())));
}

} // namespace ndas::ui
