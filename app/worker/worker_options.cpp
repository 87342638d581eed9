#include "app/worker/worker_options.h"

#include <charconv>
#include <string_view>

namespace ndas::worker {

namespace {

bool store(ProcessLimits& limits, std::string_view name, qint64 value)
{
    if (name == "--memory")
        limits.memoryBytes = value;
    else if (name == "--file-size")
        limits.fileBytes = value;
    else if (name == "--open-files")
        limits.openFiles = static_cast<int>(value);
    else if (name == "--nice")
        limits.niceness = static_cast<int>(value);
    else
        return false;
    return true;
}

} // namespace

Result<ProcessLimits> limitsFromArguments(std::span<const char* const> arguments)
{
    ProcessLimits limits;
    for (std::size_t i = 0; i < arguments.size(); i += 2) {
        const std::string_view name = arguments[i];
        const std::string_view text = i + 1 < arguments.size() ? arguments[i + 1] : "";
        qint64 value = 0;
        const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
        const bool isNumber = problem == std::errc() && end == text.data() + text.size();
        if (!isNumber || !store(limits, name, value))
            return fail(ErrorCode::BadOption, QString::fromLocal8Bit(arguments[i]));
    }
    return limits;
}

} // namespace ndas::worker
