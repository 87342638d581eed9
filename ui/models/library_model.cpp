#include "ui/models/library_model.h"

#include "ui/support/sentences.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QLocale>

namespace ndas::ui {

static constexpr std::chrono::milliseconds longestRest{2000};

static QString recordedDay(const library::Video& video)
{
    if (!video.info || !video.info->recordedAt)
        return {};
    const QDateTime time = QDateTime::fromString(video.info->recordedAt->iso, Qt::ISODate);
    return time.isValid() ? QLocale().toString(time.date(), QStringLiteral("d MMM yyyy")) : QString();
}

LibraryModel::LibraryModel(Gateway& gateway, QObject* parent)
    : QAbstractListModel(parent)
    , gateway_(gateway)
{
    rest_.setSingleShot(true);
    connect(&rest_, &QTimer::timeout, this, [this] {
        if (std::exchange(readAgain_, false))
            reload();
    });
    connect(&gateway_, &Gateway::libraryChanged, this, &LibraryModel::reload);
    connect(&gateway_, &Gateway::jobsChanged, this, &LibraryModel::applyJobs);
    connect(&gateway_, &Gateway::progressed, this, &LibraryModel::applyProgress);
    reload();
}

int LibraryModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant LibraryModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = rows_[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
    case TitleRole:
        return row.video.title;
    case Qt::AccessibleTextRole:
        return accessibleText(row);
    case Qt::ToolTipRole:
        return row.video.title;
    case VideoIdRole:
        return QVariant::fromValue<qint64>(row.video.id.value);
    case PatientRole:
        return row.video.patientCode;
    case FileNameRole:
        return row.video.originalName;
    case RecordedRole:
        return recordedDay(row.video);
    case DurationRole:
        return QVariant::fromValue<qint64>(row.video.info ? row.video.info->duration.count() : 0);
    case ThumbnailRole:
        return row.video.thumbnailFile;
    case StateRole:
        return QVariant::fromValue(row.state);
    case SearchRole:
        return QStringList{row.video.title, row.video.patientCode, row.video.notes, row.video.originalName}
            .join(QLatin1Char('\n'))
            .toCaseFolded();
    default:
        return {};
    }
}

bool LibraryModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    const QString title = value.toString().simplified();
    if (!index.isValid() || role != Qt::EditRole || title.isEmpty())
        return false;
    const library::Video& video = rows_[static_cast<std::size_t>(index.row())].video;
    if (title != video.title)
        Q_EMIT renameRequested(video.id, title);
    return true;
}

Qt::ItemFlags LibraryModel::flags(const QModelIndex& index) const
{
    return QAbstractListModel::flags(index) | Qt::ItemIsEditable | Qt::ItemNeverHasChildren;
}

QString LibraryModel::accessibleText(const Row& row) const
{
    QStringList parts{row.video.title};
    if (!row.video.patientCode.isEmpty())
        parts << row.video.patientCode;
    parts << row.state.look.word;
    return parts.join(QStringLiteral(", "));
}

int LibraryModel::count(LibraryGroup group) const
{
    return static_cast<int>(
        std::count_if(rows_.begin(), rows_.end(), [&](const Row& row) { return row.state.group == group; }));
}

QModelIndex LibraryModel::indexOf(VideoId id) const
{
    const auto found =
        std::find_if(rows_.begin(), rows_.end(), [&](const Row& row) { return row.video.id == id; });
    return found == rows_.end() ? QModelIndex() : index(static_cast<int>(found - rows_.begin()));
}

const library::Video* LibraryModel::video(VideoId id) const
{
    const QModelIndex index = indexOf(id);
    return index.isValid() ? &rows_[static_cast<std::size_t>(index.row())].video : nullptr;
}

std::vector<jobs::Job> LibraryModel::jobsOf(VideoId id) const
{
    const auto found = jobs_.find(id);
    return found == jobs_.end() ? std::vector<jobs::Job>() : found->second;
}

Result<LibraryModel::Snapshot> LibraryModel::read(GatewayParts& parts)
{
    QElapsedTimer time;
    time.start();
    NDAS_TRY(auto videos, parts.library.list());
    using enum jobs::JobState;
    NDAS_TRY(auto jobs, parts.jobs.list({.ids = {},
                                         .states = {Queued, Running, Paused, Blocked, Failed, Cancelled},
                                         .kind = {},
                                         .video = {},
                                         .limit = 0}));
    return Snapshot{std::move(videos), std::move(jobs), std::chrono::milliseconds(time.elapsed())};
}

void LibraryModel::reload()
{
    if (reading_ || rest_.isActive()) {
        readAgain_ = true;
        return;
    }
    reading_ = true;
    gateway_.run(this, &LibraryModel::read, [this](Result<Snapshot> snapshot) {
        reading_ = false;
        rest_.start(snapshot ? std::min(4 * snapshot->took, longestRest) : longestRest);
        if (snapshot)
            take(std::move(*snapshot));
        else
            Q_EMIT gateway_.changeFailed(snapshot.error());
    });
}

