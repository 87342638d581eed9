// Title, patient, recording date and notes of one recording, or the patient of several. The caller reads
// edit() when accepted and deletes it.
#pragma once

#include "core/library/video.h"
#include "core/library/video_edit.h"

#include <QtWidgets/QDialog>

class QCheckBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace ndas::ui {

class DateEntry;
class PatientField;

class EditDialog : public QDialog {
    Q_OBJECT
public:
    EditDialog(std::vector<library::Video> videos, std::vector<library::Patient> patients,
               QWidget* parent = nullptr);

    void setPatients(std::vector<library::Patient> patients);

    /// What was changed, and nothing else.
    library::VideoEdit edit() const;

Q_SIGNALS:
    void patientRequested(const ndas::library::Patient& patient); ///< see PatientField::detailsRequested()

private:
    void addTitle(QFormLayout* form);
    void addPatient(QFormLayout* form, std::vector<library::Patient> patients);
    void addDate(QFormLayout* form);
    void addNotes(QFormLayout* form);
    bool dateChanged() const;
    bool isBeforeBirth() const;
    QString hindrance() const; ///< why it cannot be saved as it is; "" = it can
    void update();

    std::vector<library::Video> videos_;
    QString patientBefore_;
    QDateTime dateBefore_; ///< local; invalid = not known
    QLineEdit* title_ = nullptr;
    PatientField* patient_ = nullptr;
    DateEntry* date_ = nullptr;
    QCheckBox* dateKnown_ = nullptr;
    QLineEdit* reason_ = nullptr;
    QPlainTextEdit* notes_ = nullptr;
    QLabel* problem_ = nullptr;
    QPushButton* save_ = nullptr;
};

} // namespace ndas::ui
