#include "app/cli/command.h"
#include "app/cli/recording.h"
#include "app/cli/texts.h"

#include <CLI/CLI.hpp>

namespace ndas::cli {

namespace {

QString pictureText(const media::VideoStream& video)
{
    QStringList parts{pixelText(video.display()), video.codec};
    if (!video.profile.isEmpty())
        parts << video.profile;
    parts << QStringLiteral("%1 bit").arg(video.bitDepth);
    return parts.join(QStringLiteral(", "));
}

QString rateText(const media::VideoStream& video)
{
    if (!video.frameRate.isPositive())
        return QStringLiteral("unknown");
    const QString rate = QStringLiteral("%1 pictures a second").arg(video.frameRate.toDouble(), 0, 'g', 5);
    return video.variableFrameRate ? rate + QStringLiteral(" on average, varying") : rate;
}

QString turnText(const media::VideoStream& video)
{
    QStringList parts;
    if (video.orientation.clockwiseDegrees != 0)
        parts << QStringLiteral("%1 degrees clockwise").arg(video.orientation.clockwiseDegrees);
    if (video.orientation.mirrored)
        parts << QStringLiteral("mirrored");
    return parts.join(QStringLiteral(", "));
}

QString soundText(const media::MediaInfo& info)
{
    const media::AudioStream* audio = info.mainAudio();
    if (!audio)
        return QStringLiteral("none");
    const QString text = QStringLiteral("%1, %2 channels, %3 Hz")
                             .arg(audio->codec)
                             .arg(audio->channels)
                             .arg(audio->sampleRate);
    return info.audio.size() == 1 ? text : text + QStringLiteral(" (%1 tracks)").arg(info.audio.size());
}

QString dateText(const media::MediaInfo& info)
{
    if (!info.recordedAt)
        return QStringLiteral("unknown");
    return QStringLiteral("%1 (%2)").arg(info.recordedAt->iso, QLatin1String(name(info.recordedAt->source)));
}

Columns factsOf(const media::MediaInfo& info, const media::VideoStream& video)
{
    return {
        {QStringLiteral("Container"), info.container},
        {QStringLiteral("Size"), sizeText(info.sizeBytes)},
        {QStringLiteral("Duration"), durationText(info.duration)},
        {QStringLiteral("Picture"), pictureText(video)},
        {QStringLiteral("Frame rate"), rateText(video)},
        {QStringLiteral("Turned"), turnText(video)},
        {QStringLiteral("HDR"), video.hdr == media::Hdr::None ? QString() : QLatin1String(name(video.hdr))},
        {QStringLiteral("Scan"), QLatin1String(name(video.scan))},
        {QStringLiteral("Sound"), soundText(info)},
        {QStringLiteral("Recorded"), dateText(info)},
        {QStringLiteral("Location"), info.hasLocation ? QStringLiteral("stored in the file") : QString()},
        {QStringLiteral("Warnings"), info.warnings.join(QStringLiteral(", "))},
    };
}

class ProbeCommand final : public Command {
public:
    const char* name() const override { return "probe"; }

    const char* summary() const override { return "Show what a recording is"; }

    void describe(CLI::App& options) override
    {
        options.add_option("FILE", file_, "The recording")->required();
    }

    ExitCode run(Session& session) override
    {
        const QString path = QString::fromStdString(file_);
        const auto result = lookAt(path, {}, session);
        if (!result)
            return session.output().failure(result.error(), path);
        session.output().document(media::toReport(result->info));
        if (const media::VideoStream* video = result->info.mainVideo())
            session.output().columns(factsOf(result->info, *video));
        return ExitCode::Done;
    }

private:
    std::string file_;
};

} // namespace

std::unique_ptr<Command> makeProbeCommand()
{
    return std::make_unique<ProbeCommand>();
}

} // namespace ndas::cli
