// The window's menus: every command of the program, with its key. The sheet of shortcuts is read from them.
#pragma once

#include "ui/support/icons.h"

#include <QtWidgets/QMenuBar>

#include <functional>

namespace ndas::ui {

class WindowMenus : public QMenuBar {
    Q_OBJECT
public:
    /// Keys of commands work everywhere in `window`.
    explicit WindowMenus(QWidget* window);

    QMenu* add(const QString& title, const QString& objectName);
    QAction* addCommand(QMenu* menu, std::optional<Icon> which, const QString& text,
                        const QList<QKeySequence>& keys, std::function<void()> run);
    /// What `page` has actions for; there only while `number` is the page that is shown.
    QMenu* addOfPage(int number, const QString& title, const QString& objectName, const QWidget& page);
    void showPage(int number);

private:
    QWidget* window_;
    std::map<int, QMenu*> ofPages_;
};

} // namespace ndas::ui
