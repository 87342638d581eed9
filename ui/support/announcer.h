// Tells people who look elsewhere when a batch is over or somebody is needed. GUI thread.
#pragma once

#include "ui/models/queue_summary.h"
#include "ui/support/dialogs.h"

#include <QtCore/QObject>

class QWidget;

namespace ndas::ui {

struct Announcement {
    QString title;
    QString text;
};

/// What is worth telling about the way from one look at the queue to the next.
class BatchWatch {
public:
    explicit BatchWatch(QueueFigures first = {})
        : before_(first)
    {
    }

    std::optional<Announcement> look(const QueueFigures& now);

private:
    QueueFigures before_;
    int failed_ = 0; ///< of this batch: the list may still show those of earlier ones
};

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
    BatchWatch watch_;
};

} // namespace ndas::ui
