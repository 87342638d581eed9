#include "core/settings/settings.h"

#include "core/base/durable_file.h"
#include "core/base/log.h"
#include "core/settings/settings_json.h"

#include <QtCore/QFile>
#include <QtCore/QJsonDocument>
#include <QtCore/QThread>

#include <algorithm>
#include <optional>
#include <utility>

namespace ndas::settings {

namespace {

/// Empty object: there is no file. nullopt: there is one, and it is no JSON object.
Result<std::optional<QJsonObject>> readObject(const QString& path)
{
    QFile file(path);
    if (!file.exists())
        return std::optional(QJsonObject());
    if (!file.open(QIODevice::ReadOnly))
        return fail(lastSystemError(QStringLiteral("open ") + path));
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll());
    return document.isObject() ? std::optional(document.object()) : std::nullopt;
}

void setAside(const QString& path)
{
    const QString broken = path + QStringLiteral(".broken");
    QFile::remove(broken);
    QFile::rename(path, broken);
}

} // namespace

int Settings::effectiveMaxJobs() const
{
    // An encoder keeps about two cores busy by itself.
    constexpr int mostAutomaticJobs = 8;
    return maxJobs > 0 ? maxJobs : std::clamp(QThread::idealThreadCount() / 2, 1, mostAutomaticJobs);
}

SettingsFile::SettingsFile(QString path)
    : path_(std::move(path))
{
}

Result<LoadedSettings> SettingsFile::read() const
{
    NDAS_TRY(const std::optional<QJsonObject> object, readObject(path_));
    if (object)
        return settingsFromJson(*object);
    LoadedSettings defaults;
    defaults.problems.push_back(fail(ErrorCode::BadOption, QStringLiteral("settings: not JSON")).value());
    return defaults;
}

Result<Settings> SettingsFile::load() const
{
    NDAS_TRY(LoadedSettings loaded, read());
    for (const Error& problem : loaded.problems)
        qCWarning(logCore).noquote() << problem.detail << "- the default is used";
    return std::move(loaded.settings);
}

Result<void> SettingsFile::save(const Settings& settings) const
{
    NDAS_TRY(std::optional<QJsonObject> object, readObject(path_));
    if (!object)
        setAside(path_);
    QJsonObject merged = object.value_or(QJsonObject());
    const QJsonObject known = settingsToJson(settings);
    for (auto it = known.begin(); it != known.end(); ++it)
        merged.insert(it.key(), it.value());

    // Not QSaveFile: what it buffered may fail to be written in commit(), which replaces the old file all the
    // same.
    return writeFileDurably(path_, QJsonDocument(merged).toJson());
}

} // namespace ndas::settings
