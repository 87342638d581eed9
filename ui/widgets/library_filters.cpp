#include "ui/widgets/library_filters.h"

#include "core/media/preset.h"
#include "ui/dialogs/date_range_dialog.h"
#include "ui/models/library_catalog.h"
#include "ui/support/dialogs.h"
#include "ui/support/recording_facts.h"
#include "ui/support/sentences.h"
#include "ui/support/theme.h"
#include "ui/widgets/filter_box.h"
#include "ui/widgets/filter_chips.h"
#include "ui/widgets/flow_layout.h"

#include <QtConcurrent/QtConcurrentRun>
#include <QtCore/QCollator>
#include <QtCore/QCoreApplication>
#include <QtCore/QSignalBlocker>

#include <set>

namespace ndas::ui {

namespace {

constexpr std::array chipGroups{LibraryGroup::Ready, LibraryGroup::Working, LibraryGroup::Attention};
constexpr int undated = -1;
constexpr int betweenDays = -2;

struct SortChoice {
    LibrarySort sort;
    Qt::SortOrder order;
    const char* key; ///< kept between starts
    const char* text;
};

constexpr std::array sortChoices{
    SortChoice{LibrarySort::Added, Qt::DescendingOrder, "last-added",
               QT_TRANSLATE_NOOP("Library", "Last added first")},
    SortChoice{LibrarySort::Added, Qt::AscendingOrder, "first-added",
               QT_TRANSLATE_NOOP("Library", "First added first")},
    SortChoice{LibrarySort::Recorded, Qt::DescendingOrder, "last-recorded",
               QT_TRANSLATE_NOOP("Library", "Last recorded first")},
    SortChoice{LibrarySort::Recorded, Qt::AscendingOrder, "first-recorded",
               QT_TRANSLATE_NOOP("Library", "First recorded first")},
    SortChoice{LibrarySort::Title, Qt::AscendingOrder, "title", QT_TRANSLATE_NOOP("Library", "By title")},
    SortChoice{LibrarySort::Patient, Qt::AscendingOrder, "patient",
               QT_TRANSLATE_NOOP("Library", "By patient")},
    SortChoice{LibrarySort::Age, Qt::AscendingOrder, "youngest",
               QT_TRANSLATE_NOOP("Library", "Youngest first")},
    SortChoice{LibrarySort::Length, Qt::DescendingOrder, "longest",
               QT_TRANSLATE_NOOP("Library", "Longest first")},
    SortChoice{LibrarySort::Size, Qt::DescendingOrder, "largest",
               QT_TRANSLATE_NOOP("Library", "Largest first")},
    SortChoice{LibrarySort::State, Qt::DescendingOrder, "state", QT_TRANSLATE_NOOP("Library", "By state")},
};

/// What `box` offers, the chosen one kept where it is still there.
void refill(FilterBox* box, ChoiceModel* model, const std::vector<Choice>& choices)
{
    const QSignalBlocker blocker(box);
    const QVariant chosen = box->currentIndex() > 0 ? box->currentData() : QVariant();
    model->setChoices(choices);
    box->setCurrentIndex(chosen.isValid() ? std::max(0, box->findData(chosen)) : 0);
    box->updateGeometry();
}

} // namespace

LibraryFilters::LibraryFilters(const std::vector<media::Preset>& presets, QWidget* parent)
    : QWidget(parent)
    , chips_(new FilterChips({tr("All"), tr("Ready"), tr("Working"), tr("Needs attention")}, this))
    , patient_(makeBox("patientFilter", tr("Patient"), tr("Whose recordings")))
    , date_(makeBox("dateFilter", tr("Date"), tr("When they were recorded")))
    , preset_(makeBox("presetFilter", tr("Quality"), tr("With a rendition in this quality")))
    , codec_(makeBox("codecFilter", tr("Kind"), tr("Kind of video")))
    , sort_(makeBox("librarySort", {}, tr("Order")))
    , patients_(new ChoiceModel(tr("All patients"), this))
    , kinds_(new ChoiceModel(tr("All kinds"), this))
    , line_(new FlowLayout(space::gap / 2, this))
{
    line_->setContentsMargins(space::margin, 0, space::margin, 0);
    line_->addWidget(chips_);
    line_->addTrailing(patient_);
    for (FilterBox* box : {date_, preset_, codec_, sort_})
        line_->addWidget(box);
    patient_->setModel(patients_);
    codec_->setModel(kinds_);
    preset_->addItem(tr("All qualities"));
    for (const media::Preset& preset : presets)
        preset_->addItem(presetText(preset.id, preset.name), preset.id);
    fillDates();
    fillSorts();
    connect(chips_, &FilterChips::chosenChanged, this, &LibraryFilters::changed);
    for (FilterBox* box : {preset_, codec_, sort_})
        connect(box, &QComboBox::currentIndexChanged, this, &LibraryFilters::changed);
    connect(patient_, &QComboBox::currentIndexChanged, this, &LibraryFilters::changed);
    connect(date_, &QComboBox::currentIndexChanged, this, [this] {
        if (date_->currentData() != QVariant(betweenDays)) {
            dateBefore_ = date_->currentIndex();
            Q_EMIT changed();
        }
    });
    connect(date_, &QComboBox::activated, this, [this] {
        if (date_->currentData() == QVariant(betweenDays))
            askForDays();
    });
}

void LibraryFilters::addAtEnd(QWidget* widget)
{
    line_->addWidget(widget);
}

FilterBox* LibraryFilters::makeBox(const char* objectName, const QString& word, const QString& accessibleName)
{
    auto* box = new FilterBox(word, accessibleName, this);
    box->setObjectName(QLatin1String(objectName));
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
    date_->addItem(tr("Between two days…"), betweenDays);
    date_->addItem(tr("Date not known"), undated);
}

void LibraryFilters::askForDays()
{
    const QDate today = QDate::currentDate();
    auto* dialog =
        new DateRangeDialog(from_.isValid() ? from_ : today.addMonths(-1), to_.isValid() ? to_ : today, this);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { useDays(dialog->from(), dialog->to()); });
    connect(dialog, &QDialog::rejected, this, [this] { date_->setCurrentIndex(dateBefore_); });
    showOver(dialog);
}

