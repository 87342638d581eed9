// The right side of the import dialog: edits the chosen recordings, one, many, or all when none is chosen.
#pragma once

#include "ui/models/import_row.h"

#include <QtWidgets/QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;

namespace ndas::ui {

class ImportPane : public QWidget {
    Q_OBJECT
public:
    explicit ImportPane(const std::vector<media::Preset>& presets, QWidget* parent = nullptr);

    /// What the pane edits now: rows of the table. `selected` = false: all, because none is selected.
    void show(const std::vector<const ImportRow*>& rows, bool selected, const QPixmap& preview);
    void setPatientCodes(const QStringList& known);

Q_SIGNALS:
    void titleEdited(const QString& title);
    void patientEdited(const QString& code);
    void presetEdited(const QString& preset, bool on);
    void copyEdited(bool importAgain);

private:
    QWidget* buildPresets(const std::vector<media::Preset>& presets);
    void showFacts(const ImportRow& row);
    void showShared(const std::vector<const ImportRow*>& rows);

    QLabel* heading_;
    QLabel* facts_;
    QLabel* problem_;
    QLabel* picture_;
    QWidget* form_;
    QLabel* titleLabel_;
    QLineEdit* title_;
    QLineEdit* patient_;
    QCheckBox* copy_;
    std::vector<std::pair<QString, QCheckBox*>> presets_;
};

} // namespace ndas::ui
