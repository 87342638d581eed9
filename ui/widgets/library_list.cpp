#include "ui/widgets/library_list.h"

#include "ui/models/library_model.h"
#include "ui/support/paint_text.h"
#include "ui/support/sentences.h"
#include "ui/widgets/title_editor.h"

#include <QtCore/QEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QHeaderView>

namespace ndas::ui {

namespace {

struct ColumnWidth {
    LibraryModel::Column column;
    const char* sample;
};

/// What gives way last comes first; the title takes what is left.
constexpr std::array columnWidths{
    ColumnWidth{LibraryModel::PatientColumn, "P-00000"},
    ColumnWidth{LibraryModel::RecordedColumn, "30 Nov 2026"},
    ColumnWidth{LibraryModel::StateColumn, "Already imported"},
    ColumnWidth{LibraryModel::RenditionsColumn, "High, Medium"},
    ColumnWidth{LibraryModel::LengthColumn, "00:00"},
    ColumnWidth{LibraryModel::AgeColumn, "000+0"},
    ColumnWidth{LibraryModel::SizeColumn, "1,000 MB"},
};

constexpr std::size_t neededColumns = 3; ///< the others are not worth a title that is cut off

constexpr QSize smallestPicture{71, 40};

/// What a column is as wide as; states by the groups there are recordings in: most libraries are all ready.
QLatin1String sampleOf(const ColumnWidth& entry, const LibraryCatalog* catalog)
{
    if (entry.column != LibraryModel::StateColumn || !catalog || catalog->count(LibraryGroup::Attention) > 0)
        return QLatin1String(entry.sample);
    return QLatin1String(catalog->count(LibraryGroup::Working) > 0 ? "Encoding 100 %" : "Ready");
}

} // namespace

LibraryListDelegate::LibraryListDelegate(ThumbnailCache& thumbnails, QObject* parent)
    : QStyledItemDelegate(parent)
    , thumbnails_(thumbnails)
{
}

QRect LibraryListDelegate::paintPicture(QPainter& painter, const QRect& cell,
                                        const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const int height = cell.height() - 8;
    const QRect frame(cell.left() + space::gap, cell.top() + 4, height * 16 / 9, height);
    const QRect place = QStyle::visualRect(option.direction, cell, frame);
    const Tokens& tokens = tokensOf(option.palette);
    painter.fillRect(place, tokens.letterbox);
    const QPixmap pixmap = thumbnails_.pixmap(index.data(LibraryModel::ThumbnailRole).toString(),
                                              QSize(96, 54), painter.device()->devicePixelRatioF());
    if (pixmap.isNull()) {
        paintIcon(painter, place.adjusted(0, 6, 0, -6), Icon::Film, tokens.dimmed);
    } else {
        const QSize size = pixmap.deviceIndependentSize().scaled(place.size(), Qt::KeepAspectRatio).toSize();
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawPixmap(QStyle::alignedRect(Qt::LeftToRight, Qt::AlignCenter, size, place), pixmap);
    }
    const QRect text = cell.adjusted(frame.width() + 2 * space::gap + 4, 0, -space::gap, 0);
    return QStyle::visualRect(option.direction, cell, text);
}

void LibraryListDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                                const QModelIndex& index) const
{
    const Tokens& tokens = tokensOf(option.palette);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool title = index.column() == LibraryModel::TitleColumn;
    painter->save();
    painter->fillRect(option.rect, selected ? tokens.selected : tokens.panel);
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), tokens.line);
    const QRect inside = title ? paintPicture(*painter, option.rect, option, index)
                               : option.rect.adjusted(space::gap, 0, -space::gap, 0);
    if (title && option.state.testFlag(QStyle::State_HasFocus))
        painter->fillRect(QStyle::visualRect(option.direction, option.rect,
                                             QRect(option.rect.topLeft(), QSize(3, option.rect.height()))),
                          tokens.accent);
    if (index.column() == LibraryModel::StateColumn) {
        paintState(*painter, inside, index.data(LibraryModel::StateRole).value<LibraryState>().look,
                   option.palette, option.font, selected);
    } else {
        painter->setFont(title ? textFont(option.font, TextStep::Body, QFont::DemiBold) : option.font);
        painter->setPen(title ? tokens.text : toneColor(tokens, Tone::Neutral, selected));
        const auto alignment = static_cast<Qt::Alignment>(index.data(Qt::TextAlignmentRole).toInt());
        const QString text = index.data(Qt::DisplayRole).toString();
        // Recordings that are named by their camera differ at their ends.
        drawOneLine(*painter, inside, QStyle::visualAlignment(option.direction, alignment),
                    title ? painter->fontMetrics().elidedText(text, Qt::ElideMiddle, inside.width()) : text);
    }
    painter->restore();
}

