// What a recording in the library looks like right now: from its row, its renditions and its jobs. Pure.
#pragma once

#include "core/jobs/job.h"
#include "core/library/video_summary.h"
#include "ui/support/state_look.h"

#include <span>

namespace ndas::ui {

enum class LibraryGroup { Ready, Working, Attention };

struct LibraryState {
    LibraryGroup group = LibraryGroup::Ready;
    StateLook look;
    double progress = -1; ///< 0..1 while something is under way; -1 otherwise

    friend bool operator==(const LibraryState&, const LibraryState&) = default;
};

/// `jobs`: those of this video that are unfinished, failed or cancelled.
LibraryState libraryState(const library::VideoSummary& video, std::span<const jobs::Job> jobs);

/// The same for one rendition of it.
StateLook renditionLook(const library::Rendition& rendition, std::span<const jobs::Job> jobs);

} // namespace ndas::ui
