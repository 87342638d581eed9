// Settings as a JSON object: one table of keys, with the range of each.
#pragma once

#include "core/settings/settings.h"

#include <QtCore/QJsonObject>

namespace ndas::settings {

LoadedSettings settingsFromJson(const QJsonObject& json);
QJsonObject settingsToJson(const Settings& settings);

} // namespace ndas::settings
