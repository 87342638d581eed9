#include "app/cli/recording.h"

#include "core/jobs/worker_answer.h"
#include "core/library/source_file.h"

#include <QtCore/QFileInfo>

namespace ndas::cli {

namespace {

/// The queue waits for a folder that has gone; somebody who typed a path wants to know that it is wrong.
Result<library::SourceFile> openNamed(const QString& path)
{
    auto source = library::openSource(path);
    if (!source && source.error().code == ErrorCode::SourceUnreachable)
        return fail(ErrorCode::NotFound, path);
    return source;
}

} // namespace

Result<media::ProbeResult> lookAt(const QString& path, const std::vector<media::ThumbnailSpec>& thumbnails,
                                  jobs::KeptWorker& worker, const Session& session)
{
    NDAS_TRY(const library::SourceFile source, openNamed(path));
    const settings::Settings settings = session.settings();
    if (source.sizeBytes > settings.limits.maxBytes)
        return fail(ErrorCode::TooLarge, path);
    media::ProbeRequest request;
    request.path = QFileInfo(path).absoluteFilePath();
    request.thumbnails = thumbnails;
    NDAS_TRY(const jobs::WorkerOptions options, session.workerOptions());
    NDAS_TRY(jobs::WorkerProcess* const process, worker.within(options, session.token()));
    NDAS_TRY(media::ProbeResult result,
             jobs::answerAs<media::ProbeResult>(process->perform(request, session.token())));
    result.info = library::datedInfo(std::move(result.info), QFileInfo(path).fileName(), source.modifiedAt);
    NDAS_CHECK(media::checkLimits(result.info, settings.limits));
    return result;
}

Result<media::ProbeResult> lookAt(const QString& path, const std::vector<media::ThumbnailSpec>& thumbnails,
                                  const Session& session)
{
    jobs::KeptWorker worker;
    return lookAt(path, thumbnails, worker, session);
}

} // namespace ndas::cli
