#include "app/cli/session.h"

#include "app/cli/texts.h"
#include "app/composition/worker_setup.h"
#include "core/base/log.h"
#include "core/base/sandbox.h"
#include "core/library/experience.h"

#include <utility>

namespace ndas::cli {

Session::Session(const CommonOptions& options, CancellationToken token)
    : output_(options.json)
    , token_(std::move(token))
    , paths_(AppPaths::resolve(options.dataDir))
{
}

Result<std::unique_ptr<app::Workspace>> Session::openWorkspace(const jobs::JobFilter& only) const
{
    app::WorkspaceOptions options;
    options.paths = paths_;
    options.only = only;
    NDAS_CHECK(paths_.create());
    startLogging(paths_.logDir(), QStringLiteral("ndas-cli"),
                 LogEcho::Off); // first: opening has things to say
    NDAS_TRY(auto workspace, app::Workspace::open(options));
    if (const auto& notice = workspace->notice())
        output_.complain(errorText(*notice));
    return workspace;
}

settings::Settings Session::settings() const
{
    auto loaded = settings::SettingsFile(paths_.settingsFile()).load();
    if (loaded)
        return std::move(*loaded);
    output_.complain(QStringLiteral("Settings are not readable, defaults are used: ") +
                     errorText(loaded.error()));
    return {};
}

Result<media::Preset> Session::preset(const QString& id) const
{
    return settings::findPreset(settings::builtInPresets(), id);
}

Result<jobs::WorkerOptions> Session::workerOptions() const
{
    NDAS_TRY(const QString program, findWorker());
    if (!sandboxOffer().isWhole() && !std::exchange(saidSandbox_, true))
        output_.complain(QStringLiteral("Recordings are read with less protection than usual: ") +
                         sandboxText());
    jobs::WorkerOptions options = app::workerOptions(program, settings());
    options.onSlowStart = [output = output_] {
        output.complain(QStringLiteral("This computer is so busy that starting takes long. Still waiting."));
    };
    return options;
}

media::TranscodePlan Session::plan(const media::MediaInfo& info, const media::Preset& preset) const
{
    media::TranscodePlan plan = media::makePlan(info, preset);
    if (const auto experience = library::experienceIn(paths_.database(), settings::builtInPresets()))
        experience->refine(plan, info);
    return plan;
}

} // namespace ndas::cli
