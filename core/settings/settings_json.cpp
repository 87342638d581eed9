#include "core/settings/settings_json.h"

#include <QtCore/QJsonArray>
#include <QtCore/QRegularExpression>

#include <array>
#include <concepts>
#include <functional>
#include <type_traits>
#include <utility>

namespace ndas::settings {

namespace {

struct Field {
    const char* key;
    std::function<QJsonValue(const Settings&)> write;
    std::function<bool(Settings&, const QJsonValue&)> read; ///< false: the value makes no sense
};

template <class Number>
qint64 toNumber(Number value)
{
    if constexpr (std::integral<Number>)
        return value;
    else
        return std::chrono::duration_cast<std::chrono::seconds>(value).count();
}

template <class Number>
Number fromNumber(qint64 value)
{
    if constexpr (std::integral<Number>)
        return static_cast<Number>(value);
    else
        return std::chrono::seconds(value);
}

/// Whole numbers; durations are kept in seconds. `at` gives the place of the value in the settings.
template <class Access>
Field number(const char* key, Access at, qint64 lowest, qint64 highest)
{
    return {key, [=](const Settings& settings) { return QJsonValue(toNumber(at(settings))); },
            [=](Settings& settings, const QJsonValue& value) {
                const qint64 number = value.toInteger(lowest - 1);
                if (number < lowest || number > highest)
                    return false;
                at(settings) = fromNumber<std::remove_cvref_t<decltype(at(settings))>>(number);
                return true;
            }};
}

template <class Enum, std::size_t size>
Field choice(const char* key, Enum Settings::*member, std::array<const char*, size> names)
{
    return {key,
            [=](const Settings& settings) {
                return QJsonValue(QLatin1String(names.at(static_cast<std::size_t>(settings.*member))));
            },
            [=](Settings& settings, const QJsonValue& value) {
                for (std::size_t i = 0; i < size; ++i) {
                    if (value.toString() == QLatin1String(names[i])) {
                        settings.*member = static_cast<Enum>(i);
                        return true;
                    }
                }
                return false;
            }};
}

Field flag(const char* key, bool Settings::*member)
{
    return {key, [=](const Settings& settings) { return QJsonValue(settings.*member); },
            [=](Settings& settings, const QJsonValue& value) {
                settings.*member = value.toBool(settings.*member);
                return value.isBool();
            }};
}

bool readExtensions(Settings& settings, const QJsonValue& value)
{
    static const QRegularExpression pattern(QStringLiteral("\\A[a-z0-9]{1,8}\\z"));
    QStringList extensions;
    for (const auto& item : value.toArray()) {
        const QString extension = item.toString().toLower();
        if (!pattern.match(extension).hasMatch())
            return false;
        extensions << extension;
    }
    if (extensions.isEmpty())
        return false;
    settings.extensions = extensions;
    return true;
}

bool readDefaultPreset(Settings& settings, const QJsonValue& value)
{
    if (value.toString().isEmpty())
        return false;
    settings.defaultPreset = value.toString();
    return true;
}

std::vector<Field> makeFields()
{
    constexpr qint64 mebi = qint64{1} << 20;
    constexpr qint64 tebi = qint64{1} << 40;
    constexpr qint64 day = 24 * 3600;
    return {
        choice("storage", &Settings::storage, std::array{"copy", "in-place"}),
        choice("theme", &Settings::theme, std::array{"system", "light", "dark"}),
        flag("use_hardware", &Settings::useHardware),
        flag("check_likeness", &Settings::checkLikeness),
        number(
            "max_jobs", [](auto& s) -> auto& { return s.maxJobs; }, 0, 64),
        number(
            "max_recording_bytes", [](auto& s) -> auto& { return s.limits.maxBytes; }, mebi, tebi),
        number(
            "max_recording_s", [](auto& s) -> auto& { return s.limits.maxDuration; }, 1, day),
        number(
            "job_memory_bytes", [](auto& s) -> auto& { return s.jobMemoryBytes; }, 128 * mebi, tebi),
        number(
            "soft_time_limit_s", [](auto& s) -> auto& { return s.softTimeLimit; }, 60, 7 * day),
        number(
            "hard_time_limit_s", [](auto& s) -> auto& { return s.hardTimeLimit; }, 60, 7 * day),
        number(
            "max_retries", [](auto& s) -> auto& { return s.maxRetries; }, 0, 10),
        flag("keep_awake", &Settings::keepAwake),
        number(
            "disk_reserve_bytes", [](auto& s) -> auto& { return s.diskReserveBytes; }, 0, 16 * tebi),
        {"extensions",
         [](const Settings& settings) { return QJsonArray::fromStringList(settings.extensions); },
         readExtensions},
        {"default_preset", [](const Settings& settings) { return settings.defaultPreset; },
         readDefaultPreset},
    };
}

Error problemWith(const char* key)
{
    return fail(ErrorCode::BadOption,
                QStringLiteral("settings: bad value for \"%1\"").arg(QLatin1String(key)))
        .value();
}

} // namespace

LoadedSettings settingsFromJson(const QJsonObject& json)
{
    LoadedSettings loaded;
    for (const Field& field : makeFields()) {
        const QJsonValue value = json.value(QLatin1String(field.key));
        if (!value.isUndefined() && !field.read(loaded.settings, value))
            loaded.problems.push_back(problemWith(field.key));
    }
    if (loaded.settings.hardTimeLimit < loaded.settings.softTimeLimit) {
        loaded.settings.softTimeLimit = Settings().softTimeLimit;
        loaded.settings.hardTimeLimit = Settings().hardTimeLimit;
        loaded.problems.push_back(problemWith("hard_time_limit_s"));
    }
    return loaded;
}

QJsonObject settingsToJson(const Settings& settings)
{
    QJsonObject json;
    for (const Field& field : makeFields())
        json.insert(QLatin1String(field.key), field.write(settings));
    return json;
}

bool operator==(const Settings& a, const Settings& b)
{
    return settingsToJson(a) == settingsToJson(b);
}

} // namespace ndas::settings
