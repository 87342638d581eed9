#include "app/cli/preset_list.h"

namespace ndas::cli {

Result<QStringList> presetIds(const QString& text, const std::vector<media::Preset>& presets)
{
    QStringList ids;
    for (const QString& part : text.split(QLatin1Char(','))) {
        NDAS_TRY(const media::Preset preset, settings::findPreset(presets, part.trimmed()));
        ids << preset.id;
    }
    ids.removeDuplicates();
    return ids;
}

} // namespace ndas::cli
