#include "app/cli/command.h"
#include "app/cli/session.h"
#include "app/cli/texts.h"
#include "core/base/durable_file.h"
#include "core/jobs/frame_session.h"
#include "core/media/frame_times.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QJsonArray>

#include <CLI/CLI.hpp>
#include <algorithm>

namespace ndas::cli {

namespace {

using Frames = std::unique_ptr<jobs::FrameSession>;

double secondsOf(media::Micros time)
{
    return static_cast<double>(time.count()) / 1e6;
}

Result<Frames> openFrames(const std::string& file, const Session& session)
{
    NDAS_TRY(const jobs::WorkerOptions worker, session.workerOptions());
    return jobs::FrameSession::open(worker, {.path = QString::fromStdString(file)}, session.token());
}

class FramesCommand final : public Command {
public:
    const char* name() const override { return "frames"; }

    const char* summary() const override { return "List when each frame of a recording is shown"; }

    void describe(CLI::App& options) override
    {
        options.add_option("FILE", file_, "The recording")->required();
    }

    ExitCode run(Session& session) override
    {
        const auto frames = openFrames(file_, session);
        if (!frames)
            return session.output().failure(frames.error(), QString::fromStdString(file_));
        QJsonArray seconds;
        for (const media::Micros time : (*frames)->facts().times) {
            session.output().line(
                QStringLiteral("%1 %2").arg(seconds.size(), 6).arg(secondsOf(time), 0, 'f', 6));
            seconds.append(secondsOf(time));
        }
        session.output().document(
            {{QStringLiteral("count"), seconds.size()}, {QStringLiteral("times_s"), seconds}});
        return ExitCode::Done;
    }

private:
    std::string file_;
};

class FrameCommand final : public Command {
public:
    const char* name() const override { return "frame"; }

    const char* summary() const override { return "Save exact frames of a recording as PNG"; }

    void describe(CLI::App& options) override
    {
        options.add_option("FILE", file_, "The recording")->required();
        options
            .add_option("-o,--output", output_,
                        "The new picture (PNG); of several each gets the frame's number into its name")
            ->required();
        CLI::Option* index =
            options
                .add_option("--index", indexes_, "Number of the frame, from 0; may be given several times")
                ->allow_extra_args(false)
                ->check(CLI::NonNegativeNumber);
        options
            .add_option("--at", times_,
                        "Or the frame on screen at this time in seconds; may be given several times")
            ->allow_extra_args(false)
            ->check(CLI::Range(0.0, 1e6))
            ->excludes(index);
    }

    ExitCode run(Session& session) override
    {
        const auto saved = saveAll(session);
        if (!saved)
            return session.output().failure(saved.error(), QString::fromStdString(file_));
        QJsonObject document{{QStringLiteral("pictures"), *saved}};
        if (saved->size() == 1)
            document = saved->first().toObject();
        session.output().document(document);
        return ExitCode::Done;
    }

private:
    Result<QJsonArray> saveAll(const Session& session) const
    {
        if (indexes_.empty() && times_.empty())
            return fail(ErrorCode::BadOption, QStringLiteral("--index or --at is needed"));
        if (!QFileInfo(QString::fromStdString(output_)).absoluteDir().exists())
            return fail(ErrorCode::BadOption, QStringLiteral("the folder of --output does not exist"));
        NDAS_TRY(const Frames frames, openFrames(file_, session));
        const std::vector<std::int64_t> wanted = wantedFrames(frames->facts().times);
        for (const std::int64_t index : wanted)
            NDAS_CHECK(checkFree(placeOf(index, wanted.size())));
        QJsonArray saved;
        for (const std::int64_t index : wanted) {
            NDAS_TRY(const QJsonObject picture, save(*frames, index, placeOf(index, wanted.size()), session));
            saved.append(picture);
        }
        return saved;
    }

    /// In the order asked for, each once.
    std::vector<std::int64_t> wantedFrames(const std::vector<media::Micros>& times) const
    {
        std::vector<std::int64_t> all = indexes_;
        for (const double seconds : times_)
            all.push_back(media::frameOnScreen(times, media::Micros(std::llround(seconds * 1e6))));
        std::vector<std::int64_t> wanted;
        for (const std::int64_t index : all) {
            if (std::ranges::find(wanted, index) == wanted.end())
                wanted.push_back(index);
        }
        return wanted;
    }

    QString placeOf(std::int64_t index, std::size_t count) const
    {
        const QFileInfo place(QString::fromStdString(output_));
        if (count == 1)
            return place.absoluteFilePath();
        const QString suffix = place.suffix().isEmpty() ? QString() : QLatin1Char('.') + place.suffix();
        return place.absoluteDir().filePath(
            QStringLiteral("%1-%2%3").arg(place.completeBaseName()).arg(index).arg(suffix));
    }

    static Result<void> checkFree(const QString& path)
    {
        const QFileInfo place(path);
        if (place.exists() || place.isSymLink())
            return fail(ErrorCode::AlreadyExists, path);
        return {};
    }

    static Result<QJsonObject> save(jobs::FrameSession& frames, std::int64_t index, const QString& path,
                                    const Session& session)
    {
        NDAS_TRY(const jobs::Frame frame,
                 frames.read({.index = index, .format = media::ImageFormat::Png}, session.token()));
        NDAS_CHECK(writeNewFileDurably(path, frame.bytes));
        const auto count = std::ssize(frames.facts().times);
        session.output().line(QStringLiteral("%1: frame %2 of %3, %4, at %5 s")
                                  .arg(visible(path))
                                  .arg(frame.index)
                                  .arg(count)
                                  .arg(pixelText(frame.size))
                                  .arg(secondsOf(frame.at), 0, 'f', 6));
        return QJsonObject{{QStringLiteral("output"), path},
                           {QStringLiteral("index"), static_cast<qint64>(frame.index)},
                           {QStringLiteral("at_s"), secondsOf(frame.at)},
                           {QStringLiteral("frames"), static_cast<qint64>(count)},
                           {QStringLiteral("width"), frame.size.width},
                           {QStringLiteral("height"), frame.size.height}};
    }

    std::string file_;
    std::string output_;
    std::vector<std::int64_t> indexes_;
    std::vector<double> times_;
};

} // namespace

std::unique_ptr<Command> makeFramesCommand()
{
    return std::make_unique<FramesCommand>();
}

std::unique_ptr<Command> makeFrameCommand()
{
    return std::make_unique<FrameCommand>();
}

} // namespace ndas::cli
