// A date, with or without a time of day, that is empty until somebody enters one: it never stands at "now" by
// itself. Typed part by part, stepped with the arrow keys, or chosen from the calendar.
#pragma once

#include <QtWidgets/QDateTimeEdit>

namespace ndas::ui {

class DateEntry : public QDateTimeEdit {
    Q_OBJECT
public:
    /// `format` as QDateTimeEdit::setDisplayFormat() takes it.
    explicit DateEntry(const QString& format, QWidget* parent = nullptr);

    bool isEmpty() const;
    /// Says nothing about it; an invalid date empties the field.
    void showDate(const QDateTime& known);
    /// What an empty field says.
    void setEmptyText(const QString& text);

    void stepBy(int steps) override;

protected:
    StepEnabled stepEnabled() const override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override; ///< only where the keyboard is: no date by accident
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void begin();
};

} // namespace ndas::ui