QWidget* LibraryListDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                                           const QModelIndex& index) const
{
    if (index.column() != LibraryModel::TitleColumn)
        return nullptr;
    return new TitleEditor(option.font, parent);
}

LibraryList::LibraryList(ThumbnailCache& thumbnails, QWidget* parent)
    : QTableView(parent)
{
    setItemDelegate(new LibraryListDelegate(thumbnails, this));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::EditKeyPressed);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setMouseTracking(true);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    fitRows();
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setMinimumSectionSize(40);
    horizontalHeader()->setSortIndicatorClearable(false);
    connect(&thumbnails, &ThumbnailCache::loaded, viewport(), [this] { viewport()->update(); });
}

void LibraryList::setModel(QAbstractItemModel* model)
{
    QTableView::setModel(model);
    horizontalHeader()->setSectionResizeMode(LibraryModel::TitleColumn, QHeaderView::Stretch);
    if (const auto* library = qobject_cast<const LibraryModel*>(model))
        connect(library, &LibraryModel::countsChanged, this, &LibraryList::fitColumns);
    fitColumns();
}

void LibraryList::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    fitColumns();
}

void LibraryList::changeEvent(QEvent* event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        fitRows();
        fitColumns();
    }
}

void LibraryList::fitRows()
{
    verticalHeader()->setDefaultSectionSize(
        std::max(smallestPicture.height() + space::gap, fontMetrics().height() * 2 + space::gap));
}

void LibraryList::fitColumns()
{
    if (!model())
        return;
    const QFontMetrics metrics = fontMetrics();
    const QFontMetrics titles(textFont(font(), TextStep::Body, QFont::DemiBold));
    const int beside = viewport()->width() - smallestPicture.width() - 4 * space::gap;
    const int left = beside - titles.horizontalAdvance(QString(12, QLatin1Char('n')));
    const int leftByLongTitles = beside - titles.horizontalAdvance(QStringLiteral("IMG_20261128_083401"));
    const auto* library = qobject_cast<const LibraryModel*>(model());
    const LibraryCatalog* const catalog = library ? &library->catalog() : nullptr;
    const bool patients = !catalog || catalog->knowsPatients();
    int used = 0;
    for (std::size_t i = 0; i < columnWidths.size(); ++i) {
        const ColumnWidth& entry = columnWidths[i];
        const QString heading = model()->headerData(entry.column, Qt::Horizontal).toString();
        const int icon = entry.column == LibraryModel::StateColumn ? metrics.height() + space::gap : 0;
        const int text =
            std::max(metrics.horizontalAdvance(sampleOf(entry, catalog)), metrics.horizontalAdvance(heading));
        const int width = text + icon + 2 * space::gap + 4;
        const bool says = patients || (entry.column != LibraryModel::PatientColumn &&
                                       entry.column != LibraryModel::AgeColumn);
        const bool fits = says && used + width <= (i < neededColumns ? left : leftByLongTitles);
        setColumnHidden(entry.column, !fits);
        setColumnWidth(entry.column, width);
        used += fits ? width : 0;
    }
}

} // namespace ndas::ui
