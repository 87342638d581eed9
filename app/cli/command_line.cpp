#include "app/cli/command_line.h"

#include "app/cli/command.h"
#include "app/cli/session.h"

#include <QtCore/QFileInfo>

#include <CLI/CLI.hpp>
#include <algorithm>

namespace ndas::cli {

namespace {

constexpr const char* footer =
    "Exit codes: 0 done, 1 some jobs failed, 2 usage, 3 refused input, 4 environment (disk, permission), "
    "130 interrupted.\n"
    "Names that begin with \"-\" are taken as files when they exist, or after \"--\".";

struct CommonText {
    std::string dataDir;
    bool json = false;
};

CLI::App* addCommand(CLI::App& app, Command& command, CommonText& common)
{
    CLI::App* options = app.add_subcommand(command.name(), command.summary());
    command.describe(*options);
    options->add_option("--data-dir", common.dataDir,
                        "The data folder (default: NDAS_DATA_DIR, or the user's own)");
    options->add_flag("--json", common.json, "Print one JSON document and nothing else");
    options->footer(footer);
    return options;
}

bool isOption(const CLI::App& app, const std::string& word)
{
    const std::string name = word.substr(0, word.find('='));
    const auto subcommands = app.get_subcommands([](const CLI::App*) { return true; });
    return app.get_option_no_throw(name) != nullptr ||
           std::any_of(subcommands.begin(), subcommands.end(), [&](const CLI::App* command) {
               return command->get_option_no_throw(name) != nullptr;
           });
}

/// The parser would read "-clip.mp4" as options and "[2]" as a list; as "./-clip.mp4" they are what they are.
std::string asPathWhereOneIsMeant(const CLI::App& app, const QString& argument)
{
    std::string word = argument.toStdString();
    const bool misleading = argument.startsWith(QLatin1Char('-')) || argument.startsWith(QLatin1Char('['));
    if (!misleading || isOption(app, word) || argument == QLatin1String("--") || !QFileInfo::exists(argument))
        return word;
    return "./" + word;
}

/// The parser takes its words last first, without the program's name.
std::vector<std::string> wordsFor(const CLI::App& app, const QStringList& arguments)
{
    std::vector<std::string> words;
    for (qsizetype i = arguments.size() - 1; i > 0; --i)
        words.push_back(asPathWhereOneIsMeant(app, arguments.at(i)));
    return words;
}

ExitCode usageError(const CLI::App& app, const CLI::ParseError& problem, bool json)
{
    if (problem.get_exit_code() == 0) { // --help and --version come this way too
        app.exit(problem);
        return ExitCode::Done;
    }
    // What is missing is complained of first, which says nothing to one who misspelt a word.
    const std::vector<std::string> unknown = app.remaining(true);
    const QString what =
        QString::fromStdString(unknown.empty() ? problem.what() : CLI::ExtrasError(unknown).what());
    const Output output(json);
    output.document({{QStringLiteral("error"),
                      QJsonObject{{QStringLiteral("code"), QLatin1String(errorName(ErrorCode::BadOption))},
                                  {QStringLiteral("message"), what}}}});
    output.complain(what + QStringLiteral("\nRun with --help for more information."));
    return ExitCode::Usage;
}

} // namespace

CommandList allCommands()
{
    CommandList commands;
    commands.push_back(makeImportCommand());
    commands.push_back(makeProcessCommand());
    commands.push_back(makeQueueCommand());
    commands.push_back(makeStatusCommand());
    commands.push_back(makeProbeCommand());
    commands.push_back(makePlanCommand());
    commands.push_back(makeThumbnailCommand());
    commands.push_back(makeFrameCommand());
    commands.push_back(makeFramesCommand());
    commands.push_back(makeTranscodeCommand());
    commands.push_back(makeVerifyCommand());
    commands.push_back(makeDoctorCommand());
    return commands;
}

ExitCode runCommandLine(const QStringList& arguments, const CancellationToken& token)
{
    CLI::App app("Prepares recordings of infants for developmental assessment.", "ndas-cli");
    app.set_version_flag("--version", NDAS_VERSION);
    app.require_subcommand(1);
    app.footer(footer);
    CommonText common;
    const CommandList commands = allCommands();
    std::vector<CLI::App*> parsers;
    for (const auto& command : commands)
        parsers.push_back(addCommand(app, *command, common));
    try {
        app.parse(wordsFor(app, arguments));
    } catch (const CLI::ParseError& problem) {
        return usageError(app, problem, arguments.contains(QStringLiteral("--json")));
    }
    const auto chosen =
        std::find_if(parsers.begin(), parsers.end(), [](const CLI::App* parser) { return parser->parsed(); });
    Session session({.dataDir = QString::fromStdString(common.dataDir), .json = common.json}, token);
    return commands[static_cast<std::size_t>(chosen - parsers.begin())]->run(session);
}

} // namespace ndas::cli
