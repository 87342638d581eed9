// The queue in one line: how many work and wait, how far the present batch is, how long it may take.
#pragma once

#include "ui/support/gateway.h"

#include <QtCore/QTimer>

#include <unordered_map>

namespace ndas::ui {

struct QueueFigures {
    int working = 0;
    int waiting = 0;
    int paused = 0;
    int blocked = 0;
    int failed = 0;
    int twins = 0;           ///< imports of what the library has already: nothing went wrong
    int done = 0;            ///< of the batch: since its oldest unfinished job came in
    int total = 0;           ///< of the batch
    double fraction = 0;     ///< of the batch by the time it takes, 0..1
    qint64 secondsLeft = -1; ///< -1 = not known
    bool queuePaused = false;

    int unfinished() const { return working + waiting + paused + blocked; }

    friend bool operator==(const QueueFigures&, const QueueFigures&) = default;
};

/// Pure. `secondsLeft`: what running jobs last said.
QueueFigures queueFigures(const std::vector<jobs::Job>& jobs,
                          const std::unordered_map<JobId, qint64>& secondsLeft, bool queuePaused,
                          EpochMs now);
/// "2 working, 14 waiting · about 12 minutes left"
QString queueSentence(const QueueFigures& figures);

class QueueSummary : public QObject {
    Q_OBJECT
public:
    explicit QueueSummary(Gateway& gateway, QObject* parent = nullptr);

    const QueueFigures& figures() const { return figures_; }

Q_SIGNALS:
    void firstRead(); ///< the figures are those of the database from now on
    void changed();

private:
    struct Snapshot {
        std::vector<jobs::Job> jobs;
        bool paused = false;
    };

    static Result<Snapshot> read(GatewayParts& parts);
    void reload();
    void take(Snapshot snapshot);
    void applyJobs(const std::vector<jobs::Job>& jobs);
    void applyProgress(const std::vector<jobs::JobProgress>& progress);
    void update();

    Gateway& gateway_;
    QTimer soon_;
    std::vector<jobs::Job> jobs_;
    std::unordered_map<JobId, qint64> secondsLeft_;
    QueueFigures figures_;
    bool paused_ = false;
    bool isRead_ = false;
};

} // namespace ndas::ui
