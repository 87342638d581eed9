// The recordings that are shown, as a table of raw values per role: those of the catalogue a query lets
// through, in its order. Rows come and go one by one where few do; selections stay. GUI thread; large
// libraries are searched and sorted on another.
#pragma once

#include "ui/models/library_catalog.h"
#include "ui/models/library_query.h"

#include <QtCore/QAbstractTableModel>
#include <QtCore/QTimer>

namespace ndas::ui {

class LibraryModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column {
        TitleColumn,
        PatientColumn,
        AgeColumn,
        RecordedColumn,
        LengthColumn,
        SizeColumn,
        RenditionsColumn,
        StateColumn,
        ColumnCount
    };

    enum Role {
        VideoIdRole = Qt::UserRole + 1, ///< qint64
        TitleRole,
        PatientRole,
        AgeRole,       ///< PMA at the recording, "49+3"; "" when not known
        FileNameRole,  ///< of the file it was imported from
        RecordedRole,  ///< "12 Nov 2026", "" when not known
        DurationRole,  ///< qint64 microseconds; 0 = not known
        ThumbnailRole, ///< file name below thumbnails/
        StateRole,     ///< LibraryState
    };

    explicit LibraryModel(QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// EditRole: asks for a new title (renameRequested); the row changes once it is saved.
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    void sort(int column, Qt::SortOrder order) override;

    const LibraryQuery& query() const { return query_; }

    void setQuery(const LibraryQuery& query);

    const LibraryCatalog& catalog() const { return catalog_; }

    /// Changes the catalogue (`LibraryCatalog::Changes change(LibraryCatalog&)`) and shows what came of it.
    template <class Change>
    void update(Change change)
    {
        show(change(catalog_));
    }

    bool isLoaded() const { return loaded_; }

    void setLoaded();

    QModelIndex indexOf(VideoId id) const;

    VideoId idAt(int row) const { return shown_[static_cast<std::size_t>(row)]; }

Q_SIGNALS:
    void renameRequested(ndas::VideoId id, const QString& title);
    void loaded();                                     ///< something is known, if only the newest
    void countsChanged();                              ///< of recordings or of groups
    void rowsChanged(const std::vector<VideoId>& ids); ///< facts or states of recordings, shown or not
    void arranged();                                   ///< what is shown agrees with the query

private:
    void show(const LibraryCatalog::Changes& changes);
    void announce(const std::vector<VideoId>& ids);
    void appendRows();
    void arrangeRows();
    void arrangeElsewhere();
    void take(std::vector<VideoId> ids);
    bool growOrShrink(const std::vector<VideoId>& ids);
    void removeRange(std::size_t first, std::size_t last);
    void insertRange(std::size_t at, std::span<const VideoId> ids);
    QString textOf(const LibraryRow& row, int column) const;
    QString tipOf(const LibraryRow& row, int column) const;
    QString accessibleText(const LibraryRow& row) const;

    LibraryCatalog catalog_;
    LibraryQuery query_;
    std::vector<VideoId> shown_;
    bool loaded_ = false;
    bool arranging_ = false;
    bool arrangeAgain_ = false;
};

} // namespace ndas::ui

Q_DECLARE_METATYPE(ndas::ui::LibraryState)
