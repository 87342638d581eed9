// A choice that narrows a list: only a word and an arrow while it lets everything through, in the accent
// colour once it does not.
#pragma once

#include <QtWidgets/QComboBox>

namespace ndas::ui {

class FilterBox : public QComboBox {
    Q_OBJECT
public:
    /// `word`: shown while the first entry ("all") is chosen; "" shows the entry itself.
    FilterBox(const QString& word, const QString& accessibleName, QWidget* parent = nullptr);

    /// Stands for the chosen entry until another is chosen.
    void setChosenText(const QString& text);

    QSize sizeHint() const override;

    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString shown() const;
    bool narrows() const;

    QString word_;
    QString chosenText_;
};

} // namespace ndas::ui
