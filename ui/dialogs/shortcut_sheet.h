// Every key the program knows, by where it works: read from its menus.
#pragma once

#include <QtWidgets/QDialog>

class QMenuBar;

namespace ndas::ui {

class ShortcutSheet : public QDialog {
    Q_OBJECT
public:
    explicit ShortcutSheet(const QMenuBar& menus, QWidget* parent = nullptr);
};

} // namespace ndas::ui
