#include "ui/dialogs/date_range_dialog.h"

#include "ui/widgets/detail_parts.h"
#include "ui/widgets/dialog_form.h"

#include <QtWidgets/QDateEdit>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QPushButton>

namespace ndas::ui {

DateRangeDialog::DateRangeDialog(const QDate& from, const QDate& to, QWidget* parent)
    : QDialog(parent)
    , from_(makeEdit(from, "rangeFrom", tr("First day")))
    , to_(makeEdit(to, "rangeTo", tr("Last day")))
{
    setObjectName(QStringLiteral("dateRangeDialog"));
    setWindowTitle(tr("Recorded between"));
    auto* show = new QPushButton(tr("Show"), this);
    show->setObjectName(QStringLiteral("useRange"));
    auto* form = makeDialogForm(this);
    form->addRow(tr("&From"), from_);
    form->addRow(tr("&To"), to_);
    form->addRow(makeAnswers(this, show));
    levelLabels(form);
    setMinimumWidth(300);
    connect(from_, &QDateEdit::dateChanged, to_, &QDateEdit::setMinimumDate);
    to_->setMinimumDate(from_->date());
}

QDateEdit* DateRangeDialog::makeEdit(const QDate& day, const char* objectName, const QString& accessibleName)
{
    auto* edit = new QDateEdit(day, this);
    edit->setObjectName(QLatin1String(objectName));
    edit->setAccessibleName(accessibleName);
    edit->setLayoutDirection(Qt::LeftToRight); // its parts are not mirrored
    edit->setDisplayFormat(QStringLiteral("d MMM yyyy"));
    edit->setCalendarPopup(true);
    return edit;
}

QDate DateRangeDialog::from() const
{
    return from_->date();
}

QDate DateRangeDialog::to() const
{
    return to_->date();
}

} // namespace ndas::ui
