#include "ui/models/choice_model.h"

namespace ndas::ui {

ChoiceModel::ChoiceModel(QString everything, QObject* parent)
    : QAbstractListModel(parent)
    , everything_(std::move(everything))
{
}

void ChoiceModel::setChoices(std::vector<Choice> choices)
{
    beginResetModel();
    choices_ = std::move(choices);
    endResetModel();
}

int ChoiceModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(choices_.size()) + 1;
}

QVariant ChoiceModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (index.row() == 0)
        return role == Qt::DisplayRole ? QVariant(everything_) : QVariant();
    const Choice& choice = choices_[static_cast<std::size_t>(index.row()) - 1];
    if (role == Qt::DisplayRole)
        return choice.text;
    return role == Qt::UserRole ? QVariant(choice.value) : QVariant();
}

} // namespace ndas::ui
