// A data folder in use: database, stores, media service, instance, handlers and scheduler, wired once.
// Owned by a program's main; parts live as long as it does.
#pragma once

#include "core/base/app_paths.h"
#include "core/jobs/media_service.h"
#include "core/jobs/scheduler.h"
#include "core/library/job_handlers.h"

namespace ndas::app {

struct WorkspaceOptions {
    AppPaths paths;
    jobs::JobFilter only; ///< CLI: the scheduler runs just these
    std::optional<int> maxJobs;
};

class Workspace {
public:
    /// Creates the folders, makes sure of a sound database, takes an instance lock, starts the daily chores
    /// in the background. Does not start the scheduler. Blocking (may take seconds): not on a GUI thread.
    static Result<std::unique_ptr<Workspace>> open(const WorkspaceOptions& options);
    ~Workspace(); ///< stops the scheduler

    /// DatabaseRestored: to be told to the user once.
    const std::optional<Error>& notice() const;
    const AppPaths& paths() const;
    const Clock& clock() const;
    jobs::JobStore& jobs();
    library::LibraryStore& library();
    jobs::MediaService& media();
    jobs::JobEvents& events(); ///< lives on the thread that opened the workspace; move it where it is needed
    jobs::Scheduler& scheduler();
    const std::vector<media::Preset>& presets() const;
    settings::Settings settings() const; ///< thread-safe copy
    Result<void> saveSettings(const settings::Settings& settings);

private:
    struct Impl;
    explicit Workspace(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace ndas::app
