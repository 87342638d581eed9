#include "app/composition/self_check.h"

#include "app/composition/sample_clip.h"
#include "app/composition/worker_setup.h"
#include "core/base/file_tools.h"
#include "core/base/log.h"
#include "core/base/sandbox.h"
#include "core/db/migrations.h"
#include "core/jobs/media_service.h"
#include "core/jobs/transcode_worker.h"
#include "core/library/disk_space.h"
#include "core/library/file_check.h"
#include "core/media/transcode_plan.h"

#include <QtCore/QFileInfo>
#include <QtCore/QLocale>
#include <QtCore/QTemporaryDir>

namespace ndas::app {

namespace {

QString words(const Error& error, const QString& detail)
{
    QString text = QLatin1String(errorSentence(error.code));
    if (const QLatin1String advice(errorAdvice(error.code)); !advice.isEmpty())
        text += QLatin1Char(' ') + advice;
    return detail.isEmpty() ? text : text + QStringLiteral(" (%1)").arg(detail);
}

/// Where recordings are looked at a detail may name one, and the report goes to others.
QString wordsWithoutNames(const Error& error)
{
    return words(error, logText(error));
}

QStringList missingOf(const QStringList& wanted, const QStringList& found)
{
    QStringList missing;
    for (const QString& name : wanted) {
        if (!found.contains(name))
            missing << name;
    }
    return missing;
}

class Check {
public:
    Check(const AppPaths& paths, QString file, CancellationToken token)
        : paths_(paths)
        , file_(std::move(file))
        , token_(std::move(token))
    {
    }

    std::vector<CheckLine> run()
    {
        note("data folder", dataFolder());
        note("free space", freeSpace());
        note("database", database());
        inspectLibrary();
        note("worker", worker());
        note("sandbox", sandboxText());
        if (!media_)
            return std::move(lines_);
        note("graphics hardware", hardware());
        const auto capabilities = media_->capabilities(token_);
        note("encoders", capabilities ? encoders(*capabilities) : fail(capabilities.error()));
        note("filters", capabilities ? filters(*capabilities) : fail(capabilities.error()));
        noteWithoutNames("trial conversion", trial());
        return std::move(lines_);
    }

private:
    using Finding = Result<QString>;

    struct Verdict {
        bool fine = false;
        QString text; ///< without names
    };

    void note(const char* name, const Finding& finding)
    {
        lines_.push_back({.name = QLatin1String(name),
                          .fine = finding.has_value(),
                          .detail = finding ? *finding : words(finding.error(), finding.error().detail)});
    }

    void noteWithoutNames(const char* name, const Finding& finding)
    {
        lines_.push_back({.name = QLatin1String(name),
                          .fine = finding.has_value(),
                          .detail = finding ? *finding : wordsWithoutNames(finding.error())});
    }

    void judge(const char* name, const Result<Verdict>& verdict)
    {
        if (!verdict)
            return noteWithoutNames(name, fail(verdict.error()));
        lines_.push_back({.name = QLatin1String(name), .fine = verdict->fine, .detail = verdict->text});
    }

    Finding dataFolder()
    {
        NDAS_CHECK(paths_.create());
        scratch_.emplace(paths_.workDir() + QStringLiteral("/check-XXXXXX"));
        if (!scratch_->isValid())
            return fail(ErrorCode::PermissionDenied, scratch_->errorString());
        return paths_.dataDir;
    }

    /// As much as must stay free is there: otherwise no job begins.
    Finding freeSpace() const
    {
        NDAS_TRY(const VolumeInfo volume, volumeOf(paths_.workDir()));
        const auto settings = settings::SettingsFile(paths_.settingsFile()).load();
        NDAS_CHECK(library::checkSpace(volume, 0, settings.value_or(settings::Settings())));
        return QLocale::c().formattedDataSize(volume.bytesFree, 1, QLocale::DataSizeSIFormat);
    }

    QString scratch(const char* name) const
    {
        return scratch_ && scratch_->isValid() ? scratch_->filePath(QLatin1String(name)) : QString();
    }

    /// In a file of its own: the check must not touch the library.
    Finding database() const
    {
        NDAS_TRY(const auto connection, db::Connection::open(scratch("check.db")));
        NDAS_CHECK(db::migrate(*connection, scratch("backups")));
        NDAS_TRY(const QVariant version, connection->value(QStringLiteral("SELECT sqlite_version()")));
        return QStringLiteral("SQLite ") + version.toString();
    }

    /// Looks only: at the records, and whether the files they name are there.
    void inspectLibrary()
    {
        if (!QFileInfo::exists(paths_.database()))
            return note("library", QStringLiteral("none yet"));
        if (const auto sound = records(); !sound)
            return noteWithoutNames("library", fail(sound.error()));
        const SystemClock clock;
        db::DatabasePool pool(paths_.database());
        jobs::JobStore jobs(pool, clock);
        const library::LibraryStore store(pool, jobs, clock);
        judge("queue", queue(jobs));
        judge("library", files(store));
        judge("thumbnails", thumbnails(store));
    }

    static Result<Verdict> queue(const jobs::JobStore& jobs)
    {
        NDAS_TRY(const QStringList breaches, jobs.checkInvariants());
        NDAS_TRY(const std::vector<jobs::Job> all, jobs.list());
        return Verdict{.fine = breaches.isEmpty(),
                       .text = breaches.isEmpty() ? QStringLiteral("%1 jobs, all consistent").arg(all.size())
                                                  : breaches.join(QStringLiteral("; "))};
    }

