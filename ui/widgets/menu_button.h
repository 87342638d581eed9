// A button that opens a menu below itself.
#pragma once

class QMenu;
class QPushButton;

namespace ndas::ui {

/// Instead of QPushButton::setMenu(): where layouts are mirrored, a style sheet makes that push the text over
/// the button's edge.
void openOnClick(QPushButton* button, QMenu* menu);

} // namespace ndas::ui
