#include "ui/pages/settings_page.h"

#include "ui/support/sentences.h"
#include "ui/support/theme.h"
#include "ui/widgets/detail_parts.h"

#include <QtCore/QDir>
#include <QtCore/QSignalBlocker>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QFrame>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QVBoxLayout>

namespace ndas::ui {

namespace {

constexpr int columnWidth = 620;
constexpr int choiceWidth = 260;
constexpr int mostJobs = 8;

QLabel* wrapped(const QString& text, TextStep step, QFont::Weight weight, QWidget* parent)
{
    return makeText(text, step, "", parent, weight);
}

void choose(QComboBox* box, const QVariant& value)
{
    const int index = box->findData(value);
    box->setCurrentIndex(index < 0 ? 0 : index);
}

} // namespace

SettingsPage::SettingsPage(Gateway& gateway, Dialogs& dialogs, QWidget* parent)
    : QWidget(parent)
    , gateway_(gateway)
    , dialogs_(dialogs)
{
    setObjectName(QStringLiteral("settingsPage"));
    auto* content = new QWidget;
    content->setMaximumWidth(columnWidth);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, space::margin, space::margin);
    column->setSpacing(20);
    storage_ = addChoice(column, tr("Recordings are"), QStringLiteral("storageChoice"),
                         tr("A copy in the library is checked against the original and stays safe when the "
                            "camera's card is emptied."));
    preset_ = addChoice(column, tr("Quality offered first"), QStringLiteral("presetChoice"),
                        tr("For recordings that are imported from now on; each can have another."));
    jobs_ = addChoice(column, tr("Recordings worked on at a time"), QStringLiteral("jobsChoice"),
                      tr("More is faster on a large computer, but leaves less for other programs."));
    hardware_ = addChoice(column, tr("Pictures are converted by"), QStringLiteral("hardwareChoice"),
                          tr("The graphics chip is faster, but its files are larger or less sharp. What it "
                             "cannot do the processor does."));
    likeness_ =
        addChoice(column, tr("Renditions are compared with the original"), QStringLiteral("likenessChoice"),
                  tr("How alike some of their pictures are is shown with each rendition. Takes some "
                     "seconds more."));
    theme_ = addChoice(column, tr("Appearance"), QStringLiteral("themeChoice"), {});
    addLibraryPlace(column);
    addHelp(column);
    column->addStretch();

    auto* scroll = new QScrollArea(this);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    setKind(scroll, "plain");
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::margin, space::wide, 0, 0);
    layout->setSpacing(20);
    QLabel* heading = wrapped(tr("Settings"), TextStep::Heading, QFont::DemiBold, this);
    heading->setMinimumHeight(32); // as high as the buttons beside the other pages' headings
    layout->addWidget(heading);
    layout->addWidget(scroll, 1);

    fillChoices();
    load();
    for (QComboBox* box : {storage_, preset_, jobs_, hardware_, likeness_, theme_})
        connect(box, &QComboBox::currentIndexChanged, this, &SettingsPage::save);
    connect(&gateway_, &Gateway::settingsChanged, this, &SettingsPage::load);
}

QComboBox* SettingsPage::addChoice(QVBoxLayout* column, const QString& name, const QString& objectName,
                                   const QString& meaning)
{
    auto* box = new QComboBox(this);
    box->setObjectName(objectName);
    box->setFixedWidth(choiceWidth);
    box->setAccessibleDescription(meaning);
    QLabel* label = wrapped(name, TextStep::Body, QFont::DemiBold, this);
    label->setBuddy(box);
    auto* row = new QVBoxLayout;
    row->setSpacing(6);
    row->addWidget(label);
    row->addWidget(box);
    if (!meaning.isEmpty()) {
        QLabel* small = wrapped(meaning, TextStep::Small, QFont::Normal, this);
        setKind(small, "dimmed");
        row->addWidget(small);
    }
    column->addLayout(row);
    return box;
}

void SettingsPage::addLibraryPlace(QVBoxLayout* column)
{
    const QString folder = gateway_.parts().paths.dataDir;
    auto* row = new QVBoxLayout;
    row->setSpacing(6);
    row->addWidget(wrapped(tr("The library is in"), TextStep::Body, QFont::DemiBold, this));
    QLabel* place = wrapped(QDir::toNativeSeparators(folder), TextStep::Body, QFont::Normal, this);
    place->setTextInteractionFlags(Qt::TextSelectableByMouse);
    row->addWidget(place);
    auto* show = new QPushButton(tr("Show the folder"), this);
    connect(show, &QPushButton::clicked, this, [this, folder] { dialogs_.openFile(folder); });
    row->addWidget(show, 0, Qt::AlignLeft);
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
    row->addWidget(shortcuts);
    row->addWidget(about);
    row->addStretch();
    auto* box = new QVBoxLayout;
    box->setSpacing(6);
    box->addWidget(wrapped(tr("Help"), TextStep::Body, QFont::DemiBold, this));
    box->addLayout(row);
    column->addLayout(box);
}

void SettingsPage::fillChoices()
{
    storage_->addItem(tr("Copied into the library"), static_cast<int>(settings::StoragePolicy::Copy));
    storage_->addItem(tr("Left where they are"), static_cast<int>(settings::StoragePolicy::InPlace));
    for (const media::Preset& preset : gateway_.parts().presets)
        preset_->addItem(presetText(preset.id, preset.name), preset.id);
    settings::Settings automatic;
    automatic.maxJobs = 0;
    jobs_->addItem(tr("Automatic (%1)").arg(automatic.effectiveMaxJobs()), 0);
    for (int count = 1; count <= mostJobs; ++count)
        jobs_->addItem(countText(count), count);
    hardware_->addItem(tr("The processor"), false);
    hardware_->addItem(tr("The graphics chip, where it can"), true);
    likeness_->addItem(tr("No"), false);
    likeness_->addItem(tr("Yes"), true);
    theme_->addItem(tr("As the system has it"), static_cast<int>(settings::Theme::System));
    theme_->addItem(tr("Light"), static_cast<int>(settings::Theme::Light));
    theme_->addItem(tr("Dark"), static_cast<int>(settings::Theme::Dark));
}

void SettingsPage::load()
{
    loading_ = true;
    const settings::Settings settings = gateway_.settings();
    choose(storage_, static_cast<int>(settings.storage));
    choose(preset_, settings.defaultPreset);
    choose(jobs_, settings.maxJobs);
    choose(hardware_, settings.useHardware);
    choose(likeness_, settings.checkLikeness);
    choose(theme_, static_cast<int>(settings.theme));
    loading_ = false;
}

void SettingsPage::save()
{
    if (loading_)
        return;
    settings::Settings settings = gateway_.settings();
    settings.storage = static_cast<settings::StoragePolicy>(storage_->currentData().toInt());
    settings.defaultPreset = preset_->currentData().toString();
    settings.maxJobs = jobs_->currentData().toInt();
    settings.useHardware = hardware_->currentData().toBool();
    settings.checkLikeness = likeness_->currentData().toBool();
    settings.theme = static_cast<settings::Theme>(theme_->currentData().toInt());
    gateway_.saveSettings(settings);
}

} // namespace ndas::ui
