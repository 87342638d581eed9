#include "ui/support/spoken.h"

#include <QtGui/QAccessible>
#include <QtWidgets/QWidget>

namespace ndas::ui {

void speak(QWidget& where, const QString& text)
{
    where.setAccessibleName(text); // what an alert is read from
    QAccessibleEvent alert(&where, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0) // older ones have no words for it but the alert
    QAccessibleAnnouncementEvent announcement(&where, text);
    QAccessible::updateAccessibility(&announcement);
#endif
}

} // namespace ndas::ui
