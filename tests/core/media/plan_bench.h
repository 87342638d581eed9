// What the tests of the plan share.
#pragma once

#include "core/media/transcode_plan.h"
#include "tests/core/media/sample_info.h"
#include "tests/support/places.h"

#include <QtCore/QFile>
#include <QtCore/QMetaType>

#include <algorithm>
#include <functional>

namespace ndas::test {

inline media::Preset preset(const char* id)
{
    QFile file(sourceFile("resources/presets.json"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const auto presets = media::presetsFromJson(file.readAll());
    for (const media::Preset& candidate : *presets) {
        if (candidate.id == QLatin1String(id))
            return candidate;
    }
    return {};
}

inline bool says(const media::TranscodePlan& plan, media::PlanNote note)
{
    return std::find(plan.notes.begin(), plan.notes.end(), note) != plan.notes.end();
}

inline QString text(media::PixelSize size)
{
    return QStringLiteral("%1x%2").arg(size.width).arg(size.height);
}

/// What makes a recording special.
using Change = std::function<void(media::MediaInfo&)>;

inline media::MediaInfo changed(const Change& change)
{
    media::MediaInfo info = compliantInfo();
    change(info);
    return info;
}

} // namespace ndas::test

Q_DECLARE_METATYPE(ndas::media::MediaInfo)
Q_DECLARE_METATYPE(ndas::media::PlanNote)
