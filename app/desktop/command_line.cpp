#include "app/desktop/command_line.h"

#include <QtCore/QCommandLineParser>
#include <QtCore/QDir>

namespace ndas::app {

namespace {

constexpr const char* helpText = R"(Usage: ndas [--data-dir FOLDER] [RECORDING...]

Takes in recordings of infants and prepares them for developmental assessment.
Recordings and folders named here are offered for import.

  --data-dir FOLDER   where library, queue and settings are kept
  --self-test [FILE]  check what an installed copy needs, process FILE (or a short
                      sample) with it, and say what is missing
  --version           print the version
  --help              print this
)";

QStringList absolute(const QStringList& paths)
{
    QStringList result;
    for (const QString& path : paths)
        result << QDir::cleanPath(QDir::current().absoluteFilePath(path));
    return result;
}

CommandLine print(const QString& text, ExitCode code)
{
    CommandLine line;
    line.action = CommandLine::Action::PrintAndExit;
    line.output = text;
    line.exitCode = code;
    return line;
}

} // namespace

CommandLine parseCommandLine(const QStringList& arguments)
{
    QCommandLineParser parser;
    const QCommandLineOption help(QStringList{QStringLiteral("h"), QStringLiteral("help")});
    const QCommandLineOption version(QStringLiteral("version"));
    const QCommandLineOption selfTest(QStringLiteral("self-test"));
    const QCommandLineOption dataDir(QStringLiteral("data-dir"), {}, QStringLiteral("FOLDER"));
    QCommandLineOption reverse(QStringLiteral("reverse")); // Qt's own: lays the window out from right to left
    reverse.setFlags(QCommandLineOption::HiddenFromHelp);
    parser.setSingleDashWordOptionMode(QCommandLineParser::ParseAsLongOptions);
    parser.addOptions({help, version, selfTest, dataDir, reverse});
    if (!parser.parse(arguments))
        return print(parser.errorText() + QStringLiteral("\nTry: ndas --help\n"), ExitCode::Usage);
    if (parser.isSet(help))
        return print(QString::fromLatin1(helpText), ExitCode::Done);
    if (parser.isSet(version))
        return print(QStringLiteral("ndas " NDAS_VERSION "\n"), ExitCode::Done);
    CommandLine line;
    line.action = parser.isSet(selfTest) ? CommandLine::Action::SelfTest : CommandLine::Action::Run;
    line.dataDir = parser.value(dataDir);
    line.recordings = absolute(parser.positionalArguments());
    return line;
}

} // namespace ndas::app
