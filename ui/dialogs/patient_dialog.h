// A patient's code, name, date of birth and gestation at birth. What is not known stays empty. The caller
// reads patient() when accepted and deletes it.
#pragma once

#include "core/library/video.h"

#include <QtWidgets/QDialog>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace ndas::ui {

class DateEntry;

class PatientDialog : public QDialog {
    Q_OBJECT
public:
    /// `all`: everybody the library knows; no two have the same code.
    PatientDialog(library::Patient patient, std::vector<library::Patient> all, QWidget* parent = nullptr);

    library::Patient patient() const;

private:
    QLineEdit* makeEdit(const QString& text, const char* objectName, const QString& accessibleName);
    void update();
    QString hindrance() const; ///< why it cannot be saved; "" = it can be

    library::Patient before_;
    std::vector<library::Patient> all_;
    QLineEdit* code_;
    QLineEdit* name_;
    QCheckBox* birthKnown_;
    DateEntry* birth_;
    QLineEdit* gestation_;
    QLabel* hint_;
    QPushButton* save_;
};

} // namespace ndas::ui
