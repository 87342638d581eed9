#include "ui/widgets/disclosure.h"

#include "ui/support/icons.h"

#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QToolButton>

namespace ndas::ui {

Disclosure::Disclosure(const QString& title, const QString& objectName, QWidget* content, QWidget* parent)
    : QWidget(parent)
    , button_(new QToolButton(this))
    , content_(content)
{
    button_->setObjectName(objectName);
    button_->setText(title);
    button_->setCheckable(true);
    button_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button_->setFocusPolicy(Qt::StrongFocus);
    setKind(button_, "disclosure");
    setTextStep(button_, TextStep::Small, QFont::DemiBold);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::gap / 2);
    layout->addWidget(button_, 0, Qt::AlignLeft);
    layout->addWidget(content_);
    follow(false);
    connect(button_, &QToolButton::toggled, this, &Disclosure::follow);
    connect(button_, &QToolButton::clicked, this, &Disclosure::toggled);
}

bool Disclosure::isOpen() const
{
    return button_->isChecked();
}

void Disclosure::setOpen(bool open)
{
    button_->setChecked(open);
}

void Disclosure::follow(bool open)
{
    button_->setIcon(foldIcon(open, layoutDirection()));
    content_->setVisible(open);
}

} // namespace ndas::ui
