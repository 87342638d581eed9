// Every key the program knows, by where it works.
#pragma once

#include <QtWidgets/QDialog>

namespace ndas::ui {

class ShortcutSheet : public QDialog {
    Q_OBJECT
public:
    explicit ShortcutSheet(QWidget* parent = nullptr);
};

} // namespace ndas::ui
