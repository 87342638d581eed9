#include "app/cli/command.h"
#include "app/cli/item_json.h"
#include "app/cli/new_file.h"
#include "app/cli/progress_view.h"
#include "app/cli/recording.h"
#include "app/cli/texts.h"
#include "app/cli/verdict.h"
#include "core/base/file_tools.h"
#include "core/base/process_guard.h"
#include "core/base/short_name.h"
#include "core/jobs/transcode_worker.h"
#include "core/library/source_file.h"
#include "core/media/together.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QJsonArray>
#include <QtCore/QThread>

#include <CLI/CLI.hpp>
#include <algorithm>

namespace ndas::cli {

namespace {

struct Finished {
    QString output;
    media::TranscodePlan plan;
    media::TranscodeResult result;
    std::chrono::duration<double> readBack{}; ///< what the comparison with the disk took
};

/// The name without its extension, short enough for " (2)" and ".medium.mp4" to fit behind it.
QString baseName(const QString& path)
{
    constexpr qsizetype longest = 200; // of 255 bytes
    const QString base = shortName(QFileInfo(path).completeBaseName(), longest);
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
    entry.insert(QStringLiteral("read_back_s"), outcome->readBack.count());
    entry.insert(QStringLiteral("notes"), noteNames(notes));
    entry.insert(QStringLiteral("quality"), cli::toJson(result.likeness));
    return entry;
}

/// What the settings decide unless the command line does.
struct Wishes {
    jobs::Hardware hardware = jobs::Hardware::Unused;
    bool checkLikeness = false;
};

/// One rendition of a recording on its way.
struct Rendition {
    QString id; ///< of the preset
    media::TranscodePlan plan;
    std::unique_ptr<NewFile> file;
    Progress shown;
    Result<Finished> outcome = fail(ErrorCode::Internal);
};

using Renditions = std::vector<Rendition>;

/// Transcodes one file after the other into one folder, the renditions of each from as few decodes as memory
/// allows.
class Run {
public:
    Run(const Session& session, const jobs::WorkerOptions& options, std::vector<media::Preset> presets,
        const QString& folder, Wishes wishes)
        : session_(session)
        , options_(options)
        , presets_(std::move(presets))
        , folder_(folder)
        , wishes_(wishes)
        , view_(ProgressView::create(session.output()))
    {
    }

    /// One for each preset, or an only one when the file is no recording.
    std::vector<Result<Finished>> file(const QString& path)
    {
        before_ = fileFacts(path);
        const auto probe = lookAt(path, {}, worker_, session_);
        if (!probe)
            return {fail(probe.error())};
        std::vector<media::TranscodePlan> plans;
        for (const media::Preset& preset : presets_)
            plans.push_back(media::makePlan(probe->info, preset));
        std::vector<Result<Finished>> outcomes(plans.size(), fail(ErrorCode::Cancelled));
        for (const std::vector<std::size_t>& group : media::groupsOf(plans, physicalMemory() / 2)) {
            if (session_.token().isCancelled())
                break;
            Renditions renditions;
            for (const std::size_t index : group)
                renditions.push_back(planned(path, presets_[index], plans[index]));
            make(path, renditions);
            for (std::size_t index = 0; index < group.size(); ++index)
                outcomes[group[index]] = std::move(renditions[index].outcome);
        }
        return outcomes;
    }

    void say(const QString& text) { view_->say(text); }

    void clear() { view_->show({}); }

private:
    Rendition planned(const QString& path, const media::Preset& preset, const media::TranscodePlan& plan)
    {
        Rendition rendition;
        rendition.id = preset.id;
        rendition.plan = plan;
        rendition.file = std::make_unique<NewFile>(folder_, QStringLiteral(".mp4"));
        rendition.shown.id = ++number_;
        rendition.shown.label = QFileInfo(path).fileName();
        if (presets_.size() > 1)
            rendition.shown.label += QStringLiteral(", ") + preset.id;
        return rendition;
    }

    void make(const QString& path, Renditions& renditions)
    {
        if (const Result<void> worked = work(path, renditions); !worked)
            for (Rendition& rendition : renditions)
                rendition.outcome = fail(worked.error());
    }

    Result<void> work(const QString& path, Renditions& renditions)
    {
        std::vector<media::TranscodePlan> plans;
        qint64 expectedBytes = 0;
        for (const Rendition& rendition : renditions) {
            plans.push_back(rendition.plan);
            expectedBytes += rendition.plan.expectedBytes;
        }
        NDAS_CHECK(checkRoom(folder_, expectedBytes));
        const jobs::WorkerOptions options = workerOptions(plans, QFileInfo(path).size());
        const media::Threads threads = media::threadShares(plans, QThread::idealThreadCount());
        std::vector<media::TranscodeRequest> requests;
        std::vector<jobs::WorkerCall> calls;
        for (std::size_t index = 0; index < renditions.size(); ++index) {
            media::TranscodeRequest request;
            request.path = QFileInfo(path).absoluteFilePath();
            request.outputPath = renditions[index].file->path();
            request.plan = plans[index];
            request.threads = threads.encoders[index];
            request.decoderThreads = threads.decoder;
            request.checkLikeness = wishes_.checkLikeness;
            requests.push_back(std::move(request));
            const auto onProgress = [this, &renditions, index](const media::ProgressEvent& event) {
                show(renditions, renditions[index].shown, event);
            };
            calls.push_back({.token = session_.token(), .listener = {.onProgress = onProgress}});
        }
        jobs::transcodeInWorker(worker_, options, std::move(requests), wishes_.hardware, calls,
                                [&](std::size_t index, const Result<media::TranscodeResult>& result) {
                                    Result<Finished>& outcome = renditions[index].outcome;
                                    outcome = publish(path, renditions[index], result);
                                    if (!outcome)
                                        outcome = fail(library::causeOf(outcome.error(), path));
                                });
        return {};
    }

