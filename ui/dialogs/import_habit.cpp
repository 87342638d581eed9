#include "ui/dialogs/import_habit.h"

#include "ui/support/layout_file.h"

namespace ndas::ui {

static const QLatin1String patternKey("import/title");

ImportDecision importHabit(const Gateway& gateway)
{
    ImportDecision habit;
    for (const QString& id :
         gateway.settings().defaultPreset.toLower().split(QLatin1Char(','), Qt::SkipEmptyParts))
        habit.presets << id.trimmed();
    habit.title = layoutFile(gateway).value(patternKey, habit.title).toString();
    return habit;
}

void keepImportHabit(Gateway& gateway, const ImportDecision& habit)
{
    QSettings file = layoutFile(gateway);
    file.setValue(patternKey, habit.title);
    const QString choice = habit.presets.join(QLatin1Char(','));
    settings::Settings settings = gateway.settings();
    if (choice.isEmpty() || choice == settings.defaultPreset)
        return;
    settings.defaultPreset = choice;
    gateway.saveSettings(settings);
}

} // namespace ndas::ui
