// What became of the jobs of a run of `process`.
#pragma once

#include "app/cli/progress_view.h"
#include "app/cli/queue_run.h"
#include "app/cli/session.h"

#include <QtCore/QJsonArray>

namespace ndas::cli {

class ProcessReport {
public:
    ProcessReport(const Session& session, const AppPaths& paths);

    ProgressView& view() { return *view_; }

    /// A job that has ended, or is left in the queue.
    void add(const jobs::Job& job, const library::LibraryStore& store);
    /// The closing line or the JSON document, and the exit code.
    ExitCode finish(const QueueOutcome& outcome) const;

private:
    QString outputOf(const jobs::Job& job, const library::Video& video) const;
    void count(const jobs::Job& job);

    const Output& output_;
    const AppPaths paths_;
    const std::unique_ptr<ProgressView> view_;
    QJsonArray jobs_;
    int succeeded_ = 0;
    int failed_ = 0;
    int known_ = 0; ///< imports of what is in the library already
    int blocked_ = 0;
    int postponed_ = 0;
};

} // namespace ndas::cli
