#include "ui/support/gateway.h"

#include <QtCore/QThread>

namespace ndas::ui {

Gateway::Gateway(GatewayParts parts, QObject* parent)
    : QObject(parent)
    , parts_(std::move(parts))
{
    database_.setMaxThreadCount(1);
    database_.setExpiryTimeout(-1); // keeps its connection
    files_.setMaxThreadCount(std::clamp(QThread::idealThreadCount(), 2, 4));
    libraryTimer_.setSingleShot(true);
    libraryTimer_.setInterval(200);
    connect(&libraryTimer_, &QTimer::timeout, this, &Gateway::libraryChanged);

    jobs::JobEvents& events = parts_.events;
    connect(&events, &jobs::JobEvents::jobsChanged, this, &Gateway::jobsChanged);
    connect(&events, &jobs::JobEvents::progressed, this, &Gateway::progressed);
    connect(&events, &jobs::JobEvents::queueChanged, this, &Gateway::queueChanged);
    connect(&events, &jobs::JobEvents::queueChanged, this, &Gateway::scheduleLibraryChanged);
}

Gateway::~Gateway()
{
    database_.clear();
    files_.clear();
    database_.waitForDone();
    files_.waitForDone();
}

void Gateway::scheduleLibraryChanged()
{
    if (!libraryTimer_.isActive())
        libraryTimer_.start();
}

void Gateway::change(std::function<Result<void>(GatewayParts&)> work, std::function<void()> done)
{
    run(this, std::move(work),
        [this, done = std::move(done)](const Result<void>& result) { finishChange(result, done); });
}

void Gateway::changeSlowly(std::function<Result<void>(GatewayParts&)> work, std::function<void()> done)
{
    runLong(this, std::move(work),
            [this, done = std::move(done)](const Result<void>& result) { finishChange(result, done); });
}

void Gateway::finishChange(const Result<void>& result, const std::function<void()>& done)
{
    if (!result) {
        Q_EMIT changeFailed(result.error());
        return;
    }
    parts_.scheduler.wake();
    Q_EMIT queueChanged();
    Q_EMIT libraryChanged();
    if (done)
        done();
}

void Gateway::saveSettings(const settings::Settings& settings)
{
    run(
        this, [settings](GatewayParts& parts) { return parts.saveSettings(settings); },
        [this, settings](Result<void> result) {
            if (!result) {
                Q_EMIT changeFailed(result.error());
                return;
            }
            parts_.scheduler.setMaxJobs(settings.effectiveMaxJobs());
            Q_EMIT settingsChanged();
        });
}

} // namespace ndas::ui
