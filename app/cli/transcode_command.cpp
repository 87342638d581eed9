#include "app/cli/command.h"
#include "app/cli/item_json.h"
#include "app/cli/new_file.h"
#include "app/cli/progress_view.h"
#include "app/cli/recording.h"
#include "app/cli/texts.h"
#include "app/cli/verdict.h"
#include "core/base/file_tools.h"
#include "core/jobs/transcode_worker.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QJsonArray>

#include <CLI/CLI.hpp>
#include <algorithm>

namespace ndas::cli {

namespace {

struct Finished {
    QString output;
    media::TranscodePlan plan;
    media::TranscodeResult result;
};

/// The name without its extension, short enough for " (2)" and ".medium.mp4" to fit behind it.
QString baseName(const QString& path)
{
    constexpr qsizetype longest = 200; // of 255 bytes
    QString base = QFileInfo(path).completeBaseName();
    while (base.toUtf8().size() > longest)
        base.chop(1);
    return base.isEmpty() ? QStringLiteral("video") : base;
}

Result<void> checkRoom(const QString& folder, qint64 expectedBytes)
{
    NDAS_TRY(const VolumeInfo volume, volumeOf(folder));
    const qint64 wanted = expectedBytes + expectedBytes * 3 / 10;
    if (volume.bytesFree >= wanted)
        return {};
    return fail(ErrorCode::DiskFull,
                QStringLiteral("%1 free, about %2 needed").arg(sizeText(volume.bytesFree), sizeText(wanted)));
}

QJsonArray noteNames(const std::vector<media::PlanNote>& notes)
{
    QJsonArray names;
    for (const media::PlanNote note : notes)
        names.append(QLatin1String(media::name(note)));
    return names;
}

QJsonObject toJson(const QString& path, const Result<Finished>& outcome)
{
    QJsonObject entry{{QStringLiteral("path"), path}};
    if (!outcome) {
        entry.insert(QStringLiteral("error"), cli::toJson(outcome.error()));
        return entry;
    }
    const media::TranscodeResult& result = outcome->result;
    entry.insert(QStringLiteral("output"), outcome->output);
    entry.insert(QStringLiteral("preset"), outcome->plan.preset);
    const auto notes = media::withFound(outcome->plan.notes, result.notes);
    const bool copied = std::find(notes.begin(), notes.end(), media::PlanNote::Copied) != notes.end();
    entry.insert(QStringLiteral("video"), copied ? QStringLiteral("copied") : QStringLiteral("encoded"));
    entry.insert(QStringLiteral("size_bytes"), static_cast<qint64>(result.sizeBytes));
    entry.insert(QStringLiteral("sha256"), result.sha256);
    entry.insert(QStringLiteral("width"), result.size.width);
    entry.insert(QStringLiteral("height"), result.size.height);
    entry.insert(QStringLiteral("duration_s"), static_cast<double>(result.duration.count()) / 1e6);
    entry.insert(QStringLiteral("frames"), static_cast<qint64>(result.frames));
    entry.insert(QStringLiteral("damaged_packets"), static_cast<qint64>(result.damagedPackets));
    entry.insert(QStringLiteral("removed"), QJsonArray::fromStringList(result.removed));
    QJsonArray stages;
    for (const media::StageCost& cost : result.stages)
        stages.append(
            QJsonObject{{QStringLiteral("stage"), QLatin1String(media::name(cost.stage))},
                        {QStringLiteral("elapsed_s"), static_cast<double>(cost.elapsed.count()) / 1e6},
                        {QStringLiteral("processor_s"), static_cast<double>(cost.processor.count()) / 1e6}});
    entry.insert(QStringLiteral("stages"), stages);
    entry.insert(QStringLiteral("notes"), noteNames(notes));
    entry.insert(QStringLiteral("quality"), cli::toJson(result.likeness));
    return entry;
}

/// What the settings decide unless the command line does.
struct Wishes {
    jobs::Hardware hardware = jobs::Hardware::Unused;
    bool checkLikeness = false;
};

/// Transcodes one file after the other into one folder.
class Run {
public:
    Run(const Session& session, media::Preset preset, const QString& folder, Wishes wishes)
        : session_(session)
        , preset_(std::move(preset))
        , folder_(folder)
        , wishes_(wishes)
        , view_(ProgressView::create(session.output()))
    {
    }

    Result<Finished> one(const QString& path)
    {
        NDAS_TRY(const media::ProbeResult probe, lookAt(path, {}, session_));
        Finished finished;
        finished.plan = media::makePlan(probe.info, preset_);
        NDAS_CHECK(checkRoom(folder_, finished.plan.expectedBytes));
        NewFile file(folder_, QStringLiteral(".mp4"));
        NDAS_TRY(finished.result, work(path, file.path(), finished.plan));
        NDAS_CHECK(checkWritten(file.path(), finished.result));
        if (session_.token().isCancelled())
            return fail(ErrorCode::Cancelled);
        NDAS_TRY(finished.output, file.publishAsFree(baseName(path) + QLatin1Char('.') + preset_.id));
        return finished;
    }

    void say(const QString& text) { view_->say(text); }

