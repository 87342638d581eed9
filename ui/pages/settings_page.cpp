#include "ui/pages/settings_page.h"

#include "ui/support/library_actions.h"
#include "ui/support/sentences.h"
#include "ui/support/theme.h"
#include "ui/widgets/detail_parts.h"

#include <QtCore/QDir>
#include <QtCore/QLocale>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QFrame>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QVBoxLayout>

using namespace std::chrono_literals;

namespace ndas::ui {

namespace {

constexpr qint64 giga = 1'000'000'000;
constexpr qint64 mebi = qint64{1} << 20;

/// So many average letters wide, whatever the size of the text.
int lettersWide(const QWidget* widget, int letters)
{
    return widget->fontMetrics().averageCharWidth() * letters;
}

QString limitText(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, 0, QLocale::DataSizeSIFormat);
}

QString memoryText(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, 0, QLocale::DataSizeTraditionalFormat);
}

QString spanText(std::chrono::seconds time)
{
    return shortTime(time.count());
}

QString retriesText(int retries)
{
    if (retries == 0)
        return SettingsPage::tr("Not at all");
    return retries == 1 ? SettingsPage::tr("Once") : SettingsPage::tr("%1 times").arg(countText(retries));
}

/// Nothing ends before its turn is over: of two limits that contradict each other, the one that was chosen
/// now counts, and the other follows.
void settleLimits(settings::Settings& settings, const settings::Settings& before)
{
    if (settings.hardTimeLimit >= settings.softTimeLimit)
        return;
    if (settings.softTimeLimit != before.softTimeLimit)
        settings.hardTimeLimit = settings.softTimeLimit;
    else
        settings.softTimeLimit = settings.hardTimeLimit;
}

QString jobsText(int jobs)
{
    if (jobs > 0)
        return countText(jobs);
    settings::Settings automatic;
    automatic.maxJobs = 0;
    return SettingsPage::tr("Automatic (%1)").arg(automatic.effectiveMaxJobs());
}

} // namespace

SettingsPage::SettingsPage(Gateway& gateway, Dialogs& dialogs, QWidget* parent)
    : QWidget(parent)
    , gateway_(gateway)
    , dialogs_(dialogs)
{
    setObjectName(QStringLiteral("settingsPage"));
    auto* content = new QWidget;
    content->setMaximumWidth(lettersWide(this, 110));
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(space::margin, 0, space::margin, space::margin);
    column->setSpacing(space::wide);
    addHeading(column, tr("Importing"));
    addImportChoices(column);
    addHeading(column, tr("Working"));
    addWorkChoices(column);
    addHeading(column, tr("Limits"));
    addLimitChoices(column);
    addHeading(column, tr("This program"));
    addThemeChoice(column);
    addLibraryPlace(column);
    addHelp(column);
    addRestore(column);
    column->addStretch();

    auto* scroll = new QScrollArea(this);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    setKind(scroll, "plain");
    scroll->setFocusPolicy(Qt::NoFocus); // it follows the choice that has the keyboard
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, space::wide, 0, 0); // the scroll bar stands at the edge
    layout->setSpacing(space::wide);
    QLabel* heading = makeText(tr("Settings"), TextStep::Heading, "", this, QFont::DemiBold);
    heading->setMinimumHeight(32); // as high as the buttons beside the other pages' headings
    heading->setContentsMargins(space::margin, 0, space::margin, 0);
    layout->addWidget(heading);
    layout->addWidget(scroll, 1);

    load();
    connect(&gateway_, &Gateway::settingsChanged, this, &SettingsPage::load);
}

void SettingsPage::focusContent()
{
    choices_.front().box->setFocus();
}

