#include "core/settings/settings.h"

#include <QtCore/QFile>
#include <QtCore/QStringList>

/// See migrations.cpp.
static void registerResources()
{
    Q_INIT_RESOURCE(core_resources);
}

namespace ndas::settings {

std::vector<media::Preset> builtInPresets()
{
    registerResources();
    QFile file(QStringLiteral(":/ndas/presets.json"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return media::presetsFromJson(file.readAll()).value_or(std::vector<media::Preset>());
}

Result<media::Preset> findPreset(const std::vector<media::Preset>& presets, const QString& id)
{
    QStringList known;
    for (const media::Preset& preset : presets) {
        if (preset.id.compare(id, Qt::CaseInsensitive) == 0)
            return preset;
        known << preset.id;
    }
    return fail(ErrorCode::BadOption,
                QStringLiteral("no preset \"%1\"; there are: %2").arg(id, known.join(QStringLiteral(", "))));
}

} // namespace ndas::settings
