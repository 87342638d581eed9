// Which recordings are shown, and in what order. Values and pure functions; any thread.
#pragma once

#include "ui/models/library_row.h"

namespace ndas::ui {

enum class LibrarySort { Added, Title, Patient, Age, Recorded, Length, Size, State };

struct LibraryQuery {
    QStringList words; ///< case-folded; every one must occur
    std::optional<LibraryGroup> group;
    std::optional<QString> patient; ///< code; "" = those without
    QString preset;                 ///< "" = any; else a ready rendition in it
    QString codec;                  ///< "" = any
    QDate from;                     ///< first day recorded; invalid = from the beginning
    QDate to;                       ///< last day recorded; invalid = to the end
    bool undated = false;           ///< only those whose recording date is not known
    LibrarySort sort = LibrarySort::Added;
    Qt::SortOrder order = Qt::DescendingOrder;

    bool narrows() const;

    /// All rows, newest first: nothing to do.
    bool isPlain() const { return !narrows() && sort == LibrarySort::Added && order == Qt::DescendingOrder; }

    friend bool operator==(const LibraryQuery&, const LibraryQuery&) = default;
};

bool accepts(const LibraryRow& row, const LibraryQuery& query);

/// The ids of `rows` (newest first) that are shown, in their order. Titles sort as people count ("Visit 2"
/// before "Visit 10").
std::vector<VideoId> arrange(const std::vector<LibraryRowPtr>& rows, const LibraryQuery& query);

} // namespace ndas::ui
