// A quality preset, as users choose it.
#pragma once

#include "core/base/result.h"
#include "core/media/geometry.h"

#include <vector>

namespace ndas::media {

struct Preset {
    QString id;        ///< stable, lower case: "medium"
    QString name;      ///< shown (built-in names are translated in ui)
    PixelSize box{};   ///< empty = size unchanged
    int videoKbps = 0; ///< maxrate in kbit/s; bufsize is twice that; 0 = no cap
    int crf = 23;
    int audioKbps = 128;
    bool copyWhenCompliant = false;
    bool keepAllAudio = false;

    friend bool operator==(const Preset&, const Preset&) = default;
};

/// presets.json: {"version":1,"presets":[...]}. BadOption names the offending preset and field.
Result<std::vector<Preset>> presetsFromJson(const QByteArray& json);

} // namespace ndas::media
