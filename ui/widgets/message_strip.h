// One message across the top of the page area: what happened and what to do; stays until closed.
#pragma once

#include "core/base/error.h"

#include <QtWidgets/QWidget>

class QLabel;

namespace ndas::ui {

class MessageStrip : public QWidget {
    Q_OBJECT
public:
    explicit MessageStrip(QWidget* parent = nullptr);

    void say(const Error& error);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* text_;
    QString technical_;
};

} // namespace ndas::ui
