#include "app/worker/worker_options.h"

#include <charconv>
#include <cstdio>
#include <string_view>

namespace ndas::worker {

namespace {

bool store(Options& options, std::string_view name, qint64 value)
{
    ProcessLimits& limits = options.limits;
    if (name == "--memory")
        limits.memoryBytes = value;
    else if (name == "--file-size")
        limits.fileBytes = value;
    else if (name == "--open-files")
        limits.openFiles = static_cast<int>(value);
    else if (name == "--nice")
        limits.niceness = static_cast<int>(value);
    else if (name == "--isolation" && value >= 0 && value <= static_cast<qint64>(Isolation::Sandbox))
        options.isolation = static_cast<Isolation>(value);
    else
        return false;
    return true;
}

} // namespace

void liveWithin(const ProcessLimits& limits)
{
    if (const auto applied = applyLimits(limits); !applied)
        std::fprintf(stderr, "limits: %s\n", qPrintable(applied.error().detail));
}

Result<Options> optionsFromArguments(std::span<const char* const> arguments)
{
    Options result;
    for (std::size_t i = 0; i < arguments.size(); i += 2) {
        const std::string_view name = arguments[i];
        const std::string_view text = i + 1 < arguments.size() ? arguments[i + 1] : "";
        qint64 value = 0;
        const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
        const bool isNumber = problem == std::errc() && end == text.data() + text.size();
        if (!isNumber || !store(result, name, value))
            return fail(ErrorCode::BadOption, QString::fromLocal8Bit(arguments[i]));
    }
    return result;
}

} // namespace ndas::worker
