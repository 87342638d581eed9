// One recording of the library as lists know it. Values; the texts are pure functions.
#pragma once

#include "core/library/video_summary.h"
#include "ui/models/library_state.h"

#include <memory>

namespace ndas::ui {

struct LibraryRow {
    library::VideoSummary video;
    LibraryState state;
    QString searched; ///< all that search looks at, case-folded
};

/// Never changed once made, so that other threads may sort and search them.
using LibraryRowPtr = std::shared_ptr<const LibraryRow>;

LibraryRowPtr makeLibraryRow(library::VideoSummary video, std::span<const jobs::Job> jobs);

QDate recordedDay(const library::VideoSummary& video); ///< invalid = not known
QString recordedDayText(const library::VideoSummary& video);
QString ageText(const library::VideoSummary& video);       ///< PMA, "49+3"; "" when not known
QString correctedText(const library::VideoSummary& video); ///< corrected age; "" when not known
QString renditionsText(const library::VideoSummary& video);

} // namespace ndas::ui
