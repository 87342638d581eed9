// What the journal costs, and what kills cost with it. Each RUN is "plain", without a journal, or so many
// kills at even distances with one; a line for each: RUN, processor seconds, those of its checks, bytes,
// outcome. usage: bench_journal RECORDING PRESETS.json PRESET FOLDER RUN... (the renditions stay there, to be
// compared)
#include "core/engine/probe/probe.h"
#include "core/engine/transcode/transcode.h"
#include "core/media/preset.h"

#include <QtCore/QFile>
#include <QtCore/QFileInfo>

#include <algorithm>
#include <chrono>
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

double processorSeconds(const media::TranscodeResult& result, media::Stage stage)
{
    const auto cost = std::ranges::find(result.stages, stage, &media::StageCost::stage);
    return cost == result.stages.end() ? 0 : std::chrono::duration<double>(cost->processor).count();
}

class Bench {
public:
    Bench(media::TranscodeRequest request, QString folder)
        : request_(std::move(request))
        , folder_(std::move(folder))
    {
    }

    void run(const QString& name)
    {
        media::TranscodeRequest request = request_;
        request.outputPath = folder_ + QStringLiteral("/%1.mp4").arg(name);
        if (name != QLatin1String("plain"))
            request.journalPath = folder_ + QStringLiteral("/%1.journal").arg(name);
        const int kills = name.toInt();
        const double begin = processorSeconds();
        for (int kill = 1; kill <= kills; ++kill)
            startAndKill(request, request.plan.duration * kill / (kills + 1));
        const auto done = engine::transcode(request, {});
        const double all = processorSeconds() - begin;
        const double checks = done ? processorSeconds(*done, media::Stage::Checking) : 0;
        std::printf("%s %.2f %.2f %lld %s\n", qPrintable(name), all - checks, checks,
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
    if (argc < 6)
        return 2;
    const auto request =
        requestFor(QFile::decodeName(argv[1]), QFile::decodeName(argv[2]), QLatin1String(argv[3]));
    if (!request)
        return EXIT_FAILURE;
    Bench bench(*request, QFile::decodeName(argv[4]));
    for (int run = 5; run < argc; ++run)
        bench.run(QString::fromLatin1(argv[run]));
    return EXIT_SUCCESS;
}