    Result<Verdict> files(const library::LibraryStore& store) const
    {
        NDAS_TRY(const std::vector<library::Video> videos, store.list());
        NDAS_TRY(const auto checked, library::checkFiles(paths_, videos, library::CheckDepth::Size, token_));
        const auto faulty = std::ranges::count_if(
            checked, [](const auto& file) { return file.state != library::FileState::Sound; });
        return Verdict{.fine = faulty == 0,
                       .text = QStringLiteral("%1 videos, %2 files, %3 missing or changed")
                                   .arg(videos.size())
                                   .arg(checked.size())
                                   .arg(faulty)};
    }

    Result<Verdict> thumbnails(const library::LibraryStore& store) const
    {
        NDAS_TRY(const std::vector<library::Video> videos, store.list());
        int recorded = 0;
        int missing = 0;
        for (const library::Video& video : videos) {
            NDAS_TRY(const auto thumbnail, store.thumbnailOf(video.id));
            if (!thumbnail)
                continue;
            const QFileInfo file(paths_.thumbnailsDir() + QLatin1Char('/') + thumbnail->fileName);
            ++recorded;
            missing += file.isFile() && file.size() == thumbnail->sizeBytes ? 0 : 1;
        }
        return Verdict{.fine = missing == 0,
                       .text =
                           QStringLiteral("%1 pictures, %2 missing or changed").arg(recorded).arg(missing)};
    }

    Result<void> records() const
    {
        NDAS_TRY(const auto connection, db::Connection::open(paths_.database(), db::Access::ReadOnly));
        return db::quickCheck(*connection);
    }

    Finding worker()
    {
        NDAS_TRY(const QString program, findWorker());
        options_ = workerOptions(program, {});
        media_.emplace(options_, 1);
        NDAS_TRY(const media::CapabilitiesResult found, media_->capabilities(token_));
        return QStringLiteral("%1 (%2)").arg(program, found.versions.join(QStringLiteral(", ")));
    }

    static Finding encoders(const media::CapabilitiesResult& found)
    {
        const QStringList missing = missingOf(
            {QStringLiteral("libx264"), QStringLiteral("aac"), QStringLiteral("mjpeg")}, found.encoders);
        if (!missing.isEmpty())
            return fail(ErrorCode::EncoderMissing, missing.join(QStringLiteral(", ")));
        return found.encoders.join(QStringLiteral(", "));
    }

    /// None is needed: the processor encodes as well.
    QString hardware() const
    {
        QStringList works;
        QStringList reasons;
        for (const jobs::EncoderTrial& trial : jobs::tryHardwareEncoders(options_, token_)) {
            const QLatin1String name(media::name(trial.encoder));
            if (trial.problem)
                reasons << QStringLiteral("%1: %2").arg(name, jobs::reasonText(*trial.problem));
            else
                works << name;
        }
        return QStringLiteral("%1 (%2)").arg(works.isEmpty() ? QStringLiteral("none")
                                                             : works.join(QStringLiteral(", ")),
                                             reasons.join(QStringLiteral("; ")));
    }

    static Finding filters(const media::CapabilitiesResult& found)
    {
        const QStringList missing = missingOf(
            {QStringLiteral("zscale"), QStringLiteral("tonemap"), QStringLiteral("bwdif")}, found.filters);
        if (!missing.isEmpty())
            return fail(ErrorCode::EncoderMissing, missing.join(QStringLiteral(", ")));
        return found.filters.join(QStringLiteral(", "));
    }

    Result<QString> trialInput() const
    {
        if (!file_.isEmpty())
            return QFileInfo(file_).absoluteFilePath();
        const QString sample = scratch("sample.avi");
        NDAS_CHECK(writeSampleClip(sample, std::chrono::seconds(2)));
        return sample;
    }

    Finding trial()
    {
        NDAS_TRY(const QString input, trialInput());
        media::ProbeRequest probe;
        probe.path = input;
        NDAS_TRY(const media::ProbeResult found, media_->probe(probe, token_));
        NDAS_TRY(const media::Preset preset,
                 settings::findPreset(settings::builtInPresets(), QStringLiteral("mobile")));
        media::TranscodeRequest request;
        request.path = input;
        request.outputPath = scratch("trial.mp4");
        request.plan = media::makePlan(found.info, preset);
        NDAS_TRY(const auto process, jobs::WorkerProcess::start(options_, token_));
        NDAS_CHECK(process->perform(request, token_));
        probe.path = request.outputPath;
        NDAS_TRY(const media::ProbeResult made, media_->probe(probe, token_));
        const media::VideoStream* video = made.info.mainVideo();
        if (!video || video->codec != QLatin1String("h264") || video->display() != request.plan.video.output)
            return fail(ErrorCode::VerificationFailed, QStringLiteral("the result is not what was planned"));
        return QStringLiteral("%1 x %2, %3 bytes")
            .arg(video->coded.width)
            .arg(video->coded.height)
            .arg(made.info.sizeBytes);
    }

    const AppPaths paths_;
    const QString file_;
    const CancellationToken token_;
    std::vector<CheckLine> lines_;
    std::optional<QTemporaryDir> scratch_;
    jobs::WorkerOptions options_;
    std::optional<jobs::MediaService> media_;
};

} // namespace

std::vector<CheckLine> selfCheck(const AppPaths& paths, const QString& file, const CancellationToken& token)
{
    return Check(paths, file, token).run();
}

} // namespace ndas::app
