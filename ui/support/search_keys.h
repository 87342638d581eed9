// A search field is left by key for what it found: Down and Return go to the first of it, Escape empties the
// field, and goes there too once it is empty. GUI thread.
#pragma once

#include <functional>

class QAbstractItemView;
class QLineEdit;

namespace ndas::ui {

/// The keyboard goes to `view`; its first entry is chosen where none is.
void goToFound(QAbstractItemView& view);
/// `found`: the view that is on the screen when a key is pressed, null while there is nothing to go to.
void leaveSearchByKey(QLineEdit& search, std::function<QAbstractItemView*()> found);

} // namespace ndas::ui
