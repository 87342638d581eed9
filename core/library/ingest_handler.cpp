#include "core/base/durable_file.h"
#include "core/base/file_tools.h"
#include "core/base/log.h"
#include "core/library/disk_space.h"
#include "core/library/job_handlers.h"
#include "core/library/own_files.h"
#include "core/library/source_file.h"
#include "core/library/stored_names.h"
#include "core/library/work_folder.h"

#include <QtCore/QFileInfo>
#include <QtCore/QJsonArray>

#include <cmath>

namespace ndas::library {

namespace {

constexpr media::PixelSize thumbnailBox{640, 640};

/// A part of the whole job's progress.
struct Span {
    double from = 0;
    double to = 1;
};

/// One attempt to take one recording in.
class Ingest {
public:
    Ingest(const HandlerParts& parts, jobs::JobContext& context, const Video& video)
        : parts_(parts)
        , context_(context)
        , video_(video)
        , settings_(parts.settings())
        , evenIfDuplicate_(context.job().payload[QLatin1String("evenIfDuplicate")].toBool())
    {
    }

    Result<void> run()
    {
        NDAS_TRY(source_, openSource(video_.originalPath));
        // What is ours comes and goes; an original does not.
        if (video_.storage == Storage::InPlace && isInsideLibrary(source_.path, parts_.paths))
            return fail(ErrorCode::InsideLibrary, source_.path);
        NDAS_CHECK(checkSize());
        NDAS_TRY(WorkFolder work, WorkFolder::open(parts_.paths, context_.job().id, context_.token()));
        NDAS_CHECK(refuseKnownBeforeCopying());
        NDAS_CHECK(video_.storage == Storage::Copied ? copyIntoWork(work) : hashInPlace());
        NDAS_CHECK(refuseIfKnown());
        NDAS_CHECK(probe(work));
        NDAS_CHECK(publish());
        NDAS_CHECK(finish());
        work.finish();
        return {};
    }

private:
    BytesProgress progressOf(const char* stage, Span span) const
    {
        return [this, stage = QString::fromLatin1(stage), span](qint64 done, qint64 total) {
            const double part = total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 0;
            context_.progress(std::lerp(span.from, span.to, part), stage);
        };
    }

    Result<QString> hashOf(const QString& path, Span span) const
    {
        return sha256OfFile(path, context_.token(), progressOf("hashing", span));
    }

    /// Before gigabytes are copied for nothing; the other limits need the probe.
    Result<void> checkSize() const
    {
        if (source_.sizeBytes <= settings_.limits.maxBytes)
            return {};
        return fail(
            ErrorCode::TooLarge,
            QStringLiteral("%1 bytes, at most %2").arg(source_.sizeBytes).arg(settings_.limits.maxBytes));
    }

    QString storedPath() const
    {
        return parts_.paths.originalsDir() + QLatin1Char('/') + originalFileName(video_);
    }

    /// Copying is the long part: content that may be known already is compared first.
    Result<void> refuseKnownBeforeCopying()
    {
        if (evenIfDuplicate_ || video_.storage != Storage::Copied)
            return {};
        NDAS_TRY(const bool possible, parts_.store.hasSize(source_.sizeBytes));
        if (!possible)
            return {};
        NDAS_TRY(facts_.sha256, hashOf(source_.path, {0.0, 0.3}));
        return refuseIfKnown();
    }

    Result<void> refuseIfKnown()
    {
        if (evenIfDuplicate_)
            return {};
        NDAS_TRY(const std::optional<Video> other, parts_.store.findByContent(facts_.sha256));
        if (!other)
            return {};
        const Failure reason = fail(
            ErrorCode::AlreadyImported,
            QStringLiteral("already imported as video %1 \"%2\"").arg(other->id.value).arg(other->title));
        NDAS_CHECK(parts_.store.turnAway(context_.claim(), video_.id, other->id, reason.value()));
        return reason;
    }

    Result<void> hashInPlace()
    {
        stored_ = source_.path;
        NDAS_TRY(facts_.sha256, hashOf(source_.path, {0.0, 0.9}));
        return {};
    }

    Result<void> copyIntoWork(const WorkFolder& work)
    {
        facts_.storedName = originalFileName(video_);
        NDAS_TRY(const bool there, isStoredAlready());
        if (there)
            return {};
        NDAS_TRY(const VolumeInfo volume, volumeOf(parts_.paths.workDir()));
        NDAS_CHECK(checkSpace(volume, source_.sizeBytes, settings_));
        stored_ = work.file(QStringLiteral("original-") + facts_.storedName);
        NDAS_TRY(const CopyResult copy, copyFileVerified(source_.path, stored_, context_.token(),
                                                         progressOf("copying", {0.3, 0.9})));
        const bool isAsHashed = facts_.sha256.isEmpty() || facts_.sha256 == copy.sha256;
        if (!isAsHashed || copy.bytes != source_.sizeBytes)
            return changedMeanwhile();
        facts_.sha256 = copy.sha256;
        return {};
    }

    /// An attempt that died between publishing the copy and its last transaction has left it there.
    Result<bool> isStoredAlready()
    {
        if (!QFileInfo::exists(storedPath()))
            return false;
        NDAS_TRY(facts_.sha256, hashOf(source_.path, {0.3, 0.6}));
        NDAS_TRY(const QString found, hashOf(storedPath(), {0.6, 0.9}));
        if (found != facts_.sha256)
            return false;
        stored_ = storedPath();
        return true;
    }

