// "high,low" as a list of known preset ids.
#pragma once

#include "core/settings/settings.h"

namespace ndas::cli {

/// In the order given, each once; BadOption for an unknown one.
Result<QStringList> presetIds(const QString& text, const std::vector<media::Preset>& presets);

} // namespace ndas::cli
