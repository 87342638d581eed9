// Covers the window while recordings are dragged over it, and says what dropping does.
#pragma once

#include <QtWidgets/QWidget>

namespace ndas::ui {

class DropOverlay : public QWidget {
    Q_OBJECT
public:
    explicit DropOverlay(QWidget* parent);

    void cover(); ///< shows itself over the whole parent

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace ndas::ui
