// Which jobs a run of `process` is about: what its options mean for the library as it is.
#pragma once

#include "app/composition/workspace.h"

#include <string>

namespace ndas::cli {

struct ProcessOptions {
    qint64 videoId = 0;
    int maxVideos = 0;
    std::string quality;
    std::string status;
    bool batch = false;
    bool dryRun = false;
    bool wait = false;
};

/// A rendition that --quality or --batch asks for and nobody has queued yet.
struct Wish {
    library::Video video;
    QString preset;
};

class Selection {
public:
    /// BadOption, NoSuchItem or InvalidTransition when the options do not fit the library.
    static Result<Selection> make(app::Workspace& workspace, const ProcessOptions& options);

    /// Failed jobs that --status failed wants to be tried again.
    Result<std::vector<jobs::Job>> failedJobs() const;
    /// Without those that a retry of `retried` will make anyway.
    Result<std::vector<Wish>> wishes(const std::vector<jobs::Job>& retried) const;
    /// Unfinished jobs that are meant, of at most --max-videos videos.
    Result<std::vector<jobs::Job>> queuedJobs() const;

    Result<void> retry(const std::vector<jobs::Job>& failed) const;
    Result<void> queue(const std::vector<Wish>& wishes) const;
    /// What the scheduler may run; nullopt = nothing.
    Result<std::optional<jobs::JobFilter>> scope() const;

private:
    Selection(app::Workspace& workspace, const ProcessOptions& options, QStringList presets);

    jobs::JobFilter base() const;
    bool isMeant(const jobs::Job& job) const;
    Result<std::vector<library::Video>> candidates() const;

    app::Workspace* workspace_;
    ProcessOptions options_;
    QStringList presets_; ///< of --quality, or of --batch by the settings; empty = none asked for
};

} // namespace ndas::cli
