// Two days and what lies between them. The caller reads from() and to() when accepted and deletes it.
#pragma once

#include <QtWidgets/QDialog>

class QDateEdit;

namespace ndas::ui {

class DateRangeDialog : public QDialog {
    Q_OBJECT
public:
    DateRangeDialog(const QDate& from, const QDate& to, QWidget* parent = nullptr);

    QDate from() const;
    QDate to() const; ///< not before from()

private:
    QDateEdit* makeEdit(const QDate& day, const char* objectName, const QString& accessibleName);

    QDateEdit* from_;
    QDateEdit* to_;
};

} // namespace ndas::ui
