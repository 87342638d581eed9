#include "app/cli/item_json.h"

#include "core/media/media_info.h"

#include <QtCore/QDateTime>
#include <QtCore/QJsonArray>
#include <QtCore/QTimeZone>

namespace ndas::cli {

namespace {

QJsonValue timeOrNull(std::optional<EpochMs> time)
{
    return time ? QJsonValue(timeText(*time)) : QJsonValue(QJsonValue::Null);
}

QJsonValue textOrNull(const QString& text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

} // namespace

QString timeText(EpochMs time)
{
    return time == 0 ? QString() : QDateTime::fromMSecsSinceEpoch(time, Qt::UTC).toString(Qt::ISODate);
}

QString renditionPath(const AppPaths& paths, const library::Rendition& rendition)
{
    const bool there = rendition.state == library::RenditionState::Ready && !rendition.fileName.isEmpty();
    return there ? paths.renditionsDir() + QLatin1Char('/') + rendition.fileName : QString();
}

QString sourcePath(const AppPaths& paths, const library::Video& video)
{
    return video.storedName.isEmpty() ? video.originalPath
                                      : paths.originalsDir() + QLatin1Char('/') + video.storedName;
}

QJsonObject toJson(const jobs::Job& job)
{
    QJsonObject entry{{QStringLiteral("id"), static_cast<qint64>(job.id.value)},
                      {QStringLiteral("kind"), QLatin1String(jobs::name(job.kind))},
                      {QStringLiteral("video_id"), static_cast<qint64>(job.video.value)},
                      {QStringLiteral("preset"), textOrNull(job.preset)},
                      {QStringLiteral("state"), QLatin1String(jobs::name(job.state))},
                      {QStringLiteral("progress"), job.progress},
                      {QStringLiteral("stage"), textOrNull(job.stage)},
                      {QStringLiteral("attempt"), job.attempt},
                      {QStringLiteral("priority"), job.priority},
                      {QStringLiteral("run_at"), timeText(job.runAt)},
                      {QStringLiteral("created_at"), timeText(job.createdAt)},
                      {QStringLiteral("started_at"), timeOrNull(job.startedAt)},
                      {QStringLiteral("finished_at"), timeOrNull(job.finishedAt)}};
    if (job.hasError) {
        const Error error{job.errorCode, job.errorDetail, 0, {}};
        entry.insert(QStringLiteral("error"), toJson(error));
    }
    return entry;
}

QJsonValue toJson(const std::optional<media::Likeness>& likeness)
{
    if (!likeness)
        return QJsonValue::Null;
    return QJsonObject{{QStringLiteral("ssim"), likeness->all},
                       {QStringLiteral("ssim_luma"), likeness->luma},
                       {QStringLiteral("pictures"), likeness->pictures}};
}

QJsonObject toJson(const library::Rendition& rendition, const AppPaths& paths)
{
    return {{QStringLiteral("preset"), rendition.preset},
            {QStringLiteral("state"), QLatin1String(library::name(rendition.state))},
            {QStringLiteral("path"), textOrNull(renditionPath(paths, rendition))},
            {QStringLiteral("size_bytes"), rendition.sizeBytes},
            {QStringLiteral("sha256"), textOrNull(rendition.sha256)},
            {QStringLiteral("width"), rendition.size.width},
            {QStringLiteral("height"), rendition.size.height},
            {QStringLiteral("duration_s"), static_cast<double>(rendition.duration.count()) / 1e6},
            {QStringLiteral("frames"), static_cast<qint64>(rendition.frames)},
            {QStringLiteral("removed"), QJsonArray::fromStringList(rendition.removed)},
            {QStringLiteral("notes"), QJsonArray::fromStringList(rendition.notes)},
            {QStringLiteral("quality"), toJson(rendition.likeness)}};
}

QJsonObject toJson(const library::Video& video, const AppPaths& paths)
{
    QJsonObject entry{{QStringLiteral("id"), static_cast<qint64>(video.id.value)},
                      {QStringLiteral("title"), video.title},
                      {QStringLiteral("state"), QLatin1String(library::name(video.state))},
                      {QStringLiteral("patient"), textOrNull(video.patientCode)},
                      {QStringLiteral("path"), sourcePath(paths, video)},
                      {QStringLiteral("original_path"), video.originalPath},
                      {QStringLiteral("size_bytes"), video.sizeBytes},
                      {QStringLiteral("sha256"), textOrNull(video.sha256)},
                      {QStringLiteral("imported_at"), timeText(video.importedAt)}};
    if (video.refusal)
        entry.insert(QStringLiteral("error"), toJson(Error{*video.refusal, {}, 0, {}}));
    if (video.duplicateOf)
        entry.insert(QStringLiteral("duplicate_of"), static_cast<qint64>(video.duplicateOf.value));
    if (video.info)
        entry.insert(QStringLiteral("media"), media::toReport(*video.info));
    return entry;
}

} // namespace ndas::cli
