// What the small dialogs are built of.
#pragma once

class QDialog;
class QFormLayout;
class QHBoxLayout;
class QPushButton;

namespace ndas::ui {

/// The dialog's own layout: names at the left, fields as wide as the dialog.
QFormLayout* makeDialogForm(QDialog* dialog);
/// "Cancel" and the verb that accepts, which Return presses, at the far end of a line.
QHBoxLayout* makeAnswers(QDialog* dialog, QPushButton* accept);

} // namespace ndas::ui
