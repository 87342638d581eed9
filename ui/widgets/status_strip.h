// The bottom line of the window: what the queue does, how far it is, and one button to pause it.
#pragma once

#include "ui/models/queue_summary.h"

#include <QtWidgets/QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace ndas::ui {

class StatusStrip : public QWidget {
    Q_OBJECT
public:
    explicit StatusStrip(QWidget* parent = nullptr);

    void setFigures(const QueueFigures& figures);

Q_SIGNALS:
    void pauseRequested(bool pause);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* sentence_;
    QProgressBar* bar_;
    QLabel* done_;
    QPushButton* pause_;
    bool paused_ = false;
};

} // namespace ndas::ui
