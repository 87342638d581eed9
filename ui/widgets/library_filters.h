// What narrows the library and puts it in order: state chips, patient, date, preset, codec; sorting.
#pragma once

#include "ui/models/choice_model.h"
#include "ui/models/library_query.h"

#include <QtWidgets/QWidget>

namespace ndas::media {
struct Preset;
}

namespace ndas::ui {

class FilterBox;
class FilterChips;
class FlowLayout;
class LibraryCatalog;

class LibraryFilters : public QWidget {
    Q_OBJECT
public:
    LibraryFilters(const std::vector<media::Preset>& presets, QWidget* parent = nullptr);

    /// At the end of the line.
    void addAtEnd(QWidget* widget);

    /// Everything but the words of the search.
    LibraryQuery query() const;
    void clear(); ///< of what narrows; the order stays
    void setSort(LibrarySort sort, Qt::SortOrder order);
    /// The order, for the next start; one that is not known changes nothing.
    QString orderKey() const;
    void chooseOrder(const QString& key);
    /// Counts, patients and codecs there are.
    void showCounts(const LibraryCatalog& catalog);
    void offer(const LibraryCatalog& catalog);

    void choosePatient(const QString& code);

Q_SIGNALS:
    void changed();

private:
    /// What there is to choose from: words and what they stand for.
    struct Choices {
        std::vector<Choice> patients;
        std::vector<Choice> kinds;

        friend bool operator==(const Choices&, const Choices&) = default;
    };

    static Choices choicesIn(const std::vector<LibraryRowPtr>& rows);
    FilterBox* makeBox(const char* objectName, const QString& word, const QString& accessibleName);
    void fillDates();
    void fillSorts();
    void askForDays();
    void useDays(const QDate& from, const QDate& to);

    FilterChips* chips_;
    FilterBox* patient_;
    FilterBox* date_;
    FilterBox* preset_;
    FilterBox* codec_;
    FilterBox* sort_;
    ChoiceModel* patients_;
    ChoiceModel* kinds_;
    Choices choices_;
    FlowLayout* line_;
    QDate from_; ///< while days are chosen freely
    QDate to_;
    int dateBefore_ = 0; ///< chosen before the days were asked for
};

} // namespace ndas::ui
