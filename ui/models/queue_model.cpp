#include "ui/models/queue_model.h"

#include "ui/models/queue_actions.h"
#include "ui/support/state_look.h"

#include <tuple>

namespace ndas::ui {

namespace {

using jobs::JobState;

int rankOf(const jobs::Job& job)
{
    switch (job.state) {
    case JobState::Running:
        return 0;
    case JobState::Blocked:
        return 1;
    case JobState::Queued:
        return 2;
    case JobState::Paused:
        return 3;
    case JobState::Failed: // asks for somebody: must not sink among what is done
        return isTwin(job) ? 5 : 4;
    case JobState::Succeeded:
    case JobState::Cancelled:
        break;
    }
    return 5;
}

/// Running jobs as they began, waiting ones as they will run, failed and then done ones newest first.
std::tuple<int, EpochMs, EpochMs, std::int64_t> orderOf(const jobs::Job& job)
{
    const int rank = rankOf(job);
    if (job.state == JobState::Running)
        return {rank, job.startedAt.value_or(0), 0, job.id.value};
    if (jobs::isTerminal(job.state))
        return {rank, -job.finishedAt.value_or(0), 0, -job.id.value};
    return {rank, -job.priority, job.runAt, job.id.value};
}

} // namespace

QueueModel::QueueModel(const Clock& clock, QObject* parent)
    : QAbstractListModel(parent)
    , clock_(clock)
{
}

void QueueModel::setQueue(std::vector<jobs::Job> jobs, std::vector<QueueVideo> videos)
{
    videos_.clear();
    for (QueueVideo& video : videos)
        videos_[video.id] = std::move(video);
    std::unordered_set<JobId> kept;
    for (const jobs::Job& job : jobs)
        kept.insert(job.id);
    removeAllBut(kept);
    for (const jobs::Job& job : jobs)
        if (const int row = rowOf(job.id); row >= 0)
            entries_[static_cast<std::size_t>(row)].job = job;
    const int known = rowCount();
    appendNew(jobs);
    putInOrder();
    if (known > 0)
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

/// Whole ranges at a time: a view pays per range, not per row.
void QueueModel::removeAllBut(const std::unordered_set<JobId>& kept)
{
    for (int last = rowCount() - 1; last >= 0; --last) {
        const auto goes = [&](int row) {
            return !kept.contains(entries_[static_cast<std::size_t>(row)].job.id);
        };
        if (!goes(last))
            continue;
        int first = last;
        while (first > 0 && goes(first - 1))
            --first;
        beginRemoveRows({}, first, last);
        entries_.erase(entries_.begin() + first, entries_.begin() + last + 1);
        endRemoveRows();
        last = first;
    }
    numberRows();
}

void QueueModel::appendNew(std::vector<jobs::Job>& jobs)
{
    std::erase_if(jobs, [this](const jobs::Job& job) { return rowOf(job.id) >= 0; });
    if (jobs.empty())
        return;
    // At the first reading they are then in order at once, and nothing has to move.
    std::sort(jobs.begin(), jobs.end(),
              [](const jobs::Job& a, const jobs::Job& b) { return orderOf(a) < orderOf(b); });
    beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(jobs.size()) - 1);
    for (jobs::Job& job : jobs)
        entries_.push_back({.job = std::move(job)});
    numberRows();
    endInsertRows();
}

void QueueModel::updateVideos(std::vector<QueueVideo> videos)
{
    std::unordered_set<VideoId> changed;
    for (QueueVideo& video : videos) {
        changed.insert(video.id);
        videos_[video.id] = std::move(video);
    }
    for (int row = 0; row < rowCount(); ++row)
        if (changed.contains(entries_[static_cast<std::size_t>(row)].job.video))
            Q_EMIT dataChanged(index(row), index(row));
}

bool QueueModel::updateJobs(const std::vector<jobs::Job>& jobs)
{
    bool allKnown = true;
    for (const jobs::Job& job : jobs) {
        const int row = rowOf(job.id);
        if (row < 0) {
            allKnown = false;
            continue;
        }
        Entry& entry = entries_[static_cast<std::size_t>(row)];
        entry.job = job;
        if (job.state != JobState::Running)
            entry.secondsLeft = -1;
        Q_EMIT dataChanged(index(row), index(row));
    }
    putInOrder();
    return allKnown;
}

void QueueModel::updateProgress(const std::vector<jobs::JobProgress>& progress)
{
    static const QList<int> roles{ProgressRole, ShowsBarRole, StatusRole, AsideRole, Qt::AccessibleTextRole};
    for (const jobs::JobProgress& news : progress) {
        const int row = rowOf(news.id);
        if (row < 0 || entries_[static_cast<std::size_t>(row)].job.state != JobState::Running)
            continue;
        Entry& entry = entries_[static_cast<std::size_t>(row)];
        entry.job.progress = news.progress;
        entry.job.stage = news.stage;
        entry.job.speed = news.speed;
        entry.secondsLeft = news.secondsLeft;
        Q_EMIT dataChanged(index(row), index(row), roles);
    }
}

void QueueModel::putInOrder()
{
    const auto inOrder = [](const Entry& a, const Entry& b) { return orderOf(a.job) < orderOf(b.job); };
    if (!std::is_sorted(entries_.begin(), entries_.end(), inOrder)) {
        Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
        const QModelIndexList before = persistentIndexList();
        std::vector<JobId> ids;
        for (const QModelIndex& old : before)
            ids.push_back(entries_[static_cast<std::size_t>(old.row())].job.id);
        std::sort(entries_.begin(), entries_.end(), inOrder);
        numberRows();
        QModelIndexList after;
        for (const JobId id : ids)
            after.append(index(rowOf(id)));
        changePersistentIndexList(before, after);
        Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
    }
    count();
}

void QueueModel::numberRows()
{
    rows_.clear();
    for (std::size_t i = 0; i < entries_.size(); ++i)
        rows_[entries_[i].job.id] = static_cast<int>(i);
}

void QueueModel::count()
{
    QueueCounts now;
    int ahead = 0;
    for (Entry& entry : entries_) {
        const JobState state = entry.job.state;
        const QueueGroup group = groupOf(entry.job);
        ++now.inGroup[static_cast<std::size_t>(group)];
        ++now.all;
        now.failed += state == JobState::Failed && !isTwin(entry.job);
        now.paused += state == JobState::Paused;
        now.finished += group == QueueGroup::Done;
        entry.ahead = state == JobState::Queued ? ahead++ : -1;
    }
    if (std::exchange(counts_, now) != now)
        Q_EMIT countsChanged();
}

const jobs::Job& QueueModel::jobAt(int row) const
{
    return entries_[static_cast<std::size_t>(row)].job;
}

QueueRow QueueModel::rowAt(int row) const
{
    const Entry& entry = entries_[static_cast<std::size_t>(row)];
    const auto video = videos_.find(entry.job.video);
    return {.job = entry.job,
            .video = video == videos_.end() ? QueueVideo() : video->second,
            .secondsLeft = entry.secondsLeft,
            .ahead = entry.ahead};
}

int QueueModel::rowOf(JobId id) const
{
    const auto found = rows_.find(id);
    return found == rows_.end() ? -1 : found->second;
}

int QueueModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(entries_.size());
}

