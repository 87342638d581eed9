#include "app/cli/command.h"
#include "app/cli/session.h"
#include "core/library/file_check.h"

#include <QtCore/QJsonArray>

#include <CLI/CLI.hpp>

namespace ndas::cli {

namespace {

using library::CheckedFile;
using library::FileState;

QString textOf(const CheckedFile& file)
{
    const QString what = file.preset.isEmpty() ? QStringLiteral("original") : file.preset;
    return QStringLiteral("%1  video %2, %3")
        .arg(QLatin1String(name(file.state)), -10)
        .arg(file.video.value)
        .arg(what);
}

QJsonObject jsonOf(const CheckedFile& file)
{
    return {{QStringLiteral("video"), static_cast<qint64>(file.video.value)},
            {QStringLiteral("preset"), file.preset},
            {QStringLiteral("state"), QLatin1String(name(file.state))}};
}

class VerifyCommand final : public Command {
public:
    const char* name() const override { return "verify"; }

    const char* summary() const override
    {
        return "Check that originals and renditions are there and unchanged";
    }

    void describe(CLI::App& options) override
    {
        options.add_option("VIDEO_ID", ids_, "These videos only")->check(CLI::PositiveNumber);
        options.add_flag("--quick", quick_, "Compare sizes only, do not read the files");
        options.add_flag("--repair", repair_, "Queue missing and changed renditions to be made again");
    }

    ExitCode run(Session& session) override
    {
        const auto sound = check(session);
        if (!sound)
            return session.output().failure(sound.error());
        return *sound ? ExitCode::Done : ExitCode::SomeFailed;
    }

private:
    Result<std::vector<library::Video>> wanted(library::LibraryStore& store) const
    {
        if (ids_.empty())
            return store.list();
        std::vector<library::Video> videos;
        for (const qint64 id : ids_) {
            NDAS_TRY(library::Video video, store.find(VideoId{id}));
            videos.push_back(std::move(video));
        }
        return videos;
    }

    Result<bool> check(const Session& session) const
    {
        NDAS_TRY(const auto workspace, session.openWorkspace());
        NDAS_TRY(const std::vector<library::Video> videos, wanted(workspace->library()));
        const auto depth = quick_ ? library::CheckDepth::Size : library::CheckDepth::Content;
        NDAS_TRY(const std::vector<CheckedFile> files,
                 library::checkFiles(workspace->paths(), videos, depth, session.token()));
        QJsonArray faulty;
        int queued = 0;
        for (const CheckedFile& file : files) {
            if (file.state == FileState::Sound)
                continue;
            session.output().line(textOf(file));
            faulty.append(jsonOf(file));
            if (!repair_ || file.preset.isEmpty())
                continue;
            NDAS_CHECK(workspace->library().remakeRendition(file.video, file.preset));
            ++queued;
        }
        session.output().line(
            QStringLiteral("%1 files checked, %2 missing or changed, %3 renditions queued again")
                .arg(files.size())
                .arg(faulty.size())
                .arg(queued));
        session.output().document({{QStringLiteral("checked"), static_cast<qint64>(files.size())},
                                   {QStringLiteral("faulty"), faulty},
                                   {QStringLiteral("queued"), queued}});
        return faulty.isEmpty();
    }

    std::vector<qint64> ids_;
    bool quick_ = false;
    bool repair_ = false;
};

} // namespace

std::unique_ptr<Command> makeVerifyCommand()
{
    return std::make_unique<VerifyCommand>();
}

} // namespace ndas::cli
