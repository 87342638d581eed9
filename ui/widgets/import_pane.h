// The right side of the import dialog: edits the chosen recordings, one, many, or all when none is chosen.
#pragma once

#include "ui/models/import_row.h"

#include <QtWidgets/QWidget>

class QCheckBox;
class QLabel;

namespace ndas::ui {

class Disclosure;
class PatientField;
class RecordedEdit;
class TitlePatternEdit;

class ImportPane : public QWidget {
    Q_OBJECT
public:
    explicit ImportPane(std::vector<media::Preset> presets, QWidget* parent = nullptr);

    /// What the pane edits now: rows of the table. `selected` = false: all, because none is selected.
    void show(const std::vector<const ImportRow*>& rows, bool selected, const QPixmap& preview);
    void setPatients(std::vector<library::Patient> patients);

    bool showsPlan() const;
    void setShowsPlan(bool open);

Q_SIGNALS:
    void titleEdited(const QString& pattern);
    void patientEdited(const QString& code);
    void patientRequested(const ndas::library::Patient& patient); ///< see PatientField::detailsRequested()
    void presetEdited(const QString& preset, bool on);
    void copyEdited(bool importAgain);
    void dateEdited(const QDateTime& when);
    void dateReset();
    void planToggled(); ///< by the user

private:
    void build();
    QWidget* buildPresets();
    void showFacts(const ImportRow& row);
    void showShared(const std::vector<const ImportRow*>& rows);
    void showPlan(const ImportRow* row);

    std::vector<media::Preset> presets_;
    QLabel* heading_;
    QLabel* facts_;
    QLabel* problem_;
    QLabel* picture_;
    QWidget* form_;
    TitlePatternEdit* title_;
    PatientField* patient_;
    RecordedEdit* recorded_;
    QCheckBox* copy_;
    std::vector<std::pair<QString, QCheckBox*>> checks_;
    QLabel* planText_;
    Disclosure* plan_;
};

} // namespace ndas::ui
