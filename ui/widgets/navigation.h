// The pages of the program at the left edge, with a count where something is going on.
#pragma once

#include "ui/support/icons.h"

#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QWidget>

class QButtonGroup;
class QVBoxLayout;

namespace ndas::ui {

class NavigationButton : public QAbstractButton {
    Q_OBJECT
public:
    NavigationButton(Icon icon, const QString& text, QWidget* parent = nullptr);

    void setCount(int count); ///< 0 shows none

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Icon icon_;
    int count_ = 0;
};

class Navigation : public QWidget {
    Q_OBJECT
public:
    explicit Navigation(QWidget* parent = nullptr);

    enum class Place { Top, Bottom };

    /// Pages get the numbers 0, 1, ... in order of adding. `shortcut`: shown in the tooltip.
    void addPage(Icon icon, const QString& text, const QString& shortcut, const QString& objectName,
                 Place place = Place::Top);
    void setCount(int page, int count);
    void choose(int page);

Q_SIGNALS:
    void pageChosen(int page);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QVBoxLayout* layout_;
    QButtonGroup* buttons_;
    int topCount_ = 0;
};

} // namespace ndas::ui
