// Whose recording it is: the patient's code, and below it what the library knows of them, or plainly that
// this would be a new patient.
#pragma once

#include "core/library/video.h"

#include <QtWidgets/QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace ndas::ui {

class StateLabel;

class PatientField : public QWidget {
    Q_OBJECT
public:
    /// `objectName`: of the line that is typed into.
    explicit PatientField(const QString& objectName, QWidget* parent = nullptr);

    /// Everybody the library knows: completes what is typed.
    void setPatients(std::vector<library::Patient> patients);
    /// Says nothing about it.
    void setCode(const QString& code);
    void setPlaceholder(const QString& text);

    /// Without blanks around it; of a known patient as the library writes it, however it was typed.
    QString code() const;

    /// Null: new, or nobody. As long as nobody else is typed and no others are set.
    const library::Patient* known() const;

    QLineEdit* line() const { return line_; }

Q_SIGNALS:
    void edited(const QString& code);
    /// Birth and gestation shall be entered; without an id: of a patient to be added.
    void detailsRequested(const ndas::library::Patient& patient);

private:
    void showNote();

    std::vector<library::Patient> patients_;
    bool read_ = false; ///< whom the library knows
    QLineEdit* line_;
    QLabel* facts_;
    StateLabel* fresh_;
    QPushButton* details_;
};

} // namespace ndas::ui
