// Where a recording's title is typed in place. What is typed stays when the row is shown anew meanwhile, as
// it is whenever its work goes on.
#pragma once

#include <QtWidgets/QLineEdit>

namespace ndas::ui {

class TitleEditor : public QLineEdit {
    Q_OBJECT
    Q_PROPERTY(QString title READ text WRITE begin USER true)
public:
    TitleEditor(const QFont& font, QWidget* parent);

    /// Counts once.
    void begin(const QString& title);

private:
    bool begun_ = false;
};

} // namespace ndas::ui
