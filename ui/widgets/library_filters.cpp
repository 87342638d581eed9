#include "ui/widgets/library_filters.h"

#include "core/media/preset.h"
#include "ui/models/library_catalog.h"
#include "ui/support/recording_facts.h"
#include "ui/support/sentences.h"
#include "ui/support/theme.h"
#include "ui/widgets/filter_chips.h"
#include "ui/widgets/flow_layout.h"

#include <QtConcurrent/QtConcurrentRun>
#include <QtCore/QCollator>
#include <QtCore/QCoreApplication>
#include <QtCore/QSignalBlocker>
#include <QtWidgets/QComboBox>

#include <set>

namespace ndas::ui {

namespace {

constexpr std::array chipGroups{LibraryGroup::Ready, LibraryGroup::Working, LibraryGroup::Attention};
constexpr int undated = -1;

struct SortChoice {
    LibrarySort sort;
    Qt::SortOrder order;
    const char* text;
};

constexpr std::array sortChoices{
    SortChoice{LibrarySort::Added, Qt::DescendingOrder, QT_TRANSLATE_NOOP("Library", "Last added first")},
    SortChoice{LibrarySort::Added, Qt::AscendingOrder, QT_TRANSLATE_NOOP("Library", "First added first")},
    SortChoice{LibrarySort::Recorded, Qt::DescendingOrder,
               QT_TRANSLATE_NOOP("Library", "Last recorded first")},
    SortChoice{LibrarySort::Recorded, Qt::AscendingOrder,
               QT_TRANSLATE_NOOP("Library", "First recorded first")},
    SortChoice{LibrarySort::Title, Qt::AscendingOrder, QT_TRANSLATE_NOOP("Library", "By title")},
    SortChoice{LibrarySort::Patient, Qt::AscendingOrder, QT_TRANSLATE_NOOP("Library", "By patient")},
    SortChoice{LibrarySort::Age, Qt::AscendingOrder, QT_TRANSLATE_NOOP("Library", "Youngest first")},
    SortChoice{LibrarySort::Length, Qt::DescendingOrder, QT_TRANSLATE_NOOP("Library", "Longest first")},
    SortChoice{LibrarySort::Size, Qt::DescendingOrder, QT_TRANSLATE_NOOP("Library", "Largest first")},
    SortChoice{LibrarySort::State, Qt::DescendingOrder, QT_TRANSLATE_NOOP("Library", "By state")},
};

/// Entries of `box` after its first (which means "all"), the chosen one kept where it is still there.
void refill(QComboBox* box, const std::vector<std::pair<QString, QString>>& entries)
{
    const QSignalBlocker blocker(box);
    const QVariant chosen = box->currentIndex() > 0 ? box->currentData() : QVariant();
    while (box->count() > 1)
        box->removeItem(1);
    for (const auto& [text, data] : entries)
        box->addItem(text, data);
    box->setCurrentIndex(chosen.isValid() ? std::max(0, box->findData(chosen)) : 0);
}

} // namespace

LibraryFilters::LibraryFilters(const std::vector<media::Preset>& presets, QWidget* parent)
    : QWidget(parent)
    , chips_(new FilterChips({tr("All"), tr("Ready"), tr("Working"), tr("Needs attention")}, this))
    , patient_(makeBox("patientFilter", tr("Patient")))
    , date_(makeBox("dateFilter", tr("Recording date")))
    , preset_(makeBox("presetFilter", tr("Quality")))
    , codec_(makeBox("codecFilter", tr("Kind of video")))
    , sort_(makeBox("librarySort", tr("Order")))
{
    auto* layout = new FlowLayout(space::gap, this);
    layout->setContentsMargins(space::margin, 0, space::margin, 0);
    layout->addWidget(chips_);
    layout->addTrailing(patient_);
    for (QComboBox* box : {date_, preset_, codec_})
        layout->addWidget(box);
    patient_->addItem(tr("All patients"));
    codec_->addItem(tr("All kinds"));
    preset_->addItem(tr("All qualities"));
    for (const media::Preset& preset : presets)
        preset_->addItem(presetText(preset.id, preset.name), preset.id);
    fillDates();
    fillSorts();
    connect(chips_, &FilterChips::chosenChanged, this, &LibraryFilters::changed);
}

QComboBox* LibraryFilters::makeBox(const char* objectName, const QString& accessibleName)
{
    auto* box = new QComboBox(this);
    box->setObjectName(QLatin1String(objectName));
    box->setAccessibleName(accessibleName);
    box->setToolTip(accessibleName);
    box->setMaxVisibleItems(16);
    box->setMinimumContentsLength(8);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setKind(box, "filter");
    connect(box, &QComboBox::currentIndexChanged, this, &LibraryFilters::changed);
    return box;
}

void LibraryFilters::fillDates()
{
    const QSignalBlocker blocker(date_);
    date_->addItem(tr("Any date"));
    date_->addItem(tr("Today"), 0);
    date_->addItem(tr("Last 7 days"), 7);
    date_->addItem(tr("Last 30 days"), 30);
    date_->addItem(tr("Last 12 months"), 365);
    date_->addItem(tr("Date not known"), undated);
}

void LibraryFilters::fillSorts()
{
    const QSignalBlocker blocker(sort_);
    for (std::size_t i = 0; i < sortChoices.size(); ++i)
        sort_->addItem(QCoreApplication::translate("Library", sortChoices[i].text), static_cast<int>(i));
    sort_->setMinimumContentsLength(14);
}

LibraryQuery LibraryFilters::query() const
{
    LibraryQuery query;
    if (const int chip = chips_->chosen(); chip > 0)
        query.group = chipGroups[static_cast<std::size_t>(chip) - 1];
    if (patient_->currentIndex() > 0)
        query.patient = patient_->currentData().toString();
    query.preset = preset_->currentData().toString();
    query.codec = codec_->currentData().toString();
    if (const QVariant days = date_->currentData(); days.isValid()) {
        query.undated = days.toInt() == undated;
        if (!query.undated)
            query.from = QDate::currentDate().addDays(-days.toInt());
    }
    const SortChoice& order = sortChoices[static_cast<std::size_t>(std::max(0, sort_->currentIndex()))];
    query.sort = order.sort;
    query.order = order.order;
    return query;
}

void LibraryFilters::clear()
{
    {
        const QSignalBlocker blocker(this);
        chips_->choose(0);
        for (QComboBox* box : {patient_, date_, preset_, codec_})
            box->setCurrentIndex(0);
    }
    Q_EMIT changed();
}

void LibraryFilters::setSort(LibrarySort sort, Qt::SortOrder order)
{
    const QSignalBlocker blocker(sort_);
    for (std::size_t i = 0; i < sortChoices.size(); ++i)
        if (sortChoices[i].sort == sort && (sortChoices[i].order == order || sort != LibrarySort::Added))
            return sort_->setCurrentIndex(static_cast<int>(i));
}

void LibraryFilters::showCounts(const LibraryCatalog& catalog)
{
    chips_->setCount(0, static_cast<int>(catalog.rows().size()));
    for (std::size_t i = 0; i < chipGroups.size(); ++i)
        chips_->setCount(static_cast<int>(i) + 1, catalog.count(chipGroups[i]));
}

void LibraryFilters::offer(const LibraryCatalog& catalog)
{
    // Elsewhere: going through a large library would be felt.
    QtConcurrent::run(&LibraryFilters::choicesIn, catalog.rows()).then(this, [this](const Choices& choices) {
        if (choices == choices_)
            return;
        choices_ = choices;
        refill(patient_, choices.patients);
        refill(codec_, choices.kinds);
    });
}

LibraryFilters::Choices LibraryFilters::choicesIn(const std::vector<LibraryRowPtr>& rows)
{
    std::set<QString> codes;
    std::set<QString> codecs;
    for (const LibraryRowPtr& row : rows) {
        codes.insert(row->video.patientCode);
        codecs.insert(row->video.codec);
    }
    Choices choices;
    if (codes.erase(QString()) > 0)
        choices.patients.emplace_back(tr("No patient"), QString());
    std::vector<QString> sorted(codes.begin(), codes.end());
    QCollator collator;
    collator.setNumericMode(true);
    std::sort(sorted.begin(), sorted.end(), collator);
    for (const QString& code : sorted)
        choices.patients.emplace_back(oneLine(code), code);
    for (const QString& codec : codecs)
        if (!codec.isEmpty())
            choices.kinds.emplace_back(codecName(codec), codec);
    return choices;
}

} // namespace ndas::ui
