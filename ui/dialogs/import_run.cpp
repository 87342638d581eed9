#include "ui/dialogs/import_run.h"

namespace ndas::ui {

namespace {

library::NewVideo newVideoOf(const ImportRow& row, library::Storage storage)
{
    return {.originalPath = row.path,
            .title = titleOf(row),
            .sizeBytes = row.facts.sizeBytes,
            .fileModifiedAt = row.facts.fileModifiedAt,
            .storage = storage,
            .patientCode = row.patientCode.trimmed(),
            .presets = row.presets,
            .evenIfDuplicate = row.isCopy(),
            .typedDate = row.typedDate};
}

} // namespace

ImportRun::ImportRun(Gateway& gateway, const std::vector<ImportRow>& rows, QObject* parent)
    : QObject(parent)
{
    const auto storage = gateway.settings().storage == settings::StoragePolicy::InPlace
                             ? library::Storage::InPlace
                             : library::Storage::Copied;
    std::vector<library::NewVideo> videos;
    for (const ImportRow& row : rows)
        if (row.isChosen())
            videos.push_back(newVideoOf(row, storage));
    const auto total = static_cast<int>(videos.size());
    timer_.setInterval(std::chrono::milliseconds(100));
    connect(&timer_, &QTimer::timeout, this,
            [this, total] { Q_EMIT progressed(shared_->added.load(), total); });
    timer_.start();
    // The gateway announces the change even when the dialog has gone: what was added is in the queue.
    gateway.changeSlowly(
        [videos = std::move(videos), shared = shared_, token = cancel_.token()](GatewayParts& parts) {
            addAll(videos, parts.library, token, *shared);
            return Result<void>();
        },
        [guard = QPointer<ImportRun>(this)] {
            if (!guard)
                return;
            guard->timer_.stop();
            Q_EMIT guard->finished(guard->shared_->outcome);
        });
}

void ImportRun::addAll(const std::vector<library::NewVideo>& videos, library::LibraryStore& store,
                       const CancellationToken& token, Shared& shared)
{
    for (const library::NewVideo& video : videos) {
        if (token.isCancelled())
            return;
        if (const auto registered = store.registerVideo(video); !registered) {
            shared.outcome.error = registered.error();
            return;
        }
        shared.outcome.added << video.originalPath;
        ++shared.added;
    }
}

ImportRun::~ImportRun()
{
    cancel_.cancel();
}

void ImportRun::cancel()
{
    cancel_.cancel();
}

} // namespace ndas::ui
