// Which copies to save, where and under what names. The caller reads the answer when accepted and deletes it.
#pragma once

#include "core/library/export.h"
#include "core/library/video.h"
#include "ui/support/dialogs.h"

#include <QtWidgets/QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace ndas::ui {

struct ExportCopy {
    QString from;
    QString name;
};

struct ExportRequest {
    QString folder;
    std::vector<ExportCopy> copies;
};

/// A recording with what its exported name may say.
struct ExportItem {
    library::Video video;
    QString age; ///< PMA; "" = not known
};

class ExportDialog : public QDialog {
    Q_OBJECT
public:
    ExportDialog(std::vector<ExportItem> items, QString libraryFolder, Dialogs& dialogs,
                 QWidget* parent = nullptr);

    ExportRequest request() const;

private:
    void fillQualities();
    void chooseFolder();
    void update();

    std::vector<ExportItem> items_;
    QString libraryFolder_;
    Dialogs& dialogs_;
    QComboBox* quality_;
    QLineEdit* pattern_;
    QLineEdit* folder_;
    QLabel* preview_;
    QPushButton* save_;
};

} // namespace ndas::ui
