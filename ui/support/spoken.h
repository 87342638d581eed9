// What a screen reader says without being asked. GUI thread.
#pragma once

#include <QtCore/QString>

class QWidget;

namespace ndas::ui {

/// Says `text`, which `where` shows or stands for.
void speak(QWidget& where, const QString& text);

} // namespace ndas::ui
