// The desktop's settings portal, asked whether windows shall be light or dark. Only where Qt has DBus and
// does not tell it itself.
#pragma once

#if defined(NDAS_HAVE_DBUS)

#include <QtCore/QObject>
#include <QtDBus/QDBusVariant>

#include <functional>

namespace ndas::ui {

/// Calls `onChange(dark)` with what the portal answers and with every change, on the thread it was made on.
class SchemePortal : public QObject {
    Q_OBJECT
public:
    explicit SchemePortal(std::function<void(bool dark)> onChange);

private Q_SLOTS:
    void take(const QString& space, const QString& key, const QDBusVariant& value);

private:
    std::function<void(bool)> onChange_;
};

} // namespace ndas::ui

#endif
