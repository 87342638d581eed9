// Which copies to save, where and under what names. The caller reads the answer when accepted and deletes it.
#pragma once

#include "core/library/export.h"
#include "core/library/video.h"
#include "ui/support/dialogs.h"
#include "ui/support/gateway.h"

#include <QtWidgets/QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace ndas::ui {

struct ExportCopy {
    VideoId video;
    QString preset; ///< "" = the original
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
    ExportDialog(std::vector<ExportItem> items, Gateway& gateway, Dialogs& dialogs,
                 QWidget* parent = nullptr);

    ExportRequest request() const;

    void accept() override; ///< folder and names are those of the next time

private:
    enum class Folder { Unknown, There, Missing };

    void fillQualities();
    QPushButton* makeInsertButton();
    void recall();
    void chooseFolder();
    void suggestFolder();
    void lookForFolder();
    void update();
    QString previewOf(const ExportRequest& asked) const;

    std::vector<ExportItem> items_;
    Gateway& gateway_;
    Dialogs& dialogs_;
    Folder state_ = Folder::Unknown;
    bool looking_ = false;
    QComboBox* quality_;
    QLineEdit* pattern_;
    QLineEdit* folder_;
    QLabel* preview_;
    QPushButton* save_;
};

} // namespace ndas::ui
