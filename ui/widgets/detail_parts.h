// The small parts panes of facts are put together from.
#pragma once

#include "ui/support/icons.h"

class QFormLayout;
class QFrame;
class QGridLayout;
class QLabel;
class QToolButton;
class QWidget;

namespace ndas::ui {

/// Room for the names of facts in the font of `owner`; longer ones wrap.
int factNameWidth(const QWidget* owner);

inline constexpr QChar mayBreak(0x200b);

/// Longer words (check sums, file names) may go on in the next line, or a pane would be as wide as they are.
QString breakable(const QString& text, int longestWord = 16);

/// The last three words in one line: none of them stands alone in the next.
QString heldTogether(const QString& text);

/// Plain, wrapped, selectable text; `kind` as in setKind(), "" for none.
QLabel* makeText(const QString& text, TextStep step, const char* kind, QWidget* parent,
                 QFont::Weight weight = QFont::Normal);
QFrame* makeLine(QWidget* parent);
QToolButton* makeSmallButton(Icon which, const QString& tip, QWidget* parent);
/// Names at the left, values beside them.
QGridLayout* makeFactGrid(const QWidget* owner);
/// Labels as high as the fields beside them, so that both stand on one line. Once all rows are there.
void levelLabels(QFormLayout* form);

} // namespace ndas::ui
