#include "ui/models/library_catalog.h"

#include <unordered_set>

namespace ndas::ui {

LibraryCatalog::Rows::iterator LibraryCatalog::firstBelow(VideoId id)
{
    return id ? std::partition_point(rows_.begin(), rows_.end(),
                                     [&](const LibraryRowPtr& row) { return row->video.id >= id; })
              : rows_.begin();
}

const LibraryRow* LibraryCatalog::find(VideoId id) const
{
    const auto found =
        std::partition_point(rows_.begin(), rows_.end(), [&](const auto& row) { return row->video.id > id; });
    return found != rows_.end() && (*found)->video.id == id ? found->get() : nullptr;
}

std::span<const jobs::Job> LibraryCatalog::jobsAt(VideoId id) const
{
    const auto found = jobs_.find(id);
    return found == jobs_.end() ? std::span<const jobs::Job>() : found->second;
}

std::vector<jobs::Job> LibraryCatalog::jobsOf(VideoId id) const
{
    const auto known = jobsAt(id);
    return {known.begin(), known.end()};
}

void LibraryCatalog::count(const LibraryRowPtr& row, int by)
{
    counts_[static_cast<std::size_t>(row->state.group)] += by;
    withPatient_ += row->video.patientCode.isEmpty() ? 0 : by;
}

LibraryRowPtr LibraryCatalog::merged(library::VideoSummary video, const LibraryRowPtr& known,
                                     Changes& changes) const
{
    const VideoId id = video.id;
    if (known && known->video == video && known->state == libraryState(video, jobsAt(id)))
        return known;
    LibraryRowPtr row = makeLibraryRow(std::move(video), jobsAt(id));
    if (known) {
        changes.ids.push_back(id);
        changes.groups = changes.groups || known->state.group != row->state.group;
    } else {
        changes.membership = true;
    }
    return row;
}

LibraryCatalog::Changes LibraryCatalog::mergePage(VideoId below, std::vector<library::VideoSummary> page,
                                                  bool reachesEnd)
{
    Changes changes;
    if (page.empty() && !reachesEnd)
        return changes;
    const auto first = firstBelow(below);
    const auto end = reachesEnd ? rows_.end() : firstBelow(page.back().id);
    Rows fresh;
    fresh.reserve(page.size());
    auto old = first;
    for (library::VideoSummary& video : page) {
        for (; old != end && (*old)->video.id > video.id; ++old)
            changes.membership = true;
        const bool known = old != end && (*old)->video.id == video.id;
        fresh.push_back(merged(std::move(video), known ? *old : nullptr, changes));
        old += known ? 1 : 0;
    }
    changes.membership = changes.membership || old != end;
    if (first == rows_.end() && changes.membership)
        changes.appendedAt = rows_.size();
    std::for_each(first, end, [this](const LibraryRowPtr& row) { count(row, -1); });
    for (const LibraryRowPtr& row : fresh)
        count(row, 1);
    if (static_cast<std::size_t>(end - first) == fresh.size())
        std::move(fresh.begin(), fresh.end(), first);
    else
        rows_.insert(rows_.erase(first, end), fresh.begin(), fresh.end());
    return changes;
}

LibraryCatalog::Changes LibraryCatalog::mergeSome(const std::vector<VideoId>& asked,
                                                  std::vector<library::VideoSummary> videos)
{
    Changes changes;
    std::unordered_set<VideoId> gone(asked.begin(), asked.end());
    for (library::VideoSummary& video : videos) {
        const VideoId id = video.id;
        gone.erase(id);
        const auto where = std::partition_point(rows_.begin(), rows_.end(),
                                                [&](const LibraryRowPtr& row) { return row->video.id > id; });
        const bool known = where != rows_.end() && (*where)->video.id == id;
        LibraryRowPtr row = merged(std::move(video), known ? *where : nullptr, changes);
        count(row, 1);
        if (known) {
            count(*where, -1);
            *where = std::move(row);
        } else {
            rows_.insert(where, std::move(row));
        }
    }
    const auto left = std::stable_partition(
        rows_.begin(), rows_.end(), [&](const LibraryRowPtr& row) { return !gone.contains(row->video.id); });
    changes.membership = changes.membership || left != rows_.end();
    std::for_each(left, rows_.end(), [this](const LibraryRowPtr& row) { count(row, -1); });
    rows_.erase(left, rows_.end());
    return changes;
}

void LibraryCatalog::refreshState(VideoId id, Changes& changes)
{
    const auto where = std::partition_point(rows_.begin(), rows_.end(),
                                            [&](const LibraryRowPtr& row) { return row->video.id > id; });
    if (where == rows_.end() || (*where)->video.id != id)
        return;
    LibraryState state = libraryState((*where)->video, jobsAt(id));
    if (state == (*where)->state)
        return;
    changes.ids.push_back(id);
    changes.groups = changes.groups || state.group != (*where)->state.group;
    count(*where, -1);
    auto row = std::make_shared<LibraryRow>(**where);
    row->state = std::move(state);
    *where = std::move(row);
    count(*where, 1);
}

LibraryCatalog::Changes LibraryCatalog::setJobs(const std::vector<jobs::Job>& jobs)
{
    std::unordered_set<VideoId> touched;
    for (const auto& [video, known] : jobs_)
        touched.insert(video);
    jobs_.clear();
    videoOfJob_.clear();
    for (const jobs::Job& job : jobs) {
        jobs_[job.video].push_back(job);
        videoOfJob_[job.id] = job.video;
        touched.insert(job.video);
    }
    Changes changes;
    for (const VideoId id : touched)
        refreshState(id, changes);
    return changes;
}

LibraryCatalog::Changes LibraryCatalog::applyJobs(const std::vector<jobs::Job>& jobs)
{
    Changes changes;
    for (const jobs::Job& job : jobs) {
        std::vector<jobs::Job>& known = jobs_[job.video];
        std::erase_if(known, [&](const jobs::Job& other) { return other.id == job.id; });
        if (job.state != jobs::JobState::Succeeded)
            known.push_back(job);
        videoOfJob_[job.id] = job.video;
        refreshState(job.video, changes);
    }
    return changes;
}

LibraryCatalog::Changes LibraryCatalog::applyProgress(const std::vector<jobs::JobProgress>& progress)
{
    Changes changes;
    for (const jobs::JobProgress& report : progress) {
        const auto video = videoOfJob_.find(report.id);
        if (video == videoOfJob_.end())
            continue;
        for (jobs::Job& job : jobs_[video->second]) {
            if (job.id != report.id)
                continue;
            job.progress = report.progress;
            job.stage = report.stage;
        }
        refreshState(video->second, changes);
    }
    return changes;
}

} // namespace ndas::ui
