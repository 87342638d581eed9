#include "ui/widgets/dialog_form.h"

#include "ui/support/theme.h"

#include <QtCore/QCoreApplication>
#include <QtWidgets/QDialog>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QPushButton>

namespace ndas::ui {

QFormLayout* makeDialogForm(QDialog* dialog)
{
    auto* form = new QFormLayout(dialog);
    form->setContentsMargins(space::margin, space::margin, space::margin, space::margin);
    form->setSpacing(space::wide);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    return form;
}

QHBoxLayout* makeAnswers(QDialog* dialog, QPushButton* accept)
{
    auto* cancel = new QPushButton(QCoreApplication::translate("Dialogs", "Cancel"), dialog);
    QWidget::setTabOrder(cancel, accept); // as they stand, behind all fields
    accept->setDefault(true);
    setKind(accept, "primary");
    QObject::connect(cancel, &QPushButton::clicked, dialog, &QDialog::reject);
    QObject::connect(accept, &QPushButton::clicked, dialog, &QDialog::accept);
    auto* answers = new QHBoxLayout;
    answers->addStretch();
    answers->addWidget(cancel);
    answers->addWidget(accept);
    return answers;
}

} // namespace ndas::ui
