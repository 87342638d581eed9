#include "ui/support/library_actions.h"

#include "core/base/log.h"
#include "core/library/cleanup.h"
#include "core/library/own_files.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtWidgets/QApplication>

namespace ndas::ui {

namespace {

using namespace std::chrono_literals;

/// `preset`: of these only, when it is not empty.
Result<void> cancelJobsOf(GatewayParts& parts, VideoId id, const QString& preset = {})
{
    jobs::JobFilter filter;
    filter.video = id;
    NDAS_TRY(const auto known, parts.jobs.list(filter));
    for (const jobs::Job& job : known) {
        if (jobs::isTerminal(job.state) || (!preset.isEmpty() && job.preset != preset))
            continue;
        const auto cancelled = parts.jobs.requestCancel(job.id);
        // It ended by itself meanwhile: that is as good.
        if (!cancelled && cancelled.error().code != ErrorCode::InvalidTransition)
            return fail(cancelled.error());
    }
    parts.scheduler.wake();
    return {};
}

/// A running attempt needs a moment to stop; longer than its graceful end there is no point in waiting.
Result<QStringList> removeOnceIdle(const std::function<Result<QStringList>()>& remove)
{
    const CancellationToken never;
    for (int tries = 0; tries < 150; ++tries) {
        auto files = remove();
        if (files || files.error().code != ErrorCode::Busy)
            return files;
        never.waitFor(100ms);
    }
    return remove();
}

/// A file that cannot be removed now stays noted: the daily chores try again.
Result<void> removeFiles(GatewayParts& parts, const QStringList& files)
{
    if (const auto removed = library::removeLibraryFiles(parts.paths, files, parts.library); !removed)
        qCWarning(logCore, "a removed file stays: %s", qUtf8Printable(logText(removed.error())));
    NDAS_CHECK(library::forgetGone(parts.paths, parts.library, files));
    return {};
}

/// `use`: false when this computer has no program for it.
void useFile(Gateway& gateway, Dialogs& dialogs, const QString& file, std::function<bool(const QString&)> use)
{
    gateway.runLong(
        &gateway, [file](GatewayParts&) { return QFileInfo::exists(file); },
        [&gateway, &dialogs, file, use = std::move(use)](bool exists) {
            if (!exists)
                Q_EMIT gateway.changeFailed(
                    Error{.code = ErrorCode::NotFound, .detail = {}, .nativeCode = 0, .where = {}});
            else if (!use(file))
                dialogs.tell(
                    QApplication::activeWindow(),
                    QCoreApplication::translate(
                        "Recording", "This computer has no program for that. The file itself is there."),
                    QDir::toNativeSeparators(file));
        });
}

void withOriginal(Gateway& gateway, VideoId id, std::function<void(const QString&)> use)
{
    gateway.run(
        &gateway, [id](GatewayParts& parts) { return parts.library.find(id); },
        [&gateway, use = std::move(use)](const Result<library::Video>& video) {
            if (!video)
                return Q_EMIT gateway.changeFailed(video.error());
            use(originalFile(gateway.parts().paths, *video));
        });
}

} // namespace

Result<void> removeVideo(GatewayParts& parts, VideoId id)
{
    NDAS_CHECK(cancelJobsOf(parts, id));
    NDAS_TRY(const QStringList files, removeOnceIdle([&] { return parts.library.removeVideo(id); }));
    return removeFiles(parts, files);
}

Result<void> removeRendition(GatewayParts& parts, VideoId id, const QString& preset)
{
    NDAS_CHECK(cancelJobsOf(parts, id, preset));
    NDAS_TRY(const QStringList files,
             removeOnceIdle([&] { return parts.library.removeRendition(id, preset); }));
    return removeFiles(parts, files);
}

void openFile(Gateway& gateway, Dialogs& dialogs, const QString& file)
{
    useFile(gateway, dialogs, file, [&dialogs](const QString& there) { return dialogs.openFile(there); });
}

void showInFolder(Gateway& gateway, Dialogs& dialogs, const QString& file)
{
    useFile(gateway, dialogs, file, [&dialogs](const QString& there) { return dialogs.showInFolder(there); });
}

void openOriginal(Gateway& gateway, Dialogs& dialogs, VideoId id)
{
    withOriginal(gateway, id, [&](const QString& file) { openFile(gateway, dialogs, file); });
}

void showOriginalInFolder(Gateway& gateway, Dialogs& dialogs, VideoId id)
{
    withOriginal(gateway, id, [&](const QString& file) { showInFolder(gateway, dialogs, file); });
}

void makeRendition(Gateway& gateway, VideoId id, const QString& preset)
{
    gateway.change([id, preset](GatewayParts& parts) -> Result<void> {
        NDAS_CHECK(parts.library.queueRendition(id, preset));
        return {};
    });
}

void importAsCopy(Gateway& gateway, const library::Video& duplicate)
{
    gateway.change([duplicate](GatewayParts& parts) -> Result<void> {
        library::NewVideo video{.originalPath = duplicate.originalPath,
                                .title = duplicate.title,
                                .sizeBytes = duplicate.sizeBytes,
                                .fileModifiedAt = duplicate.fileModifiedAt,
                                .storage = duplicate.storage,
                                .patientCode = duplicate.patientCode,
                                .presets = {},
                                .evenIfDuplicate = true};
        for (const library::Rendition& rendition : duplicate.renditions)
            video.presets << rendition.preset;
        NDAS_CHECK(parts.library.registerVideo(video));
        NDAS_CHECK(parts.library.removeVideo(duplicate.id));
        return {};
    });
}

void retryJobs(Gateway& gateway, const std::vector<JobId>& ids)
{
    gateway.change([ids](GatewayParts& parts) -> Result<void> {
        for (const JobId id : ids)
            NDAS_CHECK(parts.jobs.retry(id));
        return {};
    });
}

QString originalFile(const AppPaths& paths, const library::Video& video)
{
    return video.storage == library::Storage::Copied && !video.storedName.isEmpty()
               ? paths.originalsDir() + QLatin1Char('/') + video.storedName
               : video.originalPath;
}

QString renditionFile(const AppPaths& paths, const library::Rendition& rendition)
{
    return paths.renditionsDir() + QLatin1Char('/') + rendition.fileName;
}

} // namespace ndas::ui
