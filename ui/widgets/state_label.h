// A state as a widget: shape, word and colour.
#pragma once

#include "ui/support/state_look.h"

#include <QtWidgets/QWidget>

namespace ndas::ui {

class StateLabel : public QWidget {
    Q_OBJECT
public:
    explicit StateLabel(const StateLook& look, QWidget* parent = nullptr);

    void setLook(const StateLook& look);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    StateLook look_;
};

} // namespace ndas::ui
