// Is there room for what a job is going to write? Blocking; any thread.
#pragma once

#include "core/base/file_tools.h"
#include "core/settings/settings.h"

namespace ndas::library {

/// What is kept free on the library's volume: the setting, by default max(2 GiB, 5 %).
qint64 reserveOf(const VolumeInfo& volume, const settings::Settings& settings);

/// DiskFull, its detail saying how much is needed and how much is free, unless `bytes` fit beside the
/// reserve.
Result<void> checkSpace(const VolumeInfo& volume, qint64 bytes, const settings::Settings& settings);

} // namespace ndas::library
