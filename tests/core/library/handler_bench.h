// What a handler needs around it: settings without a disk reserve, a worker, and a job that is running.
#pragma once

#include "core/library/job_handlers.h"
#include "tests/core/library/library_bench.h"

namespace ndas::test {

class RunningJob final : public jobs::JobContext {
public:
    explicit RunningJob(jobs::Job job)
        : job_(std::move(job))
    {
    }

    const jobs::Job& job() const override { return job_; }

    jobs::Claim claim() const override { return LibraryBench::claimOf(job_); }

    const CancellationToken& token() const override { return token_; }

    const CancellationToken& urgentToken() const override { return urgentToken_; }

    Result<void> checkpoint(const jobs::Checkpoint& checkpoint) override
    {
        checkpoints.push_back(checkpoint);
        return {};
    }

    void pause() { source.cancel(); }

    void cancel()
    {
        urgent.cancel();
        source.cancel();
    }

    void progress(double fraction, const QString& stage, double) override
    {
        fractions.push_back(fraction);
        if (stages.isEmpty() || stages.back() != stage)
            stages << stage;
        if (stage == actAt)
            act();
    }

    CancellationSource source;
    CancellationSource urgent;
    std::vector<double> fractions;
    std::vector<jobs::Checkpoint> checkpoints;
    QStringList stages;
    QString actAt; ///< at this stage `act` is called: by default the job is cancelled
    std::function<void()> act = [this] { cancel(); };

private:
    jobs::Job job_;
    CancellationToken token_ = source.token();
    CancellationToken urgentToken_ = urgent.token();
};

struct HandlerBench : LibraryBench {
    explicit HandlerBench(const QString& worker)
        : media(optionsFor(worker), 1)
    {
        settings.diskReserveBytes = 1;
    }

    static jobs::WorkerOptions optionsFor(const QString& worker)
    {
        jobs::WorkerOptions options;
        options.program = worker;
        return options;
    }

    library::HandlerParts parts()
    {
        return {.paths = paths,
                .store = store,
                .jobs = jobs,
                .media = media,
                .settings = [this] { return settings; },
                .presets = settings::builtInPresets()};
    }

    /// A recording on the "memory card" with this content.
    QString recording(const QString& name, const QByteArray& content) const
    {
        const QString path = folder.filePath(name);
        return write(path, content) ? path : QString();
    }

    /// Registers, claims and runs the ingest, as the scheduler would; failures are left to the caller.
    Result<void> ingest(const library::NewVideo& video)
    {
        NDAS_TRY(registered, store.registerVideo(video));
        RunningJob job(claim());
        return library::IngestHandler(parts()).run(job);
    }

    QStringList filesIn(const QString& folderPath) const
    {
        return QDir(folderPath).entryList(QDir::Files | QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot);
    }

    library::Registered registered;
    settings::Settings settings;
    jobs::MediaService media;
};

inline QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(unreadable)");
}

} // namespace ndas::test