Qt::ItemFlags QueueModel::flags(const QModelIndex& index) const
{
    const Qt::ItemFlags flags = QAbstractListModel::flags(index);
    if (!index.isValid())
        return flags;
    const bool waits = entries_[static_cast<std::size_t>(index.row())].job.state == JobState::Queued;
    return waits ? flags | Qt::ItemIsDragEnabled : flags;
}

QVariant QueueModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const jobs::Job& job = entries_[static_cast<std::size_t>(index.row())].job;
    switch (role) {
    case Qt::DisplayRole:
        return titleText(rowAt(index.row()));
    case JobIdRole:
        return QVariant::fromValue<qint64>(job.id.value);
    case VideoIdRole:
        return QVariant::fromValue<qint64>(job.video.value);
    case StateRole:
        return static_cast<int>(job.state);
    case GroupRole:
        return static_cast<int>(groupOf(job));
    case LookRole:
        return QVariant::fromValue(lookOf(job));
    case KindRole:
        return static_cast<int>(job.kind);
    case AboutRole:
        return aboutText(rowAt(index.row()));
    case WhatRole:
        return whatText(rowAt(index.row()));
    case StatusRole:
        return statusText(rowAt(index.row()));
    case AsideRole:
        return asideText(rowAt(index.row()), clock_.now());
    case TriesRole:
        return triesText(rowAt(index.row()), clock_.now());
    case ProgressRole:
        return job.progress;
    case ShowsBarRole:
        return showsBar(rowAt(index.row()));
    case ThumbnailRole:
        return rowAt(index.row()).video.thumbnailFile;
    case MainActionRole: {
        const auto action = mainAction(job);
        return action ? QVariant(static_cast<int>(*action)) : QVariant();
    }
    case SearchRole: {
        const QueueRow row = rowAt(index.row());
        return QStringList{titleText(row), row.video.patientCode, whatText(row)}
            .join(QLatin1Char('\n'))
            .toCaseFolded();
    }
    case Qt::AccessibleTextRole:
        return spokenText(rowAt(index.row()), clock_.now());
    default:
        return {};
    }
}

} // namespace ndas::ui
