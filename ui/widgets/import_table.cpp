#include "ui/widgets/import_table.h"

#include "ui/delegates/import_delegate.h"
#include "ui/models/import_model.h"

#include <QtCore/QEvent>
#include <QtWidgets/QHeaderView>

namespace ndas::ui {

namespace {

struct Fact {
    ImportModel::Column column;
    const char* sample;
    const char* leastSample = nullptr; ///< in small letters; names and status give way to it
};

/// What gives way last comes first.
constexpr std::array facts{
    Fact{ImportModel::LengthColumn, "00:00:00", "0:00:00"},
    Fact{ImportModel::RecordedColumn, "30 Nov 2026, 00:00", "30 Nov 2026,"}, // the time below the day
    Fact{ImportModel::RenditionsColumn, "Original, High"},
    Fact{ImportModel::SizeColumn, "1,000 MB"},
    Fact{ImportModel::PictureColumn, "1080 x 1920"},
};

// In letters.
constexpr int usualName = 18;
constexpr int leastName = 6;
constexpr int usualStatus = 21;
constexpr int leastStatus = 8;
constexpr int mostStatus = 38;

} // namespace

ImportTable::ImportTable(QWidget* parent)
    : QTableView(parent)
{
    setItemDelegate(new ImportDelegate(this));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setSortingEnabled(true);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setIconSize({64, 36});
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setMinimumSectionSize(48);
    fitRows();
}

void ImportTable::setModel(QAbstractItemModel* model)
{
    QTableView::setModel(model);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setSectionResizeMode(ImportModel::NameColumn, QHeaderView::Stretch);
    sortByColumn(ImportModel::NameColumn, Qt::AscendingOrder);
    fitColumns();
}

QModelIndexList ImportTable::chosen() const
{
    QModelIndexList rows = selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end(),
              [](const QModelIndex& a, const QModelIndex& b) { return a.row() < b.row(); });
    return rows;
}

void ImportTable::fitRows()
{
    verticalHeader()->setDefaultSectionSize(std::max(48, fontMetrics().height() * 2 + 8));
}

void ImportTable::fitColumns()
{
    if (!model())
        return;
    const auto widthOf = [this](const QString& sample) {
        return fontMetrics().horizontalAdvance(sample) + 2 * space::gap + 4;
    };
    const auto leastWidthOf = [this](const char* sample) {
        const QFontMetrics small(textFont(font(), TextStep::Small));
        return small.horizontalAdvance(QLatin1String(sample)) + 2 * space::gap + 4;
    };
    const auto letters = [widthOf](int count) { return widthOf(QString(count, QLatin1Char('n'))); };
    const int picture = iconSize().width() + 28; // and the tick
    const int usual = picture + 20 + letters(usualName) + letters(usualStatus);
    const int least = picture + letters(leastName) + letters(leastStatus);
    int left = viewport()->width();
    for (const Fact& fact : facts) {
        const int full = widthOf(QLatin1String(fact.sample));
        const bool inFull = left - full >= usual;
        const int width = inFull || !fact.leastSample ? full : leastWidthOf(fact.leastSample);
        const bool fits = inFull || (fact.leastSample && left - width >= least);
        setColumnHidden(fact.column, !fits);
        setColumnWidth(fact.column, width);
        left -= fits ? width : 0;
    }
    const int status =
        left >= usual ? letters(usualStatus) + (left - usual) / 2 : letters(leastStatus) + (left - least) / 3;
    setColumnWidth(ImportModel::StatusColumn, std::clamp(status, letters(leastStatus), letters(mostStatus)));
}

void ImportTable::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTableView::currentChanged(current, previous);
    viewport()->update();
}

void ImportTable::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    fitColumns();
}

void ImportTable::changeEvent(QEvent* event)
{
    QTableView::changeEvent(event);
    if (event->type() != QEvent::FontChange)
        return;
    fitRows();
    fitColumns();
}

} // namespace ndas::ui