void SettingsPage::addImportChoices(QVBoxLayout* column)
{
    using settings::StoragePolicy;
    offer<StoragePolicy>(
        column,
        {tr("Recordings are"), QStringLiteral("storageChoice"),
         tr("A copy in the library is checked against the original and stays safe when the "
            "camera's card is emptied.")},
        [](auto& s) -> auto& { return s.storage; }, {StoragePolicy::Copy, StoragePolicy::InPlace},
        [](StoragePolicy policy) {
            return policy == StoragePolicy::Copy ? tr("Copied into the library") : tr("Left where they are");
        });
    offer<QString>(
        column,
        {tr("Quality offered first"), QStringLiteral("presetChoice"),
         tr("For recordings that are imported from now on; each can have another.")},
        [](auto& s) -> auto& { return s.defaultPreset; }, presetIds(),
        [this](const QString& ids) { return presetsText(ids); });
    offer<media::Micros>(
        column,
        {tr("Longest recording taken"), QStringLiteral("longestChoice"),
         tr("Keeps a film that ran on all day from being imported by mistake.")},
        [](auto& s) -> auto& { return s.limits.maxDuration; }, {30min, 1h, 2h, 4h, 8h, 24h},
        [](media::Micros time) { return shortTime(std::chrono::round<std::chrono::seconds>(time).count()); });
    offer<std::int64_t>(
        column,
        {tr("Largest recording taken"), QStringLiteral("largestChoice"),
         tr("A camera that saves little on its files may need more.")},
        [](auto& s) -> auto& { return s.limits.maxBytes; },
        {media::Limits().maxBytes, 5 * giga, 10 * giga, 20 * giga, 50 * giga, 100 * giga}, limitText);
}

void SettingsPage::addWorkChoices(QVBoxLayout* column)
{
    offer<int>(
        column,
        {tr("Recordings worked on at a time"), QStringLiteral("jobsChoice"),
         tr("More is faster on a large computer, but leaves less for other programs.")},
        [](auto& s) -> auto& { return s.maxJobs; }, {0, 1, 2, 3, 4, 5, 6, 7, 8}, jobsText);
    offer<bool>(
        column,
        {tr("Pictures are converted by"), QStringLiteral("hardwareChoice"),
         tr("The graphics chip is faster, but its files are larger or less sharp. What it "
            "cannot do the processor does.")},
        [](auto& s) -> auto& { return s.useHardware; }, {false, true},
        [](bool chip) { return chip ? tr("The graphics chip, where it can") : tr("The processor"); });
    const auto yesOrNo = [](bool yes) { return yes ? tr("Yes") : tr("No"); };
    offer<bool>(
        column,
        {tr("Renditions are compared with the original"), QStringLiteral("likenessChoice"),
         tr("How alike some of their pictures are is shown with each rendition. Takes some "
            "seconds more.")},
        [](auto& s) -> auto& { return s.checkLikeness; }, {false, true}, yesOrNo);
    offer<bool>(
        column,
        {tr("Keep the computer awake while recordings are processed"), QStringLiteral("awakeChoice"),
         tr("Otherwise the work rests while the computer sleeps.")},
        [](auto& s) -> auto& { return s.keepAwake; }, {true, false}, yesOrNo);
    offer<qint64>(
        column,
        {tr("Space left free on the disk"), QStringLiteral("reserveChoice"),
         tr("Work waits when there is less, and goes on when there is more again.")},
        [](auto& s) -> auto& { return s.diskReserveBytes; },
        {0, 5 * giga, 10 * giga, 20 * giga, 50 * giga, 100 * giga},
        [](qint64 bytes) { return bytes == 0 ? tr("Automatic (5 % of the disk)") : limitText(bytes); });
}

