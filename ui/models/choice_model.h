// What a box offers: everything, or one of many. Thousands are exchanged at once. GUI thread.
#pragma once

#include <QtCore/QAbstractListModel>

namespace ndas::ui {

struct Choice {
    QString text;
    QString value; ///< Qt::UserRole

    friend bool operator==(const Choice&, const Choice&) = default;
};

class ChoiceModel : public QAbstractListModel {
    Q_OBJECT
public:
    /// `everything`: the text of the first entry, which has no value.
    explicit ChoiceModel(QString everything, QObject* parent = nullptr);

    void setChoices(std::vector<Choice> choices);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    QString everything_;
    std::vector<Choice> choices_;
};

} // namespace ndas::ui