    void clear() { view_->show({}); }

private:
    Result<media::TranscodeResult> work(const QString& path, const QString& output,
                                        const media::TranscodePlan& plan)
    {
        NDAS_TRY(jobs::WorkerOptions options, session_.workerOptions());
        options.limits.memoryBytes += 6 * plan.expectedMemory;
        const auto byLength = std::chrono::duration_cast<std::chrono::milliseconds>(20 * plan.duration);
        options.hardLimit = std::max(options.hardLimit, byLength);
        media::TranscodeRequest request;
        request.path = QFileInfo(path).absoluteFilePath();
        request.outputPath = output;
        request.plan = plan;
        request.checkLikeness = wishes_.checkLikeness;
        ++number_;
        const auto onProgress = [&](const media::ProgressEvent& event) { show(path, event); };
        return jobs::transcodeInWorker(options, request, wishes_.hardware, session_.token(),
                                       {.onProgress = onProgress});
    }

    /// What lies on disk counts, not what the worker believes to have written.
    Result<void> checkWritten(const QString& path, const media::TranscodeResult& result) const
    {
        NDAS_TRY(const QString hash, sha256OfFile(path, session_.token()));
        if (hash == result.sha256)
            return {};
        return fail(ErrorCode::VerificationFailed,
                    QStringLiteral("%1 on disk, %2 written").arg(hash, result.sha256));
    }

    void show(const QString& path, const media::ProgressEvent& event)
    {
        Progress item;
        item.id = number_;
        item.label = QFileInfo(path).fileName();
        item.stage = QLatin1String(media::name(event.stage));
        item.fraction = media::fractionOf(event);
        item.speed = event.speed;
        if (event.speed > 0 && event.total > event.done)
            item.secondsLeft = static_cast<qint64>(static_cast<double>((event.total - event.done).count()) /
                                                   1e6 / event.speed);
        view_->show({item});
    }

    const Session& session_;
    const media::Preset preset_;
    const QString folder_;
    const Wishes wishes_;
    const std::unique_ptr<ProgressView> view_;
    qint64 number_ = 0;
};

class TranscodeCommand final : public Command {
public:
    const char* name() const override { return "transcode"; }

    const char* summary() const override { return "Convert recordings into a folder, without the library"; }

    void describe(CLI::App& options) override
    {
        options.add_option("FILE", files_, "The recordings")->required();
        options.add_option("-p,--preset", preset_, "original, high, medium, low or mobile")->required();
        options.add_option("-o,--output", folder_, "The folder for the results; made when missing")
            ->required();
        options.add_flag("--hardware,!--no-hardware", hardware_,
                         "Let graphics hardware encode where it can; else the setting decides");
        options.add_flag("--check-likeness,!--no-check-likeness", checkLikeness_,
                         "Compare some pictures with the recording (SSIM); else the setting decides");
    }

    ExitCode run(Session& session) override
    {
        auto preset = session.preset(QString::fromStdString(preset_));
        if (!preset)
            return session.output().failure(preset.error());
        const QString folder = QDir(QString::fromStdString(folder_)).absolutePath();
        if (!QDir().mkpath(folder))
            return session.output().failure(Error{ErrorCode::PermissionDenied, folder, 0, {}}, folder);
        return runAll(session, Run(session, std::move(*preset), folder, wishes(session.settings())));
    }

private:
    Wishes wishes(const settings::Settings& settings) const
    {
        const bool useHardware = hardware_.value_or(settings.useHardware);
        return {.hardware = useHardware ? jobs::Hardware::WhereItWorks : jobs::Hardware::Unused,
                .checkLikeness = checkLikeness_.value_or(settings.checkLikeness)};
    }

    ExitCode runAll(const Session& session, Run run) const
    {
        QJsonArray results;
        Verdict verdict;
        for (const std::string& file : files_) {
            const QString path = QString::fromStdString(file);
            const auto outcome = run.one(path);
            results.append(toJson(path, outcome));
            verdict.add(outcome);
            report(session.output(), run, path, outcome);
            if (session.token().isCancelled())
                break;
        }
        session.output().document({{QStringLiteral("results"), results}});
        return session.token().isCancelled() ? ExitCode::Interrupted : verdict.exitCode();
    }

    static void report(const Output& output, Run& run, const QString& path, const Result<Finished>& outcome)
    {
        if (!outcome) {
            run.clear();
            output.complain(visible(path) + QStringLiteral(": ") + errorText(outcome.error()));
            return;
        }
        run.say(QStringLiteral("%1: done, %2, %3")
                    .arg(visible(outcome->output), pixelText(outcome->result.size),
                         sizeText(outcome->result.sizeBytes)));
        for (const media::PlanNote note : outcome->result.notes)
            run.say(QStringLiteral("  ") + QLatin1String(media::sentence(note)));
        if (outcome->result.likeness)
            run.say(QStringLiteral("  ") + likenessText(*outcome->result.likeness));
    }

    std::vector<std::string> files_;
    std::string preset_;
    std::string folder_;
    std::optional<bool> hardware_;
    std::optional<bool> checkLikeness_;
};

} // namespace

std::unique_ptr<Command> makeTranscodeCommand()
{
    return std::make_unique<TranscodeCommand>();
}

} // namespace ndas::cli
