#include "ui/widgets/filter_chips.h"

#include "ui/support/sentences.h"
#include "ui/support/theme.h"
#include "ui/widgets/flow_layout.h"

#include <QtWidgets/QButtonGroup>
#include <QtWidgets/QPushButton>

namespace ndas::ui {

FilterChips::FilterChips(const QStringList& names, QWidget* parent)
    : QWidget(parent)
    , names_(names)
    , buttons_(new QButtonGroup(this))
{
    auto* layout = new FlowLayout(6, this);
    layout->setContentsMargins(0, 0, 0, 0);
    for (int i = 0; i < names.size(); ++i) {
        auto* button = new QPushButton(names[i], this);
        button->setObjectName(QStringLiteral("chip%1").arg(i));
        button->setCheckable(true);
        setKind(button, "chip");
        buttons_->addButton(button, i);
        layout->addWidget(button);
    }
    buttons_->button(0)->setChecked(true);
    connect(buttons_, &QButtonGroup::idToggled, this, [this](int chip, bool checked) {
        if (checked)
            Q_EMIT chosenChanged(chip);
    });
}

void FilterChips::setCount(int chip, int count)
{
    buttons_->button(chip)->setText(tr("%1  %2").arg(names_[chip], countText(count)));
}

void FilterChips::choose(int chip)
{
    buttons_->button(chip)->setChecked(true);
}

int FilterChips::chosen() const
{
    return buttons_->checkedId();
}

} // namespace ndas::ui
