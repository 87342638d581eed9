// What a screen reader says without being asked. GUI thread.
#pragma once

#include <QtCore/QString>

class QWidget;

namespace ndas::ui {

/// Screen readers shall take `widget` for a place where messages appear. At its construction.
void makeMessagePlace(QWidget& widget);

/// Says `text`, which `place` shows or stands for; when it is hidden, as soon as it is shown.
void speak(QWidget& place, const QString& text);

} // namespace ndas::ui