void LibraryModel::readVideos(std::vector<VideoId> ids)
{
    using Videos = Result<std::vector<library::Video>>;
    const auto read = [ids = std::move(ids)](GatewayParts& parts) -> Videos {
        std::vector<library::Video> videos;
        for (const VideoId id : ids) {
            NDAS_TRY(auto video, parts.library.find(id));
            videos.push_back(std::move(video));
        }
        return videos;
    };
    gateway_.run(this, read, [this](Videos videos) {
        if (!videos)
            return reload(); // one of them was removed meanwhile
        for (library::Video& video : *videos)
            replace(std::move(video));
        Q_EMIT countsChanged();
    });
}

void LibraryModel::replace(library::Video video)
{
    const QModelIndex where = indexOf(video.id);
    if (!where.isValid())
        return reload();
    Row& row = rows_[static_cast<std::size_t>(where.row())];
    row.state = libraryState(video, jobsOf(video.id));
    row.video = std::move(video);
    Q_EMIT dataChanged(where, where);
}

void LibraryModel::take(Snapshot snapshot)
{
    jobs_.clear();
    for (jobs::Job& job : snapshot.jobs)
        jobs_[job.video].push_back(std::move(job));
    merge(std::move(snapshot.videos));
    loaded_ = true;
    Q_EMIT countsChanged();
    Q_EMIT loaded();
}

void LibraryModel::removeRowsMissingIn(const std::vector<library::Video>& videos)
{
    std::unordered_map<VideoId, bool> there;
    for (const library::Video& video : videos)
        there.emplace(video.id, true);
    for (int row = count() - 1; row >= 0; --row) {
        if (there.contains(rows_[static_cast<std::size_t>(row)].video.id))
            continue;
        beginRemoveRows({}, row, row);
        rows_.erase(rows_.begin() + row);
        endRemoveRows();
    }
}

/// Row by row instead of a reset, so that selection and scroll position stay. Both lists are newest first.
void LibraryModel::merge(std::vector<library::Video> videos)
{
    if (rows_.empty())
        return fill(std::move(videos));
    removeRowsMissingIn(videos);
    for (std::size_t i = 0; i < videos.size(); ++i) {
        Row row{std::move(videos[i]), {}};
        row.state = libraryState(row.video, jobsOf(row.video.id));
        const auto position = static_cast<int>(i);
        if (i < rows_.size() && rows_[i].video.id == row.video.id) {
            rows_[i] = std::move(row);
            continue;
        }
        beginInsertRows({}, position, position);
        rows_.insert(rows_.begin() + position, std::move(row));
        endInsertRows();
    }
    if (rows_.size() > videos.size()) {
        beginRemoveRows({}, static_cast<int>(videos.size()), count() - 1);
        rows_.erase(rows_.begin() + static_cast<std::ptrdiff_t>(videos.size()), rows_.end());
        endRemoveRows();
    }
    if (!rows_.empty())
        Q_EMIT dataChanged(index(0), index(count() - 1));
}

void LibraryModel::fill(std::vector<library::Video> videos)
{
    beginResetModel();
    rows_.reserve(videos.size());
    for (library::Video& video : videos) {
        const LibraryState state = libraryState(video, jobsOf(video.id));
        rows_.push_back({std::move(video), state});
    }
    endResetModel();
}

void LibraryModel::applyJobs(const std::vector<jobs::Job>& jobs)
{
    std::vector<VideoId> ended;
    for (const jobs::Job& job : jobs) {
        std::vector<jobs::Job>& known = jobs_[job.video];
        std::erase_if(known, [&](const jobs::Job& other) { return other.id == job.id; });
        if (job.state != jobs::JobState::Succeeded)
            known.push_back(job);
        refreshState(job.video);
        if (jobs::isTerminal(job.state))
            ended.push_back(job.video);
    }
    Q_EMIT countsChanged();
    if (!ended.empty())
        readVideos(std::move(ended));
}

void LibraryModel::applyProgress(const std::vector<jobs::JobProgress>& progress)
{
    for (const jobs::JobProgress& report : progress) {
        for (auto& [video, known] : jobs_) {
            const auto job = std::find_if(known.begin(), known.end(),
                                          [&](const jobs::Job& other) { return other.id == report.id; });
            if (job == known.end())
                continue;
            job->progress = report.progress;
            job->stage = report.stage;
            refreshState(video);
            break;
        }
    }
}

void LibraryModel::refreshState(VideoId id)
{
    const QModelIndex where = indexOf(id);
    if (!where.isValid())
        return;
    Row& row = rows_[static_cast<std::size_t>(where.row())];
    const LibraryState state = libraryState(row.video, jobsOf(id));
    if (state == row.state)
        return;
    row.state = state;
    Q_EMIT dataChanged(where, where, {StateRole, Qt::AccessibleTextRole});
}

} // namespace ndas::ui