void SettingsPage::addLimitChoices(QVBoxLayout* column)
{
    offer<qint64>(
        column,
        {tr("Memory for each recording"), QStringLiteral("memoryChoice"),
         tr("Very large pictures get more by themselves. Less leaves more for other programs.")},
        [](auto& s) -> auto& { return s.jobMemoryBytes; },
        {256 * mebi, 512 * mebi, 1024 * mebi, 2048 * mebi, 4096 * mebi}, memoryText);
    offer<std::chrono::seconds>(
        column,
        {tr("Others get their turn after"), QStringLiteral("softLimitChoice"),
         tr("A recording that takes longer is laid aside and goes on later where it stopped. Long "
            "recordings get more time.")},
        [](auto& s) -> auto& { return s.softTimeLimit; }, {10min, 30min, 1h, 2h, 4h, 8h}, spanText);
    offer<std::chrono::seconds>(
        column,
        {tr("Work on a recording is ended after"), QStringLiteral("hardLimitChoice"),
         tr("By then it is most likely stuck. Long recordings get more time; what was ended can be "
            "tried again.")},
        [](auto& s) -> auto& { return s.hardTimeLimit; }, {30min, 1h, 2h, 4h, 8h, 24h}, spanText);
    offer<int>(
        column,
        {tr("What failed is tried again"), QStringLiteral("retriesChoice"),
         tr("By itself, soon and then after longer and longer pauses, where that may help.")},
        [](auto& s) -> auto& { return s.maxRetries; }, {0, 1, 2, 3, 5, 10}, retriesText);
}

void SettingsPage::addThemeChoice(QVBoxLayout* column)
{
    using settings::Theme;
    offer<Theme>(
        column, {tr("Appearance"), QStringLiteral("themeChoice"), {}},
        [](auto& s) -> auto& { return s.theme; }, {Theme::System, Theme::Light, Theme::Dark},
        [](Theme theme) {
            return theme == Theme::Light  ? tr("Light")
                   : theme == Theme::Dark ? tr("Dark")
                                          : tr("As the system has it");
        });
}

std::vector<QString> SettingsPage::presetIds() const
{
    std::vector<QString> ids;
    for (const media::Preset& preset : gateway_.parts().presets)
        ids.push_back(preset.id);
    return ids;
}

QString SettingsPage::presetsText(const QString& ids) const
{
    QStringList names;
    for (const QString& id : ids.split(QLatin1Char(','))) {
        const auto preset = settings::findPreset(gateway_.parts().presets, id.trimmed());
        names << (preset ? presetText(preset->id, preset->name) : id);
    }
    return QLocale().createSeparatedList(names);
}

template <class Value, class Access>
void SettingsPage::offer(QVBoxLayout* column, const Words& words, Access at, const std::vector<Value>& values,
                         std::function<QString(const Value&)> textOf)
{
    Choice choice{.box = addRow(column, words),
                  .read = [at](const settings::Settings& s) { return QVariant::fromValue<Value>(at(s)); },
                  .write = [at](settings::Settings& s, const QVariant& v) { at(s) = v.value<Value>(); },
                  .textOf = [textOf](const QVariant& v) { return textOf(v.value<Value>()); }};
    for (const Value& value : values)
        choice.box->addItem(textOf(value), QVariant::fromValue<Value>(value));
    connect(choice.box, &QComboBox::currentIndexChanged, this, &SettingsPage::save);
    choices_.push_back(std::move(choice));
}

void SettingsPage::addHeading(QVBoxLayout* column, const QString& text)
{
    if (column->count() > 0)
        column->addSpacing(space::wide);
    column->addWidget(makeText(text, TextStep::Title, "", this, QFont::DemiBold));
    column->addWidget(makeLine(this));
}

/// At the beginning of the row; what is chosen stands at its end.
void SettingsPage::addWords(QHBoxLayout* row, const QString& name, const QString& meaning)
{
    auto* words = new QVBoxLayout;
    words->setSpacing(4);
    words->addWidget(makeText(name, TextStep::Body, "", this));
    if (!meaning.isEmpty())
        words->addWidget(makeText(meaning, TextStep::Small, "dimmed", this));
    words->addStretch();
    row->addLayout(words, 3);
    row->addSpacing(space::margin);
}

