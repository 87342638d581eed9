#include "app/composition/workspace.h"

#include "app/composition/open_database.h"
#include "app/composition/worker_setup.h"
#include "core/base/log.h"
#include "core/base/sandbox.h"
#include "core/base/sleep_blocker.h"
#include "core/db/check_request.h"
#include "core/library/caretaker.h"

#include <mutex>

namespace ndas::app {

namespace {

/// Settings that cannot be read must not keep anyone from the recordings.
settings::Settings loadSettings(const settings::SettingsFile& file)
{
    auto loaded = file.load();
    if (loaded)
        return std::move(*loaded);
    qCWarning(logCore, "settings unreadable, using defaults: %s", qUtf8Printable(logText(loaded.error())));
    return {};
}

/// For probes and thumbnails; a missing program is reported by each request, so that the library can be
/// looked at.
jobs::WorkerOptions mediaOptions(const settings::Settings& settings)
{
    auto program = findWorker();
    if (!program)
        qCWarning(logCore, "%s", qUtf8Printable(logText(program.error())));
    return workerOptions(program.value_or(QString()), settings);
}

jobs::SchedulerOptions schedulerOptions(const WorkspaceOptions& options, const settings::Settings& settings,
                                        jobs::ActivityListener onActivity)
{
    const QString database = options.paths.database();
    jobs::SchedulerOptions result;
    result.maxJobs = options.maxJobs.value_or(settings.effectiveMaxJobs());
    result.retry.maxAttempts = settings.maxRetries + 1;
    result.only = options.only;
    result.onActivity = std::move(onActivity);
    result.onDamage = [database] { return db::requestCheck(database); };
    return result;
}

} // namespace

struct Workspace::Impl {
    Impl(const WorkspaceOptions& wanted, OpenedDatabase opened)
        : options(wanted)
        , instance(std::move(opened.instance))
        , notice(std::move(opened.restored))
    {
    }

    settings::Settings currentSettings() const
    {
        const std::lock_guard guard(settingsMutex);
        return settings;
    }

    library::HandlerParts handlerParts()
    {
        return {.paths = options.paths,
                .store = library,
                .jobs = jobs,
                .media = media,
                .settings = [this] { return currentSettings(); },
                .presets = presets};
    }

    // In the order in which they need each other: the scheduler, last, goes first.
    const WorkspaceOptions options;
    const std::unique_ptr<jobs::Instance> instance;
    const std::optional<Error> notice;
    SystemClock clock;
    db::DatabasePool pool{options.paths.database()};
    jobs::JobStore jobs{pool, clock};
    library::LibraryStore library{pool, jobs, clock};
    settings::SettingsFile settingsFile{options.paths.settingsFile()};
    mutable std::mutex settingsMutex;
    settings::Settings settings = loadSettings(settingsFile);
    std::vector<media::Preset> presets = settings::builtInPresets();
    jobs::MediaService media{mediaOptions(settings), 2};
    jobs::JobEvents events;
    const std::unique_ptr<SleepBlocker> sleepBlocker = makeSleepBlocker();
    library::IngestHandler ingest{handlerParts()};
    library::TranscodeHandler transcode{handlerParts()};
    jobs::Scheduler scheduler{jobs,
                              clock,
                              *instance,
                              events,
                              {{jobs::JobKind::Ingest, &ingest}, {jobs::JobKind::Transcode, &transcode}},
                              schedulerOptions(options, settings, [this](bool working) {
                                  sleepBlocker->keepAwake(working && currentSettings().keepAwake);
                              })};
    library::Caretaker caretaker{options.paths, jobs, library, clock};
};

Result<std::unique_ptr<Workspace>> Workspace::open(const WorkspaceOptions& options)
{
    NDAS_CHECK(options.paths.create());
    NDAS_TRY(OpenedDatabase opened, openDatabase(options.paths, SystemClock()));
    if (!sandboxOffer().isWhole())
        qCWarning(logWorker, "sandbox: %s", qUtf8Printable(sandboxText()));
    auto impl = std::make_unique<Impl>(options, std::move(opened));
    impl->caretaker.start();
    return std::unique_ptr<Workspace>(new Workspace(std::move(impl)));
}

Workspace::Workspace(std::unique_ptr<Impl> impl)
    : impl_(std::move(impl))
{
}

Workspace::~Workspace()
{
    impl_->scheduler.stop();
}

const std::optional<Error>& Workspace::notice() const
{
    return impl_->notice;
}

const AppPaths& Workspace::paths() const
{
    return impl_->options.paths;
}

const Clock& Workspace::clock() const
{
    return impl_->clock;
}

jobs::JobStore& Workspace::jobs()
{
    return impl_->jobs;
}

library::LibraryStore& Workspace::library()
{
    return impl_->library;
}

jobs::MediaService& Workspace::media()
{
    return impl_->media;
}

jobs::JobEvents& Workspace::events()
{
    return impl_->events;
}

jobs::Scheduler& Workspace::scheduler()
{
    return impl_->scheduler;
}

const std::vector<media::Preset>& Workspace::presets() const
{
    return impl_->presets;
}

settings::Settings Workspace::settings() const
{
    return impl_->currentSettings();
}

Result<void> Workspace::saveSettings(const settings::Settings& settings)
{
    {
        const std::lock_guard guard(impl_->settingsMutex);
        NDAS_CHECK(impl_->settingsFile.save(settings));
        impl_->settings = settings;
    }
    impl_->scheduler.setMaxJobs(impl_->options.maxJobs.value_or(settings.effectiveMaxJobs()));
    impl_->scheduler.setMaxAttempts(settings.maxRetries + 1);
    return {};
}

} // namespace ndas::app
