// What the journal costs, and what a kill costs with it: processor seconds and sizes of an undisturbed run
// without a journal, one with it, one killed in the middle, and one killed ten times.
// usage: bench_journal RECORDING PRESETS.json PRESET FOLDER (the renditions stay there, to be compared)
#include "core/engine/probe.h"
#include "core/engine/transcode.h"
#include "core/media/preset.h"

#include <QtCore/QFile>
#include <QtCore/QFileInfo>

#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace {

using namespace ndas;

/// Of all threads of this program.
double processorSeconds()
{
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

class Bench {
public:
    Bench(media::TranscodeRequest request, QString folder)
        : request_(std::move(request))
        , folder_(std::move(folder))
    {
    }

    /// Killed so many times, at even distances; the last start ends by itself.
    void run(const char* name, bool withJournal, int kills)
    {
        media::TranscodeRequest request = request_;
        request.outputPath = folder_ + QStringLiteral("/%1.mp4").arg(QLatin1String(name));
        if (withJournal)
            request.journalPath = folder_ + QStringLiteral("/%1.journal").arg(QLatin1String(name));
        QFile::remove(request.outputPath);
        if (withJournal)
            QFile::remove(request.journalPath);
        const double begin = processorSeconds();
        for (int kill = 1; kill <= kills; ++kill)
            startAndKill(request, request.plan.duration * kill / (kills + 1));
        const auto done = engine::transcode(request, {});
        std::printf("%s %.2f %lld %s\n", name, processorSeconds() - begin,
                    static_cast<long long>(QFileInfo(request.outputPath).size()),
                    done ? "done" : errorName(done.error().code));
        std::fflush(stdout);
    }

private:
    static void startAndKill(const media::TranscodeRequest& request, media::Micros moment)
    {
        CancellationSource source;
        const auto kill = [&](const media::ProgressEvent& event) {
            if (event.stage == media::Stage::Encoding && event.done >= moment)
                source.cancel();
        };
        static_cast<void>(engine::transcode(request, source.token(), {.onProgress = kill}));
    }

    media::TranscodeRequest request_;
    QString folder_;
};

Result<media::TranscodeRequest> requestFor(const QString& recording, const QString& presets, QLatin1String id)
{
    QFile file(presets);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::NotFound, presets);
    NDAS_TRY(const std::vector<media::Preset> all, media::presetsFromJson(file.readAll()));
    NDAS_TRY(const media::MediaInfo info, engine::probe(recording));
    media::TranscodeRequest request;
    request.path = recording;
    for (const media::Preset& preset : all)
        if (preset.id == id)
            request.plan = media::makePlan(info, preset);
    return request;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 5)
        return 2;
    const auto request =
        requestFor(QFile::decodeName(argv[1]), QFile::decodeName(argv[2]), QLatin1String(argv[3]));
    if (!request)
        return EXIT_FAILURE;
    Bench bench(*request, QFile::decodeName(argv[4]));
    bench.run("plain", false, 0);
    bench.run("journal", true, 0);
    bench.run("killed-once", true, 1);
    bench.run("killed-ten-times", true, 10);
    return EXIT_SUCCESS;
}
