// What happened in the queue, in batches of value snapshots (about 10 a second), on the thread this object
// lives on.
#pragma once

#include "core/jobs/job.h"

#include <QtCore/QObject>

namespace ndas::jobs {

struct JobProgress {
    JobId id;
    double progress = 0;
    QString stage;
    double speed = 0;
    qint64 secondsLeft = -1; ///< -1 = not known yet
};

class JobEvents : public QObject {
    Q_OBJECT
public:
    explicit JobEvents(QObject* parent = nullptr);
    ~JobEvents() override;

    // Any thread; never blocks on the receiver.
    void postState(const Job& job); ///< after the transition was committed
    void postProgress(const JobProgress& progress);
    void postQueueChanged(); ///< rows appeared, went or were reordered: read the list again

Q_SIGNALS:
    void jobsChanged(const std::vector<ndas::jobs::Job>& jobs);
    void progressed(const std::vector<ndas::jobs::JobProgress>& progress);
    void queueChanged();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace ndas::jobs
