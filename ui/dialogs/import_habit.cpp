#include "ui/dialogs/import_habit.h"

#include "ui/support/layout_file.h"

namespace ndas::ui {

static const QLatin1String patternKey("import/title");
/// The quality of the settings in whose stead only originals were imported: another one stands again.
static const QLatin1String originalsKey("import/originalsInsteadOf");

ImportDecision importHabit(const Gateway& gateway)
{
    ImportDecision habit;
    const QSettings file = layoutFile(gateway);
    const QString usual = gateway.settings().defaultPreset;
    if (file.value(originalsKey).toString() != usual)
        for (const QString& id : usual.toLower().split(QLatin1Char(','), Qt::SkipEmptyParts))
            habit.presets << id.trimmed();
    habit.title = file.value(patternKey, habit.title).toString();
    return habit;
}

void keepImportHabit(Gateway& gateway, const ImportDecision& habit)
{
    QSettings file = layoutFile(gateway);
    file.setValue(patternKey, habit.title);
    const QString choice = habit.presets.join(QLatin1Char(','));
    settings::Settings settings = gateway.settings();
    file.setValue(originalsKey, choice.isEmpty() ? settings.defaultPreset : QString());
    if (choice.isEmpty() || choice == settings.defaultPreset)
        return;
    settings.defaultPreset = choice;
    gateway.saveSettings(settings);
}

} // namespace ndas::ui
