// How this clinic imports: title pattern and presets, kept from one import to the next.
#pragma once

#include "ui/models/import_row.h"
#include "ui/support/gateway.h"

namespace ndas::ui {

/// As the last import was. The patient is asked for anew each time: the wrong one would be worse than none.
ImportDecision importHabit(const Gateway& gateway);
void keepImportHabit(Gateway& gateway, const ImportDecision& habit);

} // namespace ndas::ui