void LibraryFilters::useDays(const QDate& from, const QDate& to)
{
    from_ = from;
    to_ = to;
    dateBefore_ = date_->currentIndex();
    const QString format = QStringLiteral("d MMM yyyy");
    date_->setChosenText(
        QStringLiteral("%1 – %2").arg(QLocale().toString(from, format), QLocale().toString(to, format)));
    Q_EMIT changed();
}

void LibraryFilters::fillSorts()
{
    const QSignalBlocker blocker(sort_);
    for (std::size_t i = 0; i < sortChoices.size(); ++i)
        sort_->addItem(QCoreApplication::translate("Library", sortChoices[i].text), static_cast<int>(i));
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
        if (days.toInt() == betweenDays) {
            query.from = from_;
            query.to = to_;
        } else if (!query.undated) {
            query.from = QDate::currentDate().addDays(-days.toInt());
        }
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
        for (FilterBox* box : {patient_, date_, preset_, codec_})
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

QString LibraryFilters::orderKey() const
{
    return QLatin1String(sortChoices[static_cast<std::size_t>(std::max(0, sort_->currentIndex()))].key);
}

void LibraryFilters::chooseOrder(const QString& key)
{
    for (std::size_t i = 0; i < sortChoices.size(); ++i)
        if (key == QLatin1String(sortChoices[i].key))
            sort_->setCurrentIndex(static_cast<int>(i));
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
        refill(patient_, patients_, choices.patients);
        refill(codec_, kinds_, choices.kinds);
    });
}

void LibraryFilters::choosePatient(const QString& code)
{
    clear();
    patient_->setCurrentIndex(std::max(0, patient_->findData(code)));
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
        choices.patients.push_back({tr("No patient"), QString()});
    std::vector<QString> sorted(codes.begin(), codes.end());
    QCollator collator;
    collator.setNumericMode(true);
    std::sort(sorted.begin(), sorted.end(), collator);
    for (const QString& code : sorted)
        choices.patients.push_back({oneLine(code), code});
    for (const QString& codec : codecs)
        if (!codec.isEmpty())
            choices.kinds.push_back({codecName(codec), codec});
    return choices;
}

} // namespace ndas::ui
