#include "ui/models/library_model.h"

#include "ui/support/sentences.h"

#include <QtConcurrent/QtConcurrentRun>

#include <unordered_set>

namespace ndas::ui {

namespace {

/// Above this, searching and sorting could be felt.
constexpr std::size_t manyRows = 3000;
/// More ranges than this at a time are shown at once instead.
constexpr std::size_t mostRanges = 64;

LibrarySort sortOf(int column)
{
    constexpr std::array<LibrarySort, LibraryModel::ColumnCount> sorts{
        LibrarySort::Title,  LibrarySort::Patient, LibrarySort::Age,   LibrarySort::Recorded,
        LibrarySort::Length, LibrarySort::Size,    LibrarySort::Added, LibrarySort::State};
    return column < 0 ? LibrarySort::Added : sorts[static_cast<std::size_t>(column)];
}

} // namespace

LibraryModel::LibraryModel(QObject* parent)
    : QAbstractTableModel(parent)
{
}

int LibraryModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(shown_.size());
}

int LibraryModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant LibraryModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const LibraryRow* const row = catalog_.find(idAt(index.row()));
    if (!row)
        return {}; // gone, and about to leave the screen
    switch (role) {
    case Qt::DisplayRole:
        return textOf(*row, index.column());
    case Qt::EditRole:
    case TitleRole:
        return row->video.title;
    case Qt::ToolTipRole:
        return tipOf(*row, index.column());
    case Qt::AccessibleTextRole:
        return index.column() == TitleColumn ? accessibleText(*row) : textOf(*row, index.column());
    case Qt::TextAlignmentRole:
        return index.column() == LengthColumn || index.column() == SizeColumn
                   ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                   : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    case VideoIdRole:
        return QVariant::fromValue<qint64>(row->video.id.value);
    case PatientRole:
        return row->video.patientCode;
    case AgeRole:
        return ageText(row->video);
    case FileNameRole:
        return row->video.originalName;
    case RecordedRole:
        return recordedDayText(row->video);
    case DurationRole:
        return QVariant::fromValue<qint64>(row->video.duration.count());
    case ThumbnailRole:
        return row->video.thumbnailFile;
    case StateRole:
        return QVariant::fromValue(row->state);
    default:
        return {};
    }
}

QString LibraryModel::textOf(const LibraryRow& row, int column) const
{
    switch (column) {
    case TitleColumn:
        return oneLine(row.video.title);
    case PatientColumn:
        return oneLine(row.video.patientCode);
    case AgeColumn:
        return ageText(row.video);
    case RecordedColumn:
        return recordedDayText(row.video);
    case LengthColumn:
        return row.video.duration.count() > 0 ? durationText(row.video.duration) : QString();
    case SizeColumn:
        return sizeText(row.video.sizeBytes);
    case RenditionsColumn:
        return renditionsText(row.video);
    case StateColumn:
        return row.state.look.word;
    default:
        return {};
    }
}

QString LibraryModel::tipOf(const LibraryRow& row, int column) const
{
    QStringList lines{column == AgeColumn ? QString() : textOf(row, column)};
    if (column == TitleColumn) // also of a card, where all of it may be cut short
        lines << textOf(row, PatientColumn) << recordedDayText(row.video) << row.state.look.word;
    if (const QString corrected = correctedText(row.video);
        !corrected.isEmpty() && (column == TitleColumn || column == AgeColumn))
        lines << tr("PMA %1, corrected age %2").arg(ageText(row.video), corrected);
    lines.removeAll(QString());
    return tipText(lines.join(QLatin1Char('\n')));
}

QString LibraryModel::accessibleText(const LibraryRow& row) const
{
    const QString age = ageText(row.video);
    QStringList parts{row.video.title, row.video.patientCode, age.isEmpty() ? age : tr("PMA %1").arg(age),
                      row.state.look.word};
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

QVariant LibraryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section == LengthColumn || section == SizeColumn ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                                                : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == AgeColumn)
        return tr("Postmenstrual age at the recording, in weeks and days");
    if (role != Qt::DisplayRole)
        return {};
    const std::array<QString, ColumnCount> names{tr("Title"),      tr("Patient"), tr("Age"),
                                                 tr("Recorded"),   tr("Length"),  tr("Size"),
                                                 tr("Renditions"), tr("State")};
    return names[static_cast<std::size_t>(section)];
}

bool LibraryModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    const QString title = value.toString().simplified();
    const LibraryRow* const row = index.isValid() ? catalog_.find(idAt(index.row())) : nullptr;
    if (!row || role != Qt::EditRole || title.isEmpty())
        return false;
    if (title != row->video.title)
        Q_EMIT renameRequested(row->video.id, title);
    return true;
}

Qt::ItemFlags LibraryModel::flags(const QModelIndex& index) const
{
    const auto flags = QAbstractTableModel::flags(index) | Qt::ItemNeverHasChildren;
    return index.column() == TitleColumn ? flags | Qt::ItemIsEditable : flags;
}

void LibraryModel::sort(int column, Qt::SortOrder order)
{
    LibraryQuery query = query_;
    query.sort = sortOf(column);
    query.order = order;
    setQuery(query);
}

