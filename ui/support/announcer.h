// Tells people when a batch is over or somebody is needed: those who look elsewhere through the desktop,
// those who listen through their screen reader. GUI thread.
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
    /// The first look only learns how things are: what happened before is no news.
    std::optional<Announcement> look(const QueueFigures& now);

private:
    std::optional<QueueFigures> before_;
    int failed_ = 0; ///< of this batch: the list may still show those of earlier ones
};

class Announcer : public QObject {
    Q_OBJECT
public:
    /// The desktop is not bothered while `window` is the active one. `come`: when a notification is clicked.
    Announcer(QueueSummary& summary, Dialogs& dialogs, QWidget& window, std::function<void()> come);

Q_SIGNALS:
    void announced(const QString& text);

private:
    void look();

    QueueSummary& summary_;
    Dialogs& dialogs_;
    QWidget& window_;
    std::function<void()> come_;
    BatchWatch watch_;
};

} // namespace ndas::ui
