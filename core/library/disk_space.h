// Is there room for what a job is going to write? Blocking; any thread.
#pragma once

#include "core/base/file_tools.h"
#include "core/settings/settings.h"

#include <optional>

namespace ndas::library {

/// What is kept free on the library's volume: the setting, by default max(2 GiB, 5 %).
qint64 reserveOf(const VolumeInfo& volume, const settings::Settings& settings);

/// DiskFull, its detail saying how much is needed and how much is free, unless `bytes` fit beside the
/// reserve.
Result<void> checkSpace(const VolumeInfo& volume, qint64 bytes, const settings::Settings& settings);

struct SpaceShortage {
    qint64 bytesNeeded = 0; ///< with the reserve
    qint64 bytesFree = 0;
    QString volume;
};

/// What such a detail says; nullopt for any other text.
std::optional<SpaceShortage> shortageFrom(const QString& detail);

} // namespace ndas::library
