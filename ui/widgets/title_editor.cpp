#include "ui/widgets/title_editor.h"

#include <utility>

namespace ndas::ui {

TitleEditor::TitleEditor(const QFont& font, QWidget* parent)
    : QLineEdit(parent)
{
    setObjectName(QStringLiteral("titleEditor"));
    setAccessibleName(tr("Title"));
    setFont(font);
}

void TitleEditor::begin(const QString& title)
{
    if (!std::exchange(begun_, true))
        setText(title);
}

} // namespace ndas::ui