    Result<void> probe(const WorkFolder& work)
    {
        context_.progress(0.9, QString::fromLatin1(media::name(media::Stage::Opening)));
        media::ProbeRequest request;
        request.path = stored_;
        media::ThumbnailSpec thumbnail;
        thumbnail.box = thumbnailBox;
        NDAS_TRY(const QString pictures, work.subfolder(QStringLiteral("pictures")));
        thumbnail.outputPath = pictures + QStringLiteral("/thumbnail.jpg");
        request.thumbnails.push_back(thumbnail);
        NDAS_TRY(media::ProbeResult result, parts_.media.probe(request, context_.token()));
        facts_.info = datedInfo(std::move(result.info), video_.originalName, source_.modifiedAt);
        if (!result.thumbnails.empty())
            thumbnail_ = result.thumbnails.front();
        return media::checkLimits(facts_.info, settings_.limits);
    }

    Result<void> publish()
    {
        context_.progress(0.98, QStringLiteral("publishing"));
        if (context_.token().isCancelled())
            return fail(ErrorCode::Cancelled);
        NDAS_CHECK(isNoLongerWritten());
        NDAS_CHECK(publishThumbnail());
        if (video_.storage == Storage::InPlace || stored_ == storedPath())
            return {};
        return publishOurs(stored_, storedPath(), parts_.store);
    }

    /// What is still being copied to where it was found may rest for the moment its beginning was read in.
    Result<void> isNoLongerWritten() const
    {
        const Result<SourceFile> now = openSource(source_.path); // else a card that was pulled out meanwhile
        return now && !isAsOpened(*now) ? changedMeanwhile() : Result<void>{};
    }

    Result<void> publishThumbnail()
    {
        if (thumbnail_.path.isEmpty() || thumbnail_.size.isEmpty())
            return {};
        NDAS_CHECK(syncFile(thumbnail_.path));
        const QString name = thumbnailFileName(video_, 1);
        const QString path = parts_.paths.thumbnailsDir() + QLatin1Char('/') + name;
        NDAS_CHECK(publishOurs(thumbnail_.path, path, parts_.store));
        facts_.thumbnailFile = name;
        facts_.thumbnailSize = thumbnail_.size;
        facts_.thumbnailAt = thumbnail_.at;
        facts_.thumbnailBytes = QFileInfo(path).size();
        return {};
    }

    Result<void> finish()
    {
        facts_.sizeBytes = source_.sizeBytes;
        facts_.fileModifiedAt = source_.modifiedAt;
        facts_.evenIfDuplicate = evenIfDuplicate_;
        if (video_.storage == Storage::InPlace)
            NDAS_CHECK(stillTheSame());
        auto finished = parts_.store.finishIngest(context_.claim(), video_.id, facts_, presets());
        const bool isKnown = !finished && finished.error().code == ErrorCode::AlreadyImported;
        const bool isTooEarly = !finished && finished.error().code == ErrorCode::RecordedBeforeBirth;
        if (!isKnown && !isTooEarly)
            return finished;
        NDAS_CHECK(withdraw());
        if (isTooEarly)
            return finished;
        NDAS_CHECK(refuseIfKnown());
        return fail(ErrorCode::Busy, QStringLiteral("the video with the same content has just gone"));
    }

    /// Memory cards keep times to two seconds: what was written meanwhile may show in the content only.
    Result<void> stillTheSame() const
    {
        NDAS_TRY(const QString hash, hashOf(source_.path, {0.98, 0.99}));
        NDAS_TRY(const SourceFile now, openSource(source_.path));
        return hash == facts_.sha256 && isAsOpened(now) ? Result<void>{} : changedMeanwhile();
    }

    bool isAsOpened(const SourceFile& now) const
    {
        return now.sizeBytes == source_.sizeBytes && now.modifiedAt == source_.modifiedAt;
    }

    Result<void> changedMeanwhile() const
    {
        return fail(ErrorCode::Busy, QStringLiteral("changed while it was read: ") + source_.path);
    }

    /// No record names what this attempt, or one before it, has published.
    Result<void> withdraw() const
    {
        if (!facts_.storedName.isEmpty())
            NDAS_CHECK(removeOurs(storedPath(), parts_.store));
        if (!facts_.thumbnailFile.isEmpty())
            NDAS_CHECK(removeOurs(parts_.paths.thumbnailsDir() + QLatin1Char('/') + facts_.thumbnailFile,
                                  parts_.store));
        return {};
    }

    QStringList presets() const
    {
        QStringList ids;
        const QJsonArray wanted = context_.job().payload[QLatin1String("presets")].toArray();
        for (const auto& id : wanted)
            ids << id.toString();
        return ids;
    }

    const HandlerParts& parts_;
    jobs::JobContext& context_;
    const Video& video_;
    const settings::Settings settings_;
    const bool evenIfDuplicate_;
    SourceFile source_;
    QString stored_; ///< what is probed: the copy (in the work folder or published), or the original in place
    media::ThumbnailResult thumbnail_;
    IngestedFacts facts_;
};

} // namespace

IngestHandler::IngestHandler(HandlerParts parts)
    : parts_(std::move(parts))
{
}

Result<void> IngestHandler::run(jobs::JobContext& context)
{
    NDAS_TRY(const Video video, parts_.store.find(context.job().video));
    auto result = Ingest(parts_, context, video).run();
    if (result)
        return result;
    Error error = causeOf(std::move(result).error(), video.originalPath);
    // An attempt that was asked to stop is believed nothing; the next one finds out.
    const bool isItsOwnFault =
        retryClass(error.code) == RetryClass::Input || error.code == ErrorCode::RecordedBeforeBirth;
    const bool isRefused =
        isItsOwnFault && error.code != ErrorCode::AlreadyImported && !context.token().isCancelled();
    if (isRefused)
        NDAS_CHECK(parts_.store.refuse(context.claim(), video.id, error));
    return fail(std::move(error));
}

} // namespace ndas::library
