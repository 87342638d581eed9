// The small parts panes of facts are put together from.
#pragma once

#include "ui/support/icons.h"
#include "ui/support/recording_facts.h"

class QFormLayout;
class QFrame;
class QGridLayout;
class QLabel;
class QToolButton;
class QWidget;

namespace ndas::ui {

inline constexpr int factNameWidth = 88;

/// Plain, wrapped, selectable text; `kind` as in setKind(), "" for none.
QLabel* makeText(const QString& text, TextStep step, const char* kind, QWidget* parent,
                 QFont::Weight weight = QFont::Normal);
QFrame* makeLine(QWidget* parent);
QToolButton* makeSmallButton(Icon which, const QString& tip, QWidget* parent);
QGridLayout* makeFactGrid();
/// Labels as high as the fields beside them, so that both stand on one line. Once all rows are there.
void levelLabels(QFormLayout* form);
/// Names at the left, values beside them.
QGridLayout* makeFactGrid(const std::vector<Fact>& facts, QWidget* parent);

} // namespace ndas::ui
