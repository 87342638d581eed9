#include "ui/support/spoken.h"

#include <QtGui/QAccessible>
#include <QtWidgets/QAccessibleWidget>
#include <QtWidgets/QWidget>

namespace ndas::ui {

namespace {

constexpr const char* messagePlace = "messagePlace";

QAccessibleInterface* faceOf(const QString&, QObject* object)
{
    auto* widget = qobject_cast<QWidget*>(object);
    return widget && widget->property(messagePlace).toBool()
               ? new QAccessibleWidget(widget, QAccessible::Notification)
               : nullptr;
}

} // namespace

void makeMessagePlace(QWidget& widget)
{
    widget.setProperty(messagePlace, true);
    QAccessible::installFactory(faceOf); // once, however often
}

void speak(QWidget& place, const QString& text)
{
    place.setAccessibleName(text);
    // Read out where there is no better word for it: AT-SPI is not told of alerts, but of notifications that
    // show themselves, which a hidden one does once it is shown.
    if (place.isVisible()) {
        QAccessibleEvent shown(&place, QAccessible::ObjectShow);
        QAccessible::updateAccessibility(&shown);
    }
    QAccessibleEvent alert(&place, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    QAccessibleAnnouncementEvent announcement(&place, text);
    QAccessible::updateAccessibility(&announcement);
#endif
}

} // namespace ndas::ui
