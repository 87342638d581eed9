#include "ui/widgets/library_header.h"

#include "ui/support/icons.h"
#include "ui/widgets/menu_button.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>

namespace ndas::ui {

LibraryHeader::LibraryHeader(QWidget* parent)
    : QWidget(parent)
    , search_(new QLineEdit(this))
{
    auto* heading = new QLabel(tr("Library"), this);
    setTextStep(heading, TextStep::Heading, QFont::DemiBold);
    search_->setObjectName(QStringLiteral("librarySearch"));
    search_->setPlaceholderText(tr("Search title, patient, notes, file name"));
    search_->setAccessibleName(tr("Search"));
    search_->setToolTip(tr("Search title, patient, notes, file name (Ctrl+F)"));
    search_->setClearButtonEnabled(true);
    search_->addAction(icon(Icon::Search, IconInk::Dimmed), QLineEdit::LeadingPosition);
    search_->setMaximumWidth(360);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::margin, 0, space::margin, 0);
    layout->setSpacing(space::wide);
    layout->addWidget(heading);
    layout->addStretch(1);
    layout->addWidget(search_, 3);
    layout->addWidget(makeAdd());
    connect(search_, &QLineEdit::textChanged, this, &LibraryHeader::searched);
}

QPushButton* LibraryHeader::makeAdd()
{
    auto* add = new QPushButton(icon(Icon::Add, IconInk::OnAccent), tr("Add"), this);
    add->setObjectName(QStringLiteral("addRecordings"));
    add->setAccessibleName(tr("Add recordings"));
    add->setToolTip(tr("Add recordings (Ctrl+O), or a folder (Ctrl+Shift+O)"));
    setKind(add, "primary");
    auto* menu = new QMenu(add);
    menu->setAccessibleName(add->accessibleName());
    const auto addItem = [&](const QString& text, const QKeySequence& keys, void (LibraryHeader::*asked)()) {
        // The keys are the window's, which has them on every page.
        const QString shown = keys.toString(QKeySequence::NativeText);
        connect(menu->addAction(QStringLiteral("%1\t%2").arg(text, shown)), &QAction::triggered, this, asked);
    };
    addItem(tr("Recordings…"), QKeySequence::Open, &LibraryHeader::addRequested);
    addItem(tr("Folder or memory card…"), Qt::CTRL | Qt::SHIFT | Qt::Key_O, &LibraryHeader::folderRequested);
    openOnClick(add, menu);
    return add;
}

QStringList LibraryHeader::words() const
{
    return search_->text().toCaseFolded().split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

void LibraryHeader::clearSearch()
{
    search_->clear();
}

void LibraryHeader::focusSearch()
{
    search_->setFocus(Qt::ShortcutFocusReason);
    search_->selectAll();
}

} // namespace ndas::ui
