// The licences of the program and of what it is built on, in full.
#pragma once

#include <QtWidgets/QDialog>

namespace ndas::ui {

class LicenceDialog : public QDialog {
    Q_OBJECT
public:
    explicit LicenceDialog(QWidget* parent = nullptr);
};

} // namespace ndas::ui
