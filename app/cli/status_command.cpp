#include "app/cli/command.h"
#include "app/cli/item_json.h"
#include "app/cli/session.h"
#include "app/cli/texts.h"

#include <QtCore/QJsonArray>

#include <CLI/CLI.hpp>

namespace ndas::cli {

namespace {

Columns factsOf(const library::Video& video, const AppPaths& paths)
{
    Columns rows{
        {QStringLiteral("Video"), QString::number(video.id.value)},
        {QStringLiteral("Title"), visible(video.title)},
        {QStringLiteral("State"), QLatin1String(library::name(video.state))},
        {QStringLiteral("Reason"), video.refusal ? QLatin1String(errorSentence(*video.refusal)) : QString()},
        {QStringLiteral("Patient"), visible(video.patientCode)},
        {QStringLiteral("Recording"), visible(sourcePath(paths, video))},
        {QStringLiteral("Found at"), visible(video.originalPath)},
        {QStringLiteral("Size"), sizeText(video.sizeBytes)},
        {QStringLiteral("Imported"), timeText(video.importedAt)},
    };
    if (!video.info)
        return rows;
    rows.emplace_back(QStringLiteral("Duration"), durationText(video.info->duration));
    if (const media::VideoStream* stream = video.info->mainVideo())
        rows.emplace_back(QStringLiteral("Picture"), pixelText(stream->display()));
    if (video.info->recordedAt)
        rows.emplace_back(QStringLiteral("Recorded"), video.info->recordedAt->iso);
    return rows;
}

QString renditionText(const library::Rendition& rendition, const AppPaths& paths)
{
    QStringList parts{QLatin1String(library::name(rendition.state))};
    if (rendition.state == library::RenditionState::Ready)
        parts << pixelText(rendition.size) << sizeText(rendition.sizeBytes)
              << visible(renditionPath(paths, rendition));
    if (rendition.likeness)
        parts << likenessText(*rendition.likeness);
    return parts.join(QStringLiteral(", "));
}

class StatusCommand final : public Command {
public:
    const char* name() const override { return "status"; }

    const char* summary() const override { return "Show a video of the library, its renditions and jobs"; }

    void describe(CLI::App& options) override
    {
        options.add_option("VIDEO_ID", id_, "The video")->required()->check(CLI::PositiveNumber);
    }

    ExitCode run(Session& session) override
    {
        const auto result = show(session);
        return result ? ExitCode::Done : session.output().failure(result.error());
    }

private:
    Result<void> show(const Session& session) const
    {
        NDAS_TRY(const auto workspace, session.openWorkspace());
        NDAS_TRY(const library::Video video, workspace->library().find(VideoId{id_}));
        jobs::JobFilter filter;
        filter.video = video.id;
        NDAS_TRY(const std::vector<jobs::Job> jobs, workspace->jobs().list(filter));
        const Output& output = session.output();
        const AppPaths& paths = workspace->paths();
        output.columns(factsOf(video, paths));
        QJsonArray renditions;
        for (const library::Rendition& rendition : video.renditions) {
            renditions.append(toJson(rendition, paths));
            output.line(
                QStringLiteral("rendition %1: %2").arg(rendition.preset, renditionText(rendition, paths)));
        }
        QJsonArray entries;
        for (const jobs::Job& job : jobs) {
            entries.append(toJson(job));
            output.line(QStringLiteral("job %1, %2: %3").arg(job.id.value).arg(jobText(job), stateText(job)));
        }
        output.document({{QStringLiteral("video"), toJson(video, paths)},
                         {QStringLiteral("renditions"), renditions},
                         {QStringLiteral("jobs"), entries}});
        return {};
    }

    qint64 id_ = 0;
};

} // namespace

std::unique_ptr<Command> makeStatusCommand()
{
    return std::make_unique<StatusCommand>();
}

} // namespace ndas::cli
