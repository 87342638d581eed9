#include "ui/support/search_keys.h"

#include <QtCore/QItemSelectionModel>
#include <QtGui/QShortcut>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QLineEdit>

namespace ndas::ui {

void goToFound(QAbstractItemView& view)
{
    view.setFocus(Qt::ShortcutFocusReason);
    if (view.selectionModel()->hasSelection() || view.model()->rowCount() == 0)
        return;
    view.selectionModel()->setCurrentIndex(view.model()->index(0, 0),
                                           QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

void leaveSearchByKey(QLineEdit& search, std::function<QAbstractItemView*()> found)
{
    const auto leave = [found = std::move(found)] {
        if (QAbstractItemView* view = found())
            goToFound(*view);
    };
    const auto on = [&search](Qt::Key key, auto then) {
        auto* shortcut = new QShortcut(key, &search);
        shortcut->setContext(Qt::WidgetShortcut);
        QObject::connect(shortcut, &QShortcut::activated, &search, then);
    };
    for (const Qt::Key key : {Qt::Key_Down, Qt::Key_Return, Qt::Key_Enter})
        on(key, leave);
    on(Qt::Key_Escape, [&search, leave] {
        if (search.text().isEmpty())
            leave();
        else
            search.clear();
    });
}

} // namespace ndas::ui
