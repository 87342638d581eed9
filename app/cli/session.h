// What every command needs: the common options, where to speak, the data folder, workers, and Ctrl+C.
#pragma once

#include "app/cli/output.h"
#include "app/composition/workspace.h"
#include "core/base/cancellation.h"

namespace ndas::cli {

struct CommonOptions {
    QString dataDir; ///< "" = not given
    bool json = false;
};

class Session {
public:
    Session(const CommonOptions& options, CancellationToken token);

    const Output& output() const { return output_; }

    const CancellationToken& token() const { return token_; }

    const AppPaths& paths() const { return paths_; }

    /// The library in the data folder, which is made when missing. The scheduler is not started.
    Result<std::unique_ptr<app::Workspace>> openWorkspace(const jobs::JobFilter& only = {}) const;

    // For commands that need no library: these create nothing in the data folder.
    settings::Settings settings() const;
    Result<media::Preset> preset(const QString& id) const;
    Result<jobs::WorkerOptions> workerOptions() const;
    /// A plan whose expectations count on what the library's finished jobs took.
    media::TranscodePlan plan(const media::MediaInfo& info, const media::Preset& preset) const;

private:
    Output output_;
    mutable bool saidSandbox_ = false; ///< once is enough
    CancellationToken token_;
    AppPaths paths_;
};

} // namespace ndas::cli
