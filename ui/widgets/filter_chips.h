// A row of filter buttons with counts; one is chosen.
#pragma once

#include <QtWidgets/QWidget>

class QButtonGroup;

namespace ndas::ui {

class FilterChips : public QWidget {
    Q_OBJECT
public:
    /// `names` in order; the first is chosen. The buttons are named "chip0", "chip1", ...
    explicit FilterChips(const QStringList& names, QWidget* parent = nullptr);

    void setCount(int chip, int count);
    void choose(int chip);
    int chosen() const;

Q_SIGNALS:
    void chosenChanged(int chip);

private:
    QStringList names_;
    QButtonGroup* buttons_;
};

} // namespace ndas::ui
