#include "ui/widgets/add_button.h"

#include "ui/support/icons.h"
#include "ui/widgets/menu_button.h"

#include <QtWidgets/QMenu>

namespace ndas::ui {

AddButton::AddButton(QWidget* parent)
    : QPushButton(ui::icon(Icon::Add, IconInk::OnAccent), tr("Add"), parent)
{
    setAccessibleName(tr("Add recordings"));
    setToolTip(tr("Add recordings (Ctrl+O), or a folder (Ctrl+Shift+O)"));
    setKind(this, "primary");
    auto* menu = new QMenu(this);
    menu->setAccessibleName(accessibleName());
    const auto addItem = [&](const QString& text, const QKeySequence& keys, void (AddButton::*asked)()) {
        // The keys are the window's, which has them on every page.
        const QString shown = keys.toString(QKeySequence::NativeText);
        connect(menu->addAction(QStringLiteral("%1\t%2").arg(text, shown)), &QAction::triggered, this, asked);
    };
    addItem(tr("Recordings…"), QKeySequence::Open, &AddButton::recordingsRequested);
    addItem(tr("Folder or memory card…"), Qt::CTRL | Qt::SHIFT | Qt::Key_O, &AddButton::folderRequested);
    openOnClick(this, menu);
}

} // namespace ndas::ui
