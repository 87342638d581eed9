#include "app/cli/command.h"
#include "app/cli/new_file.h"
#include "app/cli/session.h"
#include "app/cli/texts.h"
#include "core/jobs/media_service.h"

#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QJsonArray>
#include <QtCore/QTemporaryDir>
#include <QtCore/QtEndian>

#include <CLI/CLI.hpp>
#include <optional>

namespace ndas::cli {

namespace {

double secondsOf(media::Micros time)
{
    return static_cast<double>(time.count()) / 1e6;
}

Result<media::FramesResult> ask(media::FramesRequest request, const Session& session)
{
    NDAS_TRY(const jobs::WorkerOptions worker, session.workerOptions());
    jobs::MediaService media(worker, 1);
    request.path = QFileInfo(request.path).absoluteFilePath();
    return media.frames(request, session.token());
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
        const auto times = list(session);
        if (!times)
            return session.output().failure(times.error(), QString::fromStdString(file_));
        QJsonArray seconds;
        for (const media::Micros time : *times) {
            session.output().line(
                QStringLiteral("%1 %2").arg(seconds.size(), 6).arg(secondsOf(time), 0, 'f', 6));
            seconds.append(secondsOf(time));
        }
        session.output().document(
            {{QStringLiteral("count"), seconds.size()}, {QStringLiteral("times_s"), seconds}});
        return ExitCode::Done;
    }

private:
    Result<std::vector<media::Micros>> list(const Session& session) const
    {
        const QTemporaryDir folder;
        if (!folder.isValid())
            return fail(ErrorCode::Io, folder.errorString());
        QFile file(folder.filePath(QStringLiteral("times")));
        NDAS_TRY(const media::FramesResult result,
                 ask({.path = QString::fromStdString(file_), .timesPath = file.fileName()}, session));
        const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        if (bytes.size() != result.frames * static_cast<qint64>(sizeof(qint64)))
            return fail(ErrorCode::Io, file.errorString());
        std::vector<media::Micros> times;
        for (qsizetype i = 0; i < bytes.size(); i += sizeof(qint64))
            times.emplace_back(qFromLittleEndian<qint64>(bytes.constData() + i));
        return times;
    }

    std::string file_;
};

class FrameCommand final : public Command {
public:
    const char* name() const override { return "frame"; }

    const char* summary() const override { return "Save one exact frame of a recording as PNG"; }

    void describe(CLI::App& options) override
    {
        options.add_option("FILE", file_, "The recording")->required();
        options.add_option("-o,--output", output_, "The new picture (PNG)")->required();
        CLI::Option* index = options.add_option("--index", index_, "Number of the frame, from 0")
                                 ->check(CLI::NonNegativeNumber);
        options.add_option("--at", at_, "Or the frame on screen at this time in seconds")
            ->check(CLI::Range(0.0, 1e6))
            ->excludes(index);
    }

    ExitCode run(Session& session) override
    {
        const auto made = make(session);
        if (!made)
            return session.output().failure(made.error(), QString::fromStdString(file_));
        const QString output = QFileInfo(QString::fromStdString(output_)).absoluteFilePath();
        const media::Micros at = made->times.front();
        session.output().document({{QStringLiteral("output"), output},
                                   {QStringLiteral("index"), static_cast<qint64>(made->index)},
                                   {QStringLiteral("at_s"), secondsOf(at)},
                                   {QStringLiteral("frames"), static_cast<qint64>(made->frames)},
                                   {QStringLiteral("width"), made->size.width},
                                   {QStringLiteral("height"), made->size.height}});
        session.output().line(QStringLiteral("%1: frame %2 of %3, %4, at %5 s")
                                  .arg(visible(output))
                                  .arg(made->index)
                                  .arg(made->frames)
                                  .arg(pixelText(made->size))
                                  .arg(secondsOf(at), 0, 'f', 6));
        return ExitCode::Done;
    }

private:
    Result<media::FramesResult> make(const Session& session) const
    {
        if (!index_ && !at_)
            return fail(ErrorCode::BadOption, QStringLiteral("--index or --at is needed"));
        const QFileInfo place(QString::fromStdString(output_));
        if (!place.absoluteDir().exists())
            return fail(ErrorCode::BadOption, QStringLiteral("the folder of --output does not exist"));
        if (place.exists() || place.isSymLink())
            return fail(ErrorCode::AlreadyExists, place.absoluteFilePath());
        NewFile picture(place.absolutePath(), QStringLiteral(".png"));
        media::FramesRequest request{.path = QString::fromStdString(file_)};
        request.index = index_;
        if (at_)
            request.at = media::Micros(static_cast<std::int64_t>(std::llround(*at_ * 1e6)));
        request.format = media::ImageFormat::Png;
        request.picturePath = picture.path();
        NDAS_TRY(media::FramesResult made, ask(request, session));
        if (made.times.empty())
            return fail(ErrorCode::ProtocolError);
        NDAS_CHECK(picture.publishAs(place.absoluteFilePath()));
        return made;
    }

    std::string file_;
    std::string output_;
    std::optional<std::int64_t> index_;
    std::optional<double> at_;
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
