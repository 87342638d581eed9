// All recordings of the library in memory, newest first, with what their jobs say. Values; GUI thread, but
// its rows may be read anywhere (see LibraryRowPtr).
#pragma once

#include "core/jobs/job_events.h"
#include "ui/models/library_row.h"

#include <unordered_map>

namespace ndas::ui {

class LibraryCatalog {
public:
    struct Changes {
        bool membership = false; ///< recordings came or went
        bool groups = false;     ///< some belong to another group now
        /// Rows before those that came, when all that changed is that they came at the end.
        std::optional<std::size_t> appendedAt;
        std::vector<VideoId> ids; ///< whose facts or state are others now

        bool any() const { return membership || !ids.empty(); }
    };

    const std::vector<LibraryRowPtr>& rows() const { return rows_; }

    const LibraryRow* find(VideoId id) const;
    std::vector<jobs::Job> jobsOf(VideoId id) const;

    int count(LibraryGroup group) const { return counts_[static_cast<std::size_t>(group)]; }

    bool knowsPatients() const { return withPatient_ > 0; } ///< of any recording

    /// What the database says of the ids below `below` (0: all) down to the page's last, or, when
    /// `reachesEnd`, of all below.
    Changes mergePage(VideoId below, std::vector<library::VideoSummary> page, bool reachesEnd);
    /// Newer facts of some; `asked` that are not among them are gone.
    Changes mergeSome(const std::vector<VideoId>& asked, std::vector<library::VideoSummary> videos);

    Changes setJobs(const std::vector<jobs::Job>& jobs); ///< all that are unfinished, failed or cancelled
    Changes applyJobs(const std::vector<jobs::Job>& jobs);
    Changes applyProgress(const std::vector<jobs::JobProgress>& progress);

private:
    using Rows = std::vector<LibraryRowPtr>;

    Rows::iterator firstBelow(VideoId id);
    std::span<const jobs::Job> jobsAt(VideoId id) const;
    LibraryRowPtr merged(library::VideoSummary video, const LibraryRowPtr& known, Changes& changes) const;
    void refreshState(VideoId id, Changes& changes);
    void count(const LibraryRowPtr& row, int by);

    Rows rows_; ///< ids fall
    std::unordered_map<VideoId, std::vector<jobs::Job>> jobs_;
    std::unordered_map<JobId, VideoId> videoOfJob_;
    std::array<int, 3> counts_{};
    int withPatient_ = 0;
};

} // namespace ndas::ui
