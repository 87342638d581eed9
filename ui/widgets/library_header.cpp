#include "ui/widgets/library_header.h"

#include "ui/support/icons.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
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
    auto* add = new QPushButton(icon(Icon::Add, IconInk::OnAccent), tr("Add recordings"), this);
    add->setObjectName(QStringLiteral("addRecordings"));
    add->setToolTip(tr("Add recordings (Ctrl+O)"));
    setKind(add, "primary");
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::margin, 0, space::margin, 0);
    layout->setSpacing(space::wide);
    layout->addWidget(heading);
    layout->addStretch(1);
    layout->addWidget(search_, 3);
    layout->addWidget(add);
    connect(search_, &QLineEdit::textChanged, this, &LibraryHeader::searched);
    connect(add, &QPushButton::clicked, this, &LibraryHeader::addRequested);
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
