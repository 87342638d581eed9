// libFuzzer target: presets and settings as somebody may have edited them. What is taken is within its
// limits: written and read once more it is the same.
#include "core/media/preset.h"
#include "core/settings/settings_json.h"

#include <QtCore/QJsonDocument>

#include <cstdlib>

using namespace ndas;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QByteArray json(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    static_cast<void>(media::presetsFromJson(json));
    const auto loaded = settings::settingsFromJson(QJsonDocument::fromJson(json).object());
    const auto again = settings::settingsFromJson(settings::settingsToJson(loaded.settings));
    if (!again.problems.empty() || !(again.settings == loaded.settings))
        std::abort();
    return 0;
}
