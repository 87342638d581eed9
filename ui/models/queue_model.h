// The queue as a list: jobs joined with their recordings, in the order in which they matter. Fed with values
// (see QueueFeed), keeps selections and current rows through every update. GUI thread.
#pragma once

#include "core/jobs/job_events.h"
#include "ui/models/queue_row.h"

#include <QtCore/QAbstractListModel>

#include <unordered_map>
#include <unordered_set>

namespace ndas::ui {

struct QueueCounts {
    std::array<int, 4> inGroup{}; ///< by QueueGroup
    int all = 0;
    int failed = 0;
    int finished = 0; ///< what "Remove finished" takes away
    int paused = 0;

    int of(QueueGroup group) const { return inGroup[static_cast<std::size_t>(group)]; }

    friend bool operator==(const QueueCounts&, const QueueCounts&) = default;
};

class QueueModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        JobIdRole = Qt::UserRole + 1, ///< qint64
        VideoIdRole,                  ///< qint64
        StateRole,                    ///< int, jobs::JobState
        GroupRole,                    ///< int, QueueGroup
        LookRole,                     ///< StateLook
        KindRole,                     ///< int, jobs::JobKind
        AboutRole,                    ///< patient and duration
        WhatRole,                     ///< preset's name, or "Import"
        StatusRole,
        AsideRole,
        TriesRole,      ///< since when, which attempt; often empty
        ProgressRole,   ///< double, 0..1
        ShowsBarRole,   ///< bool
        ThumbnailRole,  ///< file name below thumbnails/
        MainActionRole, ///< int, QueueAction; invalid when none makes sense now
        SearchRole,     ///< what searching looks through, without regard to case
    };

    explicit QueueModel(const Clock& clock, QObject* parent = nullptr);

    /// The whole queue as it is now; rows that stay keep their selection.
    void setQueue(std::vector<jobs::Job> jobs, std::vector<QueueVideo> videos);
    /// Newer facts about some recordings.
    void updateVideos(std::vector<QueueVideo> videos);
    /// False when a job is among them that is not in the list: read the list again.
    bool updateJobs(const std::vector<jobs::Job>& jobs);
    void updateProgress(const std::vector<jobs::JobProgress>& progress);

    QueueRow rowAt(int row) const;
    const jobs::Job& jobAt(int row) const; ///< valid until the model changes
    int rowOf(JobId id) const;             ///< -1 = not there

    QueueCounts counts() const { return counts_; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override; ///< waiting jobs can be dragged

Q_SIGNALS:
    void countsChanged();

private:
    struct Entry {
        jobs::Job job;
        qint64 secondsLeft = -1;
        int ahead = -1;
    };

    void removeAllBut(const std::unordered_set<JobId>& kept);
    void appendNew(std::vector<jobs::Job>& jobs);
    void putInOrder();
    void numberRows();
    void count();

    const Clock& clock_;
    std::vector<Entry> entries_;
    std::unordered_map<JobId, int> rows_;
    std::unordered_map<VideoId, QueueVideo> videos_;
    QueueCounts counts_;
};

} // namespace ndas::ui