void LibraryModel::setQuery(const LibraryQuery& query)
{
    if (std::exchange(query_, query) != query)
        arrangeRows();
}

void LibraryModel::setLoaded()
{
    loaded_ = true;
    Q_EMIT loaded();
}

QModelIndex LibraryModel::indexOf(VideoId id) const
{
    const auto found = std::find(shown_.begin(), shown_.end(), id);
    return found == shown_.end() ? QModelIndex() : index(static_cast<int>(found - shown_.begin()), 0);
}

void LibraryModel::show(const LibraryCatalog::Changes& changes)
{
    if (!changes.any())
        return;
    const bool moves = changes.membership || (changes.groups && query_.group) ||
                       (!changes.ids.empty() && !query_.isPlain() && !query_.group);
    announce(changes.ids);
    if (changes.appendedAt == shown_.size() && query_.isPlain())
        appendRows();
    else if (moves)
        arrangeRows();
    Q_EMIT countsChanged();
}

void LibraryModel::announce(const std::vector<VideoId>& ids)
{
    if (ids.empty() || shown_.empty())
        return;
    if (ids.size() > mostRanges) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    } else {
        for (const VideoId id : ids)
            if (const QModelIndex where = indexOf(id); where.isValid())
                Q_EMIT dataChanged(where, where.siblingAtColumn(ColumnCount - 1));
    }
    Q_EMIT rowsChanged(ids);
}

/// While a large library is read page by page: looking at all rows for each page would be felt.
void LibraryModel::appendRows()
{
    std::vector<VideoId> ids;
    for (std::size_t row = shown_.size(); row < catalog_.rows().size(); ++row)
        ids.push_back(catalog_.rows()[row]->video.id);
    insertRange(shown_.size(), ids);
    Q_EMIT arranged();
}

void LibraryModel::arrangeRows()
{
    arrangeAgain_ = arranging_; // what is being arranged elsewhere is out of date
    if (query_.isPlain()) {
        std::vector<VideoId> ids;
        ids.reserve(catalog_.rows().size());
        for (const LibraryRowPtr& row : catalog_.rows())
            ids.push_back(row->video.id);
        take(std::move(ids));
    } else if (catalog_.rows().size() > manyRows) {
        arrangeElsewhere();
    } else {
        take(arrange(catalog_.rows(), query_));
    }
}

void LibraryModel::arrangeElsewhere()
{
    if (std::exchange(arranging_, true)) {
        arrangeAgain_ = true;
        return;
    }
    QtConcurrent::run([rows = catalog_.rows(), query = query_] {
        return arrange(rows, query);
    }).then(this, [this](std::vector<VideoId> ids) {
        arranging_ = false;
        if (std::exchange(arrangeAgain_, false))
            return arrangeRows();
        take(std::move(ids));
    });
}

void LibraryModel::take(std::vector<VideoId> ids)
{
    if (ids != shown_ && !growOrShrink(ids)) {
        beginResetModel();
        shown_ = std::move(ids);
        endResetModel();
    }
    Q_EMIT arranged();
}

void LibraryModel::removeRange(std::size_t first, std::size_t last)
{
    beginRemoveRows({}, static_cast<int>(first), static_cast<int>(last) - 1);
    shown_.erase(shown_.begin() + static_cast<std::ptrdiff_t>(first),
                 shown_.begin() + static_cast<std::ptrdiff_t>(last));
    endRemoveRows();
}

void LibraryModel::insertRange(std::size_t at, std::span<const VideoId> ids)
{
    beginInsertRows({}, static_cast<int>(at), static_cast<int>(at + ids.size()) - 1);
    shown_.insert(shown_.begin() + static_cast<std::ptrdiff_t>(at), ids.begin(), ids.end());
    endInsertRows();
}

/// Row by row, so that selection and scroll position stay; false when too much moved.
bool LibraryModel::growOrShrink(const std::vector<VideoId>& ids)
{
    const bool appended = ids.size() > shown_.size() && std::equal(shown_.begin(), shown_.end(), ids.begin());
    if (appended) {
        insertRange(shown_.size(), std::span(ids).subspan(shown_.size()));
        return true;
    }
    const std::unordered_set<VideoId> kept(ids.begin(), ids.end());
    const std::unordered_set<VideoId> known(shown_.begin(), shown_.end());
    const auto isNew = [&](VideoId id) { return !known.contains(id); };
    const auto isGone = [&](VideoId id) { return !kept.contains(id); };
    std::vector<VideoId> before;
    std::vector<VideoId> after;
    std::remove_copy_if(shown_.begin(), shown_.end(), std::back_inserter(before), isGone);
    std::remove_copy_if(ids.begin(), ids.end(), std::back_inserter(after), isNew);
    if (before != after || (shown_.size() - before.size()) + (ids.size() - after.size()) > mostRanges)
        return false;
    for (std::size_t row = shown_.size(); row-- > 0;)
        if (isGone(shown_[row]))
            removeRange(row, row + 1);
    for (std::size_t row = 0; row < ids.size(); ++row)
        if (isNew(ids[row]))
            insertRange(row, std::span(ids).subspan(row, 1));
    return true;
}

} // namespace ndas::ui
