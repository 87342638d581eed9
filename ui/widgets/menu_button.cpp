#include "ui/widgets/menu_button.h"

#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>

namespace ndas::ui {

void openOnClick(QPushButton* button, QMenu* menu)
{
    QObject::connect(button, &QPushButton::clicked, menu, [button, menu] {
        const bool mirrored = button->layoutDirection() == Qt::RightToLeft;
        const int left = mirrored ? button->width() - menu->sizeHint().width() : 0;
        menu->popup(button->mapToGlobal(QPoint(left, button->height())));
    });
}

} // namespace ndas::ui
