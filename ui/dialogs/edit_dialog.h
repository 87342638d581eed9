// Title, patient, recording date and notes of one recording, or the patient of several. The caller reads
// edit() when accepted and deletes it.
#pragma once

#include "core/library/video.h"
#include "core/library/video_edit.h"

#include <QtWidgets/QDialog>

class QCheckBox;
class QDateTimeEdit;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace ndas::ui {

class EditDialog : public QDialog {
    Q_OBJECT
public:
    EditDialog(std::vector<library::Video> videos, const QStringList& patientCodes,
               QWidget* parent = nullptr);

    /// What was changed, and nothing else.
    library::VideoEdit edit() const;

private:
    void addTitle(QFormLayout* form);
    void addPatient(QFormLayout* form, const QStringList& codes);
    void addDate(QFormLayout* form);
    void addNotes(QFormLayout* form);
    bool dateChanged() const;
    void update();

    std::vector<library::Video> videos_;
    QString patientBefore_;
    QDateTime dateBefore_; ///< local; invalid = not known
    QLineEdit* title_ = nullptr;
    QLineEdit* patient_ = nullptr;
    QDateTimeEdit* date_ = nullptr;
    QCheckBox* dateKnown_ = nullptr;
    QLineEdit* reason_ = nullptr;
    QPlainTextEdit* notes_ = nullptr;
    QPushButton* save_ = nullptr;
};

} // namespace ndas::ui
