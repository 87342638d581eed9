#include "ui/models/library_query.h"

#include <QtCore/QCollator>

namespace ndas::ui {

namespace {

bool hasReady(const library::VideoSummary& video, const QString& preset)
{
    return std::any_of(video.renditions.begin(), video.renditions.end(), [&](const auto& mark) {
        return mark.preset == preset && mark.state == library::RenditionState::Ready;
    });
}

bool fitsDate(const library::VideoSummary& video, const LibraryQuery& query)
{
    if (query.undated)
        return video.recordedAt.isEmpty();
    if (!query.from.isValid() && !query.to.isValid())
        return true;
    const QDate day = recordedDay(video);
    return day.isValid() && day >= query.from && (!query.to.isValid() || day <= query.to);
}

int ageOf(const library::VideoSummary& video)
{
    const QDate day = recordedDay(video);
    const bool known = day.isValid() && video.birthDate.isValid() && video.gestationDays > 0;
    return known ? video.gestationDays + static_cast<int>(video.birthDate.daysTo(day)) : -1;
}

/// What a row is compared by; made once per row, because comparing texts as people do is slow.
struct SortKey {
    qint64 number;
    QCollatorSortKey text;
    VideoId id;
};

qint64 numberOf(const LibraryRow& row, LibrarySort sort)
{
    switch (sort) {
    case LibrarySort::Recorded:
        return QDateTime::fromString(row.video.recordedAt, Qt::ISODate).toMSecsSinceEpoch();
    case LibrarySort::Age:
        return ageOf(row.video);
    case LibrarySort::Length:
        return row.video.duration.count();
    case LibrarySort::Size:
        return row.video.sizeBytes;
    case LibrarySort::State:
        return static_cast<qint64>(row.state.group);
    case LibrarySort::Added:
    case LibrarySort::Title:
    case LibrarySort::Patient:
        break;
    }
    return 0;
}

QString textOf(const LibraryRow& row, LibrarySort sort)
{
    if (sort == LibrarySort::Title)
        return row.video.title;
    if (sort == LibrarySort::Patient)
        return row.video.patientCode;
    return sort == LibrarySort::State ? row.state.look.word : QString();
}

void sortKeys(std::vector<SortKey>& keys, Qt::SortOrder order)
{
    const auto less = [](const SortKey& a, const SortKey& b) {
        if (a.number != b.number)
            return a.number < b.number;
        const int texts = a.text.compare(b.text);
        return texts != 0 ? texts < 0 : a.id < b.id;
    };
    std::sort(keys.begin(), keys.end(), [&](const SortKey& a, const SortKey& b) {
        return order == Qt::AscendingOrder ? less(a, b) : less(b, a);
    });
}

} // namespace

bool LibraryQuery::narrows() const
{
    return !words.isEmpty() || group || patient || !preset.isEmpty() || !codec.isEmpty() || from.isValid() ||
           to.isValid() || undated;
}

bool accepts(const LibraryRow& row, const LibraryQuery& query)
{
    if (query.group && row.state.group != *query.group)
        return false;
    if (query.patient && row.video.patientCode != *query.patient)
        return false;
    if (!query.codec.isEmpty() && row.video.codec != query.codec)
        return false;
    if (!query.preset.isEmpty() && !hasReady(row.video, query.preset))
        return false;
    return fitsDate(row.video, query) &&
           std::all_of(query.words.begin(), query.words.end(),
                       [&](const QString& word) { return row.searched.contains(word); });
}

std::vector<VideoId> arrange(const std::vector<LibraryRowPtr>& rows, const LibraryQuery& query)
{
    QCollator collator;
    collator.setNumericMode(true);
    collator.setCaseSensitivity(Qt::CaseInsensitive);
    std::vector<SortKey> keys;
    keys.reserve(rows.size());
    const bool narrows = query.narrows();
    for (const LibraryRowPtr& row : rows)
        if (!narrows || accepts(*row, query))
            keys.push_back({.number = numberOf(*row, query.sort),
                            .text = collator.sortKey(textOf(*row, query.sort)),
                            .id = row->video.id});
    sortKeys(keys, query.order);
    std::vector<VideoId> ids;
    ids.reserve(keys.size());
    for (const SortKey& key : keys)
        ids.push_back(key.id);
    return ids;
}

} // namespace ndas::ui