QComboBox* SettingsPage::addRow(QVBoxLayout* column, const Words& words)
{
    auto* box = new QComboBox(this);
    box->setObjectName(words.objectName);
    box->setAccessibleName(words.name);
    box->setAccessibleDescription(words.meaning);
    box->setWhatsThis(words.meaning);
    auto* row = new QHBoxLayout;
    addWords(row, words.name, words.meaning);
    row->addWidget(box, 2, Qt::AlignTop); // all of them equally wide
    column->addLayout(row);
    return box;
}

void SettingsPage::addLibraryPlace(QVBoxLayout* column)
{
    const QString folder = gateway_.parts().paths.dataDir;
    auto* show = new QPushButton(tr("Show the folder"), this);
    connect(show, &QPushButton::clicked, this, [this, folder] { openFile(gateway_, dialogs_, folder); });
    auto* row = new QHBoxLayout;
    addWords(row, tr("The library is in"), QDir::toNativeSeparators(folder));
    row->addWidget(show, 0, Qt::AlignTop);
    column->addLayout(row);
}

void SettingsPage::addHelp(QVBoxLayout* column)
{
    auto* shortcuts = new QPushButton(tr("Keyboard shortcuts"), this);
    shortcuts->setObjectName(QStringLiteral("showShortcuts"));
    shortcuts->setToolTip(tr("Keyboard shortcuts (F1)"));
    connect(shortcuts, &QPushButton::clicked, this, &SettingsPage::shortcutsRequested);
    auto* about = new QPushButton(tr("About NDAS"), this);
    about->setObjectName(QStringLiteral("showAbout"));
    connect(about, &QPushButton::clicked, this, &SettingsPage::aboutRequested);
    auto* row = new QHBoxLayout;
    row->setSpacing(space::gap);
    addWords(row, tr("Help"), {});
    row->addWidget(shortcuts);
    row->addWidget(about);
    column->addLayout(row);
}

void SettingsPage::addRestore(QVBoxLayout* column)
{
    auto* restore = new QPushButton(tr("Restore…"), this);
    restore->setObjectName(QStringLiteral("restoreSettings"));
    restore->setAccessibleName(tr("Restore the settings NDAS comes with"));
    connect(restore, &QPushButton::clicked, this, &SettingsPage::askToRestore);
    auto* row = new QHBoxLayout;
    addWords(row, tr("Settings NDAS comes with"), tr("Everything on this page as it was at the beginning."));
    row->addWidget(restore, 0, Qt::AlignTop);
    column->addLayout(row);
}

void SettingsPage::askToRestore()
{
    const Question question{.title = tr("Restore the settings NDAS comes with?"),
                            .text =
                                tr("What was chosen on this page is forgotten. Recordings, renditions and "
                                   "patients stay as they are."),
                            .yes = tr("Restore"),
                            .no = tr("Keep mine"),
                            .destructive = true};
    if (!dialogs_.ask(this, question))
        return;
    const settings::Settings usual;
    settings::Settings settings = gateway_.settings();
    for (const Choice& choice : choices_)
        choice.write(settings, choice.read(usual));
    gateway_.saveSettings(settings);
}

void SettingsPage::load()
{
    loading_ = true;
    const settings::Settings settings = gateway_.settings();
    for (const Choice& choice : choices_) {
        const QVariant value = choice.read(settings);
        if (choice.box->findData(value) < 0) // somebody's own, from the file
            choice.box->addItem(choice.textOf(value), value);
        choice.box->setCurrentIndex(choice.box->findData(value));
    }
    loading_ = false;
}

void SettingsPage::save()
{
    if (loading_)
        return;
    const settings::Settings before = gateway_.settings();
    settings::Settings settings = before;
    for (const Choice& choice : choices_)
        choice.write(settings, choice.box->currentData());
    settleLimits(settings, before);
    gateway_.saveSettings(settings);
}

} // namespace ndas::ui
