// A plan for people and for scripts.
#pragma once

#include "app/cli/output.h"
#include "app/cli/texts.h"

namespace ndas::cli {

Columns planColumns(const media::TranscodePlan& plan);
/// The plan's own JSON with the notes' sentences beside their names.
QJsonObject planReport(const media::TranscodePlan& plan);

} // namespace ndas::cli
