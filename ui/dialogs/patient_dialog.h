// A patient's code, name, date of birth and gestation at birth. The caller reads patient() when accepted and
// deletes it.
#pragma once

#include "core/library/video.h"

#include <QtWidgets/QDialog>

class QCheckBox;
class QDateEdit;
class QLabel;
class QLineEdit;
class QPushButton;

namespace ndas::ui {

class PatientDialog : public QDialog {
    Q_OBJECT
public:
    explicit PatientDialog(library::Patient patient, QWidget* parent = nullptr);

    library::Patient patient() const;

private:
    QLineEdit* makeEdit(const QString& text, const char* objectName, const QString& accessibleName);
    void update();

    library::Patient before_;
    QLineEdit* code_;
    QLineEdit* name_;
    QCheckBox* birthKnown_;
    QDateEdit* birth_;
    QLineEdit* gestation_;
    QLabel* hint_;
    QPushButton* save_;
};

} // namespace ndas::ui
