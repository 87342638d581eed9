#include "ui/window_menus.h"

#include <QtGui/QAction>
#include <QtWidgets/QMenu>

namespace ndas::ui {

WindowMenus::WindowMenus(QWidget* window)
    : QMenuBar(window)
    , window_(window)
{
    setObjectName(QStringLiteral("menuBar"));
    setAccessibleName(tr("Menus"));
}

QMenu* WindowMenus::add(const QString& title, const QString& objectName)
{
    QMenu* menu = addMenu(title);
    menu->setObjectName(objectName);
    menu->setAccessibleName(QString(title).remove(QLatin1Char('&')));
    return menu;
}

QAction* WindowMenus::addCommand(QMenu* menu, std::optional<Icon> which, const QString& text,
                                 const QList<QKeySequence>& keys, std::function<void()> run)
{
    QAction* action = menu->addAction(text);
    if (which)
        action->setIcon(icon(*which, IconInk::Dimmed));
    action->setShortcuts(keys);
    window_->addAction(action);
    connect(action, &QAction::triggered, window_, std::move(run));
    return action;
}

QMenu* WindowMenus::addOfPage(int number, const QString& title, const QString& objectName,
                              const QWidget& page)
{
    QMenu* menu = add(title, objectName);
    menu->addActions(page.actions());
    menu->menuAction()->setVisible(false);
    ofPages_[number] = menu;
    return menu;
}

void WindowMenus::showPage(int number)
{
    for (const auto& entry : ofPages_)
        entry.second->menuAction()->setVisible(entry.first == number);
}

} // namespace ndas::ui
