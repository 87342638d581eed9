#include "app/cli/command.h"
#include "app/cli/plan_text.h"
#include "app/cli/recording.h"

#include <CLI/CLI.hpp>

namespace ndas::cli {

namespace {

class PlanCommand final : public Command {
public:
    const char* name() const override { return "plan"; }

    const char* summary() const override { return "Show what a preset would make of a recording"; }

    void describe(CLI::App& options) override
    {
        options.add_option("FILE", file_, "The recording")->required();
        options.add_option("-p,--preset", preset_, "original, high, medium, low or mobile")->required();
    }

    ExitCode run(Session& session) override
    {
        const auto preset = session.preset(QString::fromStdString(preset_));
        if (!preset)
            return session.output().failure(preset.error());
        const QString path = QString::fromStdString(file_);
        const auto result = lookAt(path, {}, session);
        if (!result)
            return session.output().failure(result.error(), path);
        const media::TranscodePlan plan = session.plan(result->info, *preset);
        session.output().document(planReport(plan));
        session.output().columns(planColumns(plan));
        for (const QString& sentence : noteSentences(plan))
            session.output().line(QStringLiteral("- ") + sentence);
        return ExitCode::Done;
    }

private:
    std::string file_;
    std::string preset_;
};

} // namespace

std::unique_ptr<Command> makePlanCommand()
{
    return std::make_unique<PlanCommand>();
}

} // namespace ndas::cli
