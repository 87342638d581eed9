// Runs the jobs of the queue that lie in a scope and watches them until there is nothing left to wait for.
#pragma once

#include "app/cli/progress_view.h"
#include "app/composition/workspace.h"

#include <QtCore/QObject>

#include <map>
#include <set>

class QEventLoop;

namespace ndas::cli {

/// What besides this program's own work is waited for.
enum class Patience {
    OwnWork,    ///< leave as soon as nothing can be started here
    OthersWork, ///< also jobs that another instance has claimed
    Everything, ///< also jobs that are blocked, put off after a failure or held back by a paused queue
};

struct QueueOutcome {
    std::vector<jobs::Job> finished; ///< in the order in which they ended
    std::vector<jobs::Job> left;     ///< neither finished nor waited for
    bool queuePaused = false;
    std::optional<Error> hindrance = {}; ///< why the queue itself could not go on
};

class QueueRun : public QObject {
    Q_OBJECT
public:
    using OnFinished = std::function<void(const jobs::Job&)>;

    /// The workspace was opened for the same scope. `onFinished` is called for each job that ends.
    QueueRun(app::Workspace& workspace, jobs::JobFilter scope, Patience patience, ProgressView& view,
             CancellationToken token, OnFinished onFinished);

    /// Starts the scheduler and blocks. On an interrupt jobs go back into the queue and Cancelled is
    /// returned.
    Result<QueueOutcome> exec();

private:
    void look();
    Result<std::vector<jobs::Job>> unfinishedJobs() const;
    Result<void> lookAtQueue();
    Result<void> collectFinished(const std::vector<jobs::Job>& unfinished);
    void rememberFinished(const jobs::Job& job);
    bool isWorthWaiting(const jobs::Job& job) const;
    bool isHindered();
    void leave(std::vector<jobs::Job> left);
    void showProgress(const std::vector<jobs::Job>& active);
    QString labelOf(const jobs::Job& job);

    app::Workspace& workspace_;
    const jobs::JobFilter scope_;
    const Patience patience_;
    ProgressView& view_;
    const CancellationToken token_;
    const OnFinished onFinished_;
    QEventLoop* loop_ = nullptr; ///< while exec() runs
    std::chrono::milliseconds startedAt_{0};
    int idleLooks_ = 0;
    bool saidHindrance_ = false;
    std::set<JobId> active_; ///< seen and not yet finished
    std::set<JobId> ended_;
    std::map<JobId, jobs::JobProgress> progress_;
    std::map<VideoId, QString> titles_;
    QueueOutcome outcome_;
    std::optional<Error> error_;
};

} // namespace ndas::cli
