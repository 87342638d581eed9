// The recordings of the library as a list, raw values per role; reads itself anew when the library changes
// and follows progress in between. GUI thread.
#pragma once

#include "ui/models/library_state.h"
#include "ui/support/gateway.h"

#include <QtCore/QAbstractListModel>
#include <QtCore/QTimer>

#include <unordered_map>

namespace ndas::ui {

class LibraryModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        VideoIdRole = Qt::UserRole + 1, ///< qint64
        TitleRole,
        PatientRole,
        FileNameRole,  ///< of the file it was imported from
        RecordedRole,  ///< "12 Nov 2026", "" when not known
        DurationRole,  ///< qint64 microseconds; 0 = not known
        ThumbnailRole, ///< file name below thumbnails/
        StateRole,     ///< LibraryState
        SearchRole     ///< all that search looks at, case-folded
    };

    explicit LibraryModel(Gateway& gateway, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    /// EditRole: asks for a new title (renameRequested); the row changes once it is saved.
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

    bool isLoaded() const { return loaded_; }

    int count() const { return static_cast<int>(rows_.size()); }

    int count(LibraryGroup group) const;
    QModelIndex indexOf(VideoId id) const;
    const library::Video* video(VideoId id) const;
    std::vector<jobs::Job> jobsOf(VideoId id) const;

Q_SIGNALS:
    void renameRequested(ndas::VideoId id, const QString& title);
    void loaded();        ///< after every reading
    void countsChanged(); ///< of rows or of groups

private:
    struct Snapshot {
        std::vector<library::Video> videos;
        std::vector<jobs::Job> jobs;
        std::chrono::milliseconds took{0};
    };

    struct Row {
        library::Video video;
        LibraryState state;
    };

    using JobsOfVideos = std::unordered_map<VideoId, std::vector<jobs::Job>>;

    static Result<Snapshot> read(GatewayParts& parts);
    void reload();
    void readVideos(std::vector<VideoId> ids);
    void replace(library::Video video);
    void take(Snapshot snapshot);
    void merge(std::vector<library::Video> videos);
    void fill(std::vector<library::Video> videos);
    void removeRowsMissingIn(const std::vector<library::Video>& videos);
    void applyJobs(const std::vector<jobs::Job>& jobs);
    void applyProgress(const std::vector<jobs::JobProgress>& progress);
    void refreshState(VideoId id);
    QString accessibleText(const Row& row) const;

    Gateway& gateway_;
    std::vector<Row> rows_;
    JobsOfVideos jobs_;
    QTimer rest_; ///< after reading all: a large library must not keep the database thread busy
    bool loaded_ = false;
    bool reading_ = false;
    bool readAgain_ = false;
};

} // namespace ndas::ui

Q_DECLARE_METATYPE(ndas::ui::LibraryState)