    jobs::WorkerOptions workerOptions(const std::vector<media::TranscodePlan>& plans,
                                      qint64 sourceBytes) const
    {
        jobs::WorkerOptions options = options_;
        options.limits.fileBytes = media::largestFile(plans, sourceBytes);
        options.limits.memoryBytes += 6 * media::memoryTogether(plans);
        const auto byLength = std::chrono::duration_cast<std::chrono::milliseconds>(
            20 * plans.front().duration * static_cast<int>(plans.size()));
        options.hardLimit = std::max(options.hardLimit, byLength);
        return options;
    }

    Result<Finished> publish(const QString& path, Rendition& rendition,
                             const Result<media::TranscodeResult>& result)
    {
        if (!result)
            return fail(result.error());
        const auto began = std::chrono::steady_clock::now();
        NDAS_CHECK(checkWritten(rendition.file->path(), *result));
        const std::chrono::duration<double> readBack = std::chrono::steady_clock::now() - began;
        if (fileFacts(path) != before_)
            return fail(ErrorCode::Busy, QStringLiteral("changed while it was read"));
        if (session_.token().isCancelled())
            return fail(ErrorCode::Cancelled);
        Finished finished{.output = {}, .plan = rendition.plan, .result = *result, .readBack = readBack};
        NDAS_TRY(finished.output,
                 rendition.file->publishAsFree(baseName(path) + QLatin1Char('.') + rendition.id));
        return finished;
    }

    /// What is in the file counts, not what the worker believes to have written; it is synced when it is
    /// published.
    Result<void> checkWritten(const QString& path, const media::TranscodeResult& result) const
    {
        NDAS_TRY(const QString hash, sha256OfFile(path, session_.token()));
        if (hash == result.sha256)
            return {};
        return fail(ErrorCode::VerificationFailed,
                    QStringLiteral("%1 on disk, %2 written").arg(hash, result.sha256));
    }

    void show(const Renditions& renditions, Progress& item, const media::ProgressEvent& event)
    {
        item.stage = QLatin1String(media::name(event.stage));
        item.fraction = media::fractionOf(event);
        item.speed = event.speed;
        item.secondsLeft = -1;
        if (event.speed > 0 && event.total > event.done)
            item.secondsLeft = static_cast<qint64>(static_cast<double>((event.total - event.done).count()) /
                                                   1e6 / event.speed);
        std::vector<Progress> all;
        for (const Rendition& rendition : renditions)
            all.push_back(rendition.shown);
        view_->show(all);
    }

    const Session& session_;
    const jobs::WorkerOptions options_;
    jobs::KeptWorker worker_; ///< for all the files
    const std::vector<media::Preset> presets_;
    const QString folder_;
    const Wishes wishes_;
    const std::unique_ptr<ProgressView> view_;
    qint64 number_ = 0;
    FileFacts before_; ///< of the recording, before anybody read it
};

class TranscodeCommand final : public Command {
public:
    const char* name() const override { return "transcode"; }

    const char* summary() const override { return "Convert recordings into a folder, without the library"; }

    void describe(CLI::App& options) override
    {
        options.add_option("FILE", files_, "The recordings")->required();
        options
            .add_option("-p,--preset", presets_, "original, high, medium, low, mobile; several as high,low")
            ->required();
        options.add_option("-o,--output", folder_, "The folder for the results; made when missing")
            ->required();
        options.add_flag("--hardware,!--no-hardware", hardware_,
                         "Let graphics hardware encode where it can; else the setting decides");
        options.add_flag("--check-likeness,!--no-check-likeness", checkLikeness_,
                         "Compare some pictures with the recording (SSIM); else the setting decides");
    }

    ExitCode run(Session& session) override
    {
        std::vector<media::Preset> presets;
        for (const QString& id : QString::fromStdString(presets_).split(QLatin1Char(','))) {
            auto preset = session.preset(id.trimmed());
            if (!preset)
                return session.output().failure(preset.error());
            const auto isSame = [&](const media::Preset& other) { return other.id == preset->id; };
            if (std::ranges::none_of(presets, isSame))
                presets.push_back(std::move(*preset));
        }
        const QString folder = QDir(QString::fromStdString(folder_)).absolutePath();
        if (!QDir().mkpath(folder))
            return session.output().failure(Error{ErrorCode::PermissionDenied, folder, 0, {}}, folder);
        const auto worker = session.workerOptions();
        if (!worker)
            return session.output().failure(worker.error());
        return runAll(session, Run(session, *worker, std::move(presets), folder, wishes(session.settings())));
    }

private:
    Wishes wishes(const settings::Settings& settings) const
    {
        const bool useHardware = hardware_.value_or(settings.useHardware);
        return {.hardware = useHardware ? jobs::Hardware::WhereItWorks : jobs::Hardware::Unused,
                .checkLikeness = checkLikeness_.value_or(settings.checkLikeness)};
    }

    ExitCode runAll(const Session& session, Run&& run) const
    {
        QJsonArray results;
        Verdict verdict;
        for (const std::string& file : files_) {
            const QString path = QString::fromStdString(file);
            for (const Result<Finished>& outcome : run.file(path)) {
                results.append(toJson(path, outcome));
                verdict.add(outcome);
                report(session.output(), run, path, outcome);
            }
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
    std::string presets_;
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
