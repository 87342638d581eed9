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
};

/// What gives way last comes first.
constexpr std::array facts{
    Fact{ImportModel::LengthColumn, "00:00:00"},
    Fact{ImportModel::RecordedColumn, "30 Nov 2026, 00:00"},
    Fact{ImportModel::RenditionsColumn, "Original, High"},
    Fact{ImportModel::SizeColumn, "1,000 MB"},
    Fact{ImportModel::PictureColumn, "1080 x 1920"},
};

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
    const int name = iconSize().width() + 48 + widthOf(QString(18, QLatin1Char('n')));
    const int leastStatus = widthOf(QString(21, QLatin1Char('n')));
    int left = viewport()->width() - name - leastStatus;
    for (const Fact& fact : facts) {
        const int width = widthOf(QLatin1String(fact.sample));
        const bool fits = width <= left;
        setColumnHidden(fact.column, !fits);
        setColumnWidth(fact.column, width);
        left -= fits ? width : 0;
    }
    const int mostStatus = widthOf(QString(38, QLatin1Char('n')));
    setColumnWidth(ImportModel::StatusColumn,
                   std::clamp(leastStatus + left / 2, std::min(leastStatus, mostStatus), mostStatus));
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
