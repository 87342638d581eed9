#include "ui/models/library_state.h"

#include "ui/support/sentences.h"

#include <QtCore/QCoreApplication>

namespace ndas::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Library", text);
}

/// The job that says most about its recording: what runs, then what is stuck, then what waits.
int rank(jobs::JobState state)
{
    switch (state) {
    case jobs::JobState::Running:
        return 5;
    case jobs::JobState::Blocked:
        return 4;
    case jobs::JobState::Queued:
        return 3;
    case jobs::JobState::Paused:
        return 2;
    case jobs::JobState::Failed:
    case jobs::JobState::Cancelled:
        return 1;
    case jobs::JobState::Succeeded:
        break;
    }
    return 0;
}

const jobs::Job* mostTelling(std::span<const jobs::Job> jobs)
{
    const auto best = std::max_element(
        jobs.begin(), jobs.end(), [](const auto& a, const auto& b) { return rank(a.state) < rank(b.state); });
    return best == jobs.end() ? nullptr : &*best;
}

LibraryState attention(Icon icon, Tone tone, const QString& word)
{
    return {LibraryGroup::Attention, {icon, tone, word}, -1};
}

/// Nullopt when no job of it is unfinished.
std::optional<LibraryState> underWay(const jobs::Job* job)
{
    if (!job || jobs::isTerminal(job->state))
        return std::nullopt;
    LibraryState state{LibraryGroup::Working, lookOf(job->state), -1};
    if (job->state == jobs::JobState::Running) {
        state.look.word = QStringLiteral("%1 %2").arg(stageText(job->stage), percentText(job->progress));
        state.progress = job->progress;
    } else if (job->state == jobs::JobState::Blocked) {
        state.group = LibraryGroup::Attention;
    }
    return state;
}

LibraryState importingState(const jobs::Job* job)
{
    if (job && job->state == jobs::JobState::Failed)
        return attention(Icon::Cross, Tone::Bad, tr("Could not be imported"));
    if (job && job->state == jobs::JobState::Cancelled)
        return attention(Icon::Slash, Tone::Neutral, tr("Import cancelled"));
    return {LibraryGroup::Working, lookOf(jobs::JobState::Queued), -1};
}

} // namespace

LibraryState libraryState(const library::VideoSummary& video, std::span<const jobs::Job> jobs)
{
    if (video.state == library::VideoState::Refused)
        return attention(Icon::Cross, Tone::Bad, tr("Could not be read"));
    if (video.state == library::VideoState::Duplicate)
        return attention(Icon::Attention, Tone::Attention, tr("Already imported"));

    const jobs::Job* job = mostTelling(jobs);
    if (const auto state = underWay(job))
        return *state;
    if (video.state == library::VideoState::Importing)
        return importingState(job);
    for (const library::RenditionMark& rendition : video.renditions) {
        if (rendition.state == library::RenditionState::Failed)
            return attention(Icon::Cross, Tone::Bad, tr("%1 failed").arg(presetText(rendition.preset)));
    }
    return {LibraryGroup::Ready, lookOf(jobs::JobState::Succeeded), -1};
}

StateLook renditionLook(const library::Rendition& rendition, std::span<const jobs::Job> jobs)
{
    if (rendition.state == library::RenditionState::Ready)
        return lookOf(jobs::JobState::Succeeded);
    for (const jobs::Job& job : jobs) {
        if (job.kind == jobs::JobKind::Transcode && job.preset == rendition.preset)
            return lookOf(job.state);
    }
    return lookOf(rendition.state == library::RenditionState::Failed ? jobs::JobState::Failed
                                                                     : jobs::JobState::Queued);
}

} // namespace ndas::ui
