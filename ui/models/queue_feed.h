// Brings the queue from the database to the model: the whole list when rows come or go, single videos when
// something about them became known, states and progress as they are announced. GUI thread; all reading
// happens behind the gateway.
#pragma once

#include "ui/models/queue_model.h"
#include "ui/support/learnt.h"

#include <QtCore/QTimer>

namespace ndas::ui {

class QueueFeed : public QObject {
    Q_OBJECT
public:
    QueueFeed(Gateway& gateway, QueueModel& model, QObject* parent = nullptr);

    void reload(); ///< soon; many calls make one read

    bool isQueuePaused() const { return queuePaused_; }

Q_SIGNALS:
    void loaded();
    void queuePausedChanged(bool paused);
    void loadFailed(const ndas::Error& error);

private:
    struct Snapshot {
        std::vector<jobs::Job> jobs;
        std::vector<QueueVideo> videos;
        bool paused = false;
    };

    static Result<Snapshot> read(GatewayParts& parts, Learnt& learnt);
    void startReading();
    void take(Result<Snapshot> snapshot);
    void takeStates(const std::vector<jobs::Job>& jobs);
    void readVideos(std::vector<VideoId> ids);

    Gateway& gateway_;
    QueueModel& model_;
    std::shared_ptr<Learnt> learnt_ = std::make_shared<Learnt>();
    QTimer soon_;
    bool reading_ = false;
    bool again_ = false;
    bool queuePaused_ = false;
    std::vector<jobs::Job> meanwhile_; ///< states announced while the list is being read
};

} // namespace ndas::ui
