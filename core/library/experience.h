// What this machine's finished jobs took: for better expectations of the next ones.
#pragma once

#include "core/media/experience.h"

namespace ndas::library {

/// The newest finished transcodes of the library in this database; none when there is no such file. Presets
/// that are gone do not count. Opens a connection of its own; blocking.
Result<media::Experience> experienceIn(const QString& databasePath,
                                       const std::vector<media::Preset>& presets);

} // namespace ndas::library
