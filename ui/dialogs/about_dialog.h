// What the program is, and what it is built on.
#pragma once

#include <QtWidgets/QDialog>

namespace ndas::ui {

class AboutDialog : public QDialog {
    Q_OBJECT
public:
    explicit AboutDialog(QWidget* parent = nullptr);
};

} // namespace ndas::ui
