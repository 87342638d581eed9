// The time of day at which waiting jobs may start. The caller reads time() when accepted.
#pragma once

#include <QtCore/QTime>
#include <QtWidgets/QDialog>

class QLabel;
class QTimeEdit;

namespace ndas::ui {

class StartTimeDialog : public QDialog {
    Q_OBJECT
public:
    StartTimeDialog(const QDateTime& now, QWidget* parent = nullptr);

    QTime time() const; ///< by the wall clock; the next time it is that late

private:
    void update();

    QDateTime now_;
    QTimeEdit* time_;
    QLabel* day_;
};

} // namespace ndas::ui
