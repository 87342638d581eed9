#include "ui/widgets/date_entry.h"

#include <QtCore/QSignalBlocker>
#include <QtGui/QKeyEvent>
#include <QtWidgets/QCalendarWidget>

namespace ndas::ui {

namespace {

/// Stands for "empty": older than anything that is entered.
QDateTime nothing()
{
    return QDate(1900, 1, 1).startOfDay();
}

bool isDigit(const QKeyEvent& event)
{
    return !event.text().isEmpty() && event.text().front().isDigit();
}

} // namespace

DateEntry::DateEntry(const QString& format, QWidget* parent)
    : QDateTimeEdit(nothing(), parent)
{
    setLayoutDirection(Qt::LeftToRight); // else "16:30" is written "30:16" where layouts are mirrored
    setDisplayFormat(format);            // taken as the direction is now
    setMinimumDateTime(nothing());
    setCalendarPopup(true);
    setFocusPolicy(Qt::StrongFocus);
    setEmptyText(tr("Enter a date"));
    calendarWidget()->installEventFilter(this);
}

bool DateEntry::isEmpty() const
{
    return dateTime() == minimumDateTime();
}

void DateEntry::showDate(const QDateTime& known)
{
    const QDateTime shown = known.isValid() ? known : minimumDateTime();
    const QSignalBlocker blocker(this);
    if (dateTime() != shown)
        setDateTime(shown);
}

void DateEntry::setEmptyText(const QString& text)
{
    if (specialValueText() != text)
        setSpecialValueText(text);
}

/// Typing and stepping need a date to start from; nobody is told of it.
void DateEntry::begin()
{
    showDate(std::min(QDate::currentDate(), maximumDate()).startOfDay());
    setSelectedSection(sectionAt(0));
}

void DateEntry::stepBy(int steps)
{
    if (!isEmpty())
        return QDateTimeEdit::stepBy(steps);
    begin();
    Q_EMIT dateTimeChanged(dateTime()); // the first step shows today, and that is a choice
    Q_EMIT dateChanged(date());
}

QAbstractSpinBox::StepEnabled DateEntry::stepEnabled() const
{
    return isEmpty() ? StepEnabled(StepUpEnabled | StepDownEnabled) : QDateTimeEdit::stepEnabled();
}

void DateEntry::keyPressEvent(QKeyEvent* event)
{
    const bool begins = isEmpty() && isDigit(*event);
    if (begins)
        begin();
    const QDateTime before = dateTime();
    QDateTimeEdit::keyPressEvent(event);
    if (!begins || dateTime() != before)
        return;
    Q_EMIT dateTimeChanged(dateTime()); // the day typed is today's
    Q_EMIT dateChanged(date());
}

void DateEntry::wheelEvent(QWheelEvent* event)
{
    if (hasFocus())
        QDateTimeEdit::wheelEvent(event);
    else
        event->ignore();
}

/// An empty field's calendar opens where dates of today are found.
bool DateEntry::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Show && isEmpty())
        calendarWidget()->setCurrentPage(QDate::currentDate().year(), QDate::currentDate().month());
    return QDateTimeEdit::eventFilter(watched, event);
}

} // namespace ndas::ui
