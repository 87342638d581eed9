// A line that unfolds what it names.
#pragma once

#include <QtWidgets/QWidget>

class QToolButton;

namespace ndas::ui {

class Disclosure : public QWidget {
    Q_OBJECT
public:
    Disclosure(const QString& title, const QString& objectName, QWidget* content, QWidget* parent = nullptr);

    bool isOpen() const;
    void setOpen(bool open);

Q_SIGNALS:
    void toggled(bool open);

private:
    void follow(bool open);

    QToolButton* button_;
    QWidget* content_;
};

} // namespace ndas::ui
