// Tells people who look elsewhere when a batch is over or somebody is needed. GUI thread.
#pragma once

#include "ui/models/queue_summary.h"
#include "ui/support/dialogs.h"

#include <QtCore/QObject>

class QWidget;

namespace ndas::ui {

class Announcer : public QObject {
    Q_OBJECT
public:
    /// Silent while `window` is the active one.
    Announcer(QueueSummary& summary, Dialogs& dialogs, QWidget& window);

private:
    void look();

    QueueSummary& summary_;
    Dialogs& dialogs_;
    QWidget& window_;
    QueueFigures before_;
};

} // namespace ndas::ui
