#include "ui/support/context_help.h"

#include <QtWidgets/QWhatsThis>
#include <QtWidgets/QWidget>

namespace ndas::ui {

QString explanationOf(const QWidget& place)
{
    const QWidget* known = &place;
    while (known->whatsThis().isEmpty() && known->parentWidget())
        known = known->parentWidget();
    return known->whatsThis();
}

void explainFocus(QWidget& window)
{
    QWidget* place = window.focusWidget();
    if (!place)
        return;
    if (const QString text = explanationOf(*place); !text.isEmpty())
        QWhatsThis::showText(place->mapToGlobal(place->rect().center()), text, place);
}

void explainByPointing()
{
    QWhatsThis::enterWhatsThisMode();
}

} // namespace ndas::ui
