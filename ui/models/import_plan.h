// What will become of a recording that is imported, in words. Pure.
#pragma once

#include "ui/models/import_row.h"

namespace ndas::ui {

struct PlannedRendition {
    QString name;      ///< of the preset
    QString facts;     ///< "1280 × 720 · about 12 MB · about 2 minutes"
    QStringList notes; ///< what the others do not share
};

struct ImportPlan {
    std::vector<PlannedRendition> renditions;
    QStringList shared; ///< true of every rendition
};

ImportPlan planOf(const ImportRow& row, const std::vector<media::Preset>& presets);
/// As rich text, everything foreign escaped.
QString planHtml(const ImportPlan& plan);

} // namespace ndas::ui
