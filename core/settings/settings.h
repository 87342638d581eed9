// Typed settings with the defaults of PRODUCT.md, kept in settings.json; presets from presets.json.
#pragma once

#include "core/base/result.h"
#include "core/media/media_info.h"
#include "core/media/preset.h"

#include <vector>

namespace ndas::settings {

enum class StoragePolicy { Copy, InPlace };
enum class Theme { System, Light, Dark };

struct Settings {
    StoragePolicy storage = StoragePolicy::Copy;
    int maxJobs = 2; ///< 0 = automatic, by cores
    media::Limits limits;
    qint64 jobMemoryBytes = qint64{512} << 20; ///< raised for large pictures
    // Of one attempt at a rendition, raised for long recordings. At the soft one it stops at its next
    // checkpoint and lets others have their turn; at the hard one it is ended.
    std::chrono::seconds softTimeLimit = std::chrono::minutes(30);
    std::chrono::seconds hardTimeLimit = std::chrono::hours(1);
    int maxRetries = 3;
    qint64 diskReserveBytes = 0; ///< 0 = max(2 GiB, 5 %)
    QStringList extensions = {QStringLiteral("mp4"), QStringLiteral("mov"),  QStringLiteral("avi"),
                              QStringLiteral("mkv"), QStringLiteral("webm"), QStringLiteral("m4v"),
                              QStringLiteral("flv"), QStringLiteral("wmv")};
    QString defaultPreset = QStringLiteral("medium"); ///< one id, or several with commas between
    bool useHardware = false;   ///< graphics hardware encodes where there is some that does
    bool checkLikeness = false; ///< finished renditions are compared with their recordings
    Theme theme = Theme::System;
    bool keepAwake = true; ///< the machine does not fall asleep while jobs run

    int effectiveMaxJobs() const;
    friend bool operator==(const Settings&, const Settings&);
};

struct LoadedSettings {
    Settings settings;
    std::vector<Error> problems; ///< BadOption, one per value that was replaced by its default
};

/// Defaults for a missing file. Keys this version does not know are kept on save. Blocking.
class SettingsFile {
public:
    explicit SettingsFile(QString path);
    Result<LoadedSettings> read() const; ///< PermissionDenied, Io
    /// read(), with the problems written to the log.
    Result<Settings> load() const;
    /// A file that is no JSON is set aside (settings.json.broken) first.
    Result<void> save(const Settings& settings) const;

private:
    QString path_;
};

/// The five built-in presets (from the program's resources).
std::vector<media::Preset> builtInPresets();
/// The preset of this id (case-insensitive); BadOption lists the ids there are.
Result<media::Preset> findPreset(const std::vector<media::Preset>& presets, const QString& id);

} // namespace ndas::settings
