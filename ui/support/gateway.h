// How pages reach the core without ever blocking the screen: work runs on one database thread (in order) or
// on a few media threads, its result comes back on the GUI thread, unless the one who asked has gone. Lives
// on the GUI thread; everything in `parts` outlives it.
#pragma once

#include "core/base/app_paths.h"
#include "core/jobs/media_service.h"
#include "core/jobs/scheduler.h"
#include "core/library/library_store.h"
#include "core/settings/settings.h"

#include <QtCore/QObject>
#include <QtCore/QPointer>
#include <QtCore/QThreadPool>
#include <QtCore/QTimer>

namespace ndas::ui {

struct GatewayParts {
    AppPaths paths;
    const Clock& clock;
    jobs::JobStore& jobs;
    library::LibraryStore& library;
    jobs::MediaService& media;
    jobs::Scheduler& scheduler;
    jobs::JobEvents& events; ///< must live on the GUI thread
    std::vector<media::Preset> presets;
    std::function<settings::Settings()> settings; ///< thread-safe
    std::function<Result<void>(const settings::Settings&)> saveSettings;
    std::function<Result<QString>()> makeSample{}; ///< writes a small recording to try; none: not offered
};

class Gateway : public QObject {
    Q_OBJECT
public:
    explicit Gateway(GatewayParts parts, QObject* parent = nullptr);
    ~Gateway() override; ///< waits for work under way; what was not begun is dropped

    const GatewayParts& parts() const { return parts_; }

    /// `R work(GatewayParts&)` on the database thread, then `deliver(R)` here while `context` lives.
    template <class Work, class Deliver>
    void run(QObject* context, Work work, Deliver deliver)
    {
        post(database_, context, std::move(work), std::move(deliver));
    }

    /// The same for work that takes long or reads files: several at once, in no order.
    template <class Work, class Deliver>
    void runLong(QObject* context, Work work, Deliver deliver)
    {
        post(files_, context, std::move(work), std::move(deliver));
    }

    /// A change by the user: `Result<void> work(GatewayParts&)`. When it succeeded, the scheduler looks, and
    /// queueChanged and libraryChanged follow; otherwise changeFailed.
    void change(std::function<Result<void>(GatewayParts&)> work, std::function<void()> done = {});
    /// The same for a change that has to wait for something, or deletes files.
    void changeSlowly(std::function<Result<void>(GatewayParts&)> work, std::function<void()> done = {});

    settings::Settings settings() const { return parts_.settings(); }

    /// Saves in the background; settingsChanged or changeFailed follows.
    void saveSettings(const settings::Settings& settings);

Q_SIGNALS:
    void jobsChanged(const std::vector<ndas::jobs::Job>& jobs);
    void progressed(const std::vector<ndas::jobs::JobProgress>& progress);
    void queueChanged();
    /// Read the list again: recordings came, went or were changed by the user. What a job's end did to its
    /// recording is not announced here, see jobsChanged.
    void libraryChanged();
    void settingsChanged();
    void changeFailed(const ndas::Error& error);

private:
    template <class Work, class Deliver>
    void post(QThreadPool& pool, QObject* context, Work work, Deliver deliver);
    void scheduleLibraryChanged();
    void finishChange(const Result<void>& result, const std::function<void()>& done);

    GatewayParts parts_;
    QThreadPool database_;
    QThreadPool files_;
    QTimer libraryTimer_;
};

template <class Work, class Deliver>
void Gateway::post(QThreadPool& pool, QObject* context, Work work, Deliver deliver)
{
    using Value = decltype(work(parts_));
    auto state = std::make_shared<std::pair<Work, Deliver>>(std::move(work), std::move(deliver));
    pool.start([this, guard = QPointer<QObject>(context), state] {
        auto value = std::make_shared<Value>(state->first(parts_));
        QMetaObject::invokeMethod(
            this,
            [guard, state, value] {
                if (guard)
                    state->second(std::move(*value));
            },
            Qt::QueuedConnection);
    });
}

} // namespace ndas::ui
