#include "ui/widgets/library_header.h"

#include "ui/support/icons.h"
#include "ui/widgets/add_button.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>

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
    auto* add = new AddButton(this);
    add->setObjectName(QStringLiteral("addRecordings"));
    connect(add, &AddButton::recordingsRequested, this, &LibraryHeader::addRequested);
    connect(add, &AddButton::folderRequested, this, &LibraryHeader::folderRequested);
    layout->addWidget(add);
    connect(search_, &QLineEdit::textChanged, this, &LibraryHeader::searched);
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
