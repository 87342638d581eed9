// The first arrow key in a list chooses where the keyboard is. Without it, Qt goes on from there, and a list
// of one can be chosen from by mouse only. GUI thread.
#pragma once

class QAbstractItemView;

namespace ndas::ui {

void chooseWithFirstArrow(QAbstractItemView& view);

} // namespace ndas::ui
