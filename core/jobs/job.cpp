#include "core/jobs/job.h"

#include <array>
#include <utility>

namespace ndas::jobs {

namespace {

constexpr std::array<std::pair<JobKind, const char*>, 2> kindNames{{
    {JobKind::Ingest, "ingest"},
    {JobKind::Transcode, "transcode"},
}};

constexpr std::array<std::pair<JobState, const char*>, 7> stateNames{{
    {JobState::Queued, "queued"},
    {JobState::Running, "running"},
    {JobState::Paused, "paused"},
    {JobState::Blocked, "blocked"},
    {JobState::Succeeded, "succeeded"},
    {JobState::Failed, "failed"},
    {JobState::Cancelled, "cancelled"},
}};

template <class Table, class Value>
const char* nameIn(const Table& table, Value value)
{
    for (const auto& [key, text] : table) {
        if (key == value)
            return text;
    }
    return "";
}

template <class Value, std::size_t size>
std::optional<Value> valueIn(const std::array<std::pair<Value, const char*>, size>& table,
                             const QString& name)
{
    for (const auto& [key, text] : table) {
        if (name == QLatin1String(text))
            return key;
    }
    return std::nullopt;
}

} // namespace

const char* name(JobKind kind)
{
    return nameIn(kindNames, kind);
}

const char* name(JobState state)
{
    return nameIn(stateNames, state);
}

std::optional<JobKind> jobKindFromName(const QString& name)
{
    return valueIn(kindNames, name);
}

std::optional<JobState> jobStateFromName(const QString& name)
{
    return valueIn(stateNames, name);
}

bool isTerminal(JobState state)
{
    return state == JobState::Succeeded || state == JobState::Failed || state == JobState::Cancelled;
}

} // namespace ndas::jobs
