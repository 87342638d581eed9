// What narrows the library and puts it in order: state chips, patient, date, preset, codec; sorting.
#pragma once

#include "ui/models/library_query.h"

#include <QtWidgets/QWidget>

class QComboBox;

namespace ndas::media {
struct Preset;
}

namespace ndas::ui {

class FilterChips;
class LibraryCatalog;

class LibraryFilters : public QWidget {
    Q_OBJECT
public:
    LibraryFilters(const std::vector<media::Preset>& presets, QWidget* parent = nullptr);

    /// Chooses the order; stands wherever the page puts it.
    QComboBox* sortBox() const { return sort_; }

    /// Everything but the words of the search.
    LibraryQuery query() const;
    void clear(); ///< of what narrows; the order stays
    void setSort(LibrarySort sort, Qt::SortOrder order);
    /// Counts, patients and codecs there are.
    void showCounts(const LibraryCatalog& catalog);
    void offer(const LibraryCatalog& catalog);

Q_SIGNALS:
    void changed();

private:
    /// What there is to choose from: words and what they stand for.
    struct Choices {
        std::vector<std::pair<QString, QString>> patients;
        std::vector<std::pair<QString, QString>> kinds;

        friend bool operator==(const Choices&, const Choices&) = default;
    };

    static Choices choicesIn(const std::vector<LibraryRowPtr>& rows);
    QComboBox* makeBox(const char* objectName, const QString& accessibleName);
    void fillDates();
    void fillSorts();

    FilterChips* chips_;
    QComboBox* patient_;
    QComboBox* date_;
    QComboBox* preset_;
    QComboBox* codec_;
    QComboBox* sort_;
    Choices choices_;
};

} // namespace ndas::ui
