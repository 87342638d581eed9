#include "app/cli/command.h"
#include "app/cli/session.h"
#include "app/composition/self_check.h"
#include "core/library/found_files.h"

#include <QtCore/QJsonArray>

#include <CLI/CLI.hpp>

namespace ndas::cli {

namespace {

class DoctorCommand final : public Command {
public:
    const char* name() const override { return "doctor"; }

    const char* summary() const override { return "Check that this installation can do its work"; }

    void describe(CLI::App& options) override
    {
        options.add_option("FILE", file_, "A recording to try instead of the built-in sample");
        options.add_flag(
            "--repair", repair_,
            "First restore a damaged database from its backup and register files it does not know");
    }

    ExitCode run(Session& session) override
    {
        if (repair_) {
            if (const auto repaired = repair(session); !repaired)
                return session.output().failure(repaired.error());
        }
        const std::vector<app::CheckLine> lines =
            app::selfCheck(session.paths(), QString::fromStdString(file_), session.token());
        QJsonArray checks;
        bool fine = true;
        for (const app::CheckLine& line : lines) {
            fine = fine && line.fine;
            checks.append(QJsonObject{{QStringLiteral("name"), line.name},
                                      {QStringLiteral("ok"), line.fine},
                                      {QStringLiteral("detail"), line.detail}});
            session.output().line(QStringLiteral("%1  %2: %3")
                                      .arg(line.fine ? QStringLiteral("ok     ") : QStringLiteral("MISSING"),
                                           line.name, line.detail));
        }
        session.output().document({{QStringLiteral("ok"), fine}, {QStringLiteral("checks"), checks}});
        if (session.token().isCancelled())
            return ExitCode::Interrupted;
        return fine ? ExitCode::Done : ExitCode::Environment;
    }

private:
    static Result<void> repair(const Session& session)
    {
        NDAS_TRY(const auto workspace, session.openWorkspace());
        NDAS_TRY(const int found, library::adoptFoundFiles(workspace->paths(), workspace->library()));
        if (found > 0)
            session.output().line(QStringLiteral("%1 recordings registered again").arg(found));
        return {};
    }

    std::string file_;
    bool repair_ = false;
};

} // namespace

std::unique_ptr<Command> makeDoctorCommand()
{
    return std::make_unique<DoctorCommand>();
}

} // namespace ndas::cli
