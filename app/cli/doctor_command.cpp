#include "app/cli/command.h"
#include "app/cli/session.h"
#include "app/composition/self_check.h"

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
    }

    ExitCode run(Session& session) override
    {
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
    std::string file_;
};

} // namespace

std::unique_ptr<Command> makeDoctorCommand()
{
    return std::make_unique<DoctorCommand>();
}

} // namespace ndas::cli
