// One command of ndas-cli: its options, and what it does with them.
#pragma once

#include "core/base/error.h"

#include <memory>
#include <vector>

namespace CLI {
class App;
}

namespace ndas::cli {

class Session;

class Command {
public:
    virtual ~Command() = default;
    virtual const char* name() const = 0;
    virtual const char* summary() const = 0;
    /// Adds the command's own options; --help, --data-dir and --json are there already.
    virtual void describe(CLI::App& options) = 0;
    /// Prints its result through the session and says how the program ends.
    virtual ExitCode run(Session& session) = 0;
};

using CommandList = std::vector<std::unique_ptr<Command>>;

/// All commands, in the order in which --help lists them.
CommandList allCommands();

std::unique_ptr<Command> makeImportCommand();
std::unique_ptr<Command> makeProcessCommand();
std::unique_ptr<Command> makeQueueCommand();
std::unique_ptr<Command> makeStatusCommand();
std::unique_ptr<Command> makeProbeCommand();
std::unique_ptr<Command> makePlanCommand();
std::unique_ptr<Command> makeThumbnailCommand();
std::unique_ptr<Command> makeFrameCommand();
std::unique_ptr<Command> makeFramesCommand();
std::unique_ptr<Command> makeTranscodeCommand();
std::unique_ptr<Command> makeVerifyCommand();
std::unique_ptr<Command> makeDoctorCommand();

} // namespace ndas::cli
