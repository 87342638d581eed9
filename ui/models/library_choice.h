// What is said of the chosen recordings together, and before they are removed. Pure.
#pragma once

#include "ui/models/library_catalog.h"

namespace ndas::ui {

struct ChoiceText {
    QString heading; ///< "3 recordings chosen"
    QString detail;  ///< "2 patients · 12:40 · 310 MB"
};

ChoiceText choiceText(const LibraryCatalog& catalog, const std::vector<VideoId>& chosen);

struct RemovalText {
    QString heading; ///< asks
    QString detail;  ///< what goes and what stays
};

RemovalText removalText(const LibraryCatalog& catalog, const std::vector<VideoId>& chosen);

} // namespace ndas::ui
