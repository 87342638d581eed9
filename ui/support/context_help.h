// What a part of the window is for, said beside it.
#pragma once

#include <QtCore/QString>

class QWidget;

namespace ndas::ui {

/// The QWidget::whatsThis of this place or, where it has none, of what it lies in.
QString explanationOf(const QWidget& place);
/// Explains what has the keyboard in this window.
void explainFocus(QWidget& window);
/// The next click explains what it falls on, and does nothing else.
void explainByPointing();

} // namespace ndas::ui
