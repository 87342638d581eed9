#include "ui/models/import_title.h"

#include <QtCore/QCoreApplication>

namespace ndas::ui {

QString titleFromPattern(const QString& pattern, const TitleFacts& facts)
{
    const std::array<std::pair<const char*, QString>, 4> values{{
        {"{patient}", facts.patientCode},
        {"{date}", facts.recorded.toString(Qt::ISODate)},
        {"{number}", QString::number(facts.number)},
        {"{name}", facts.name}, // last: names of files may look like marks
    }};
    QString title = pattern;
    for (const auto& [mark, value] : values)
        title.replace(QLatin1String(mark), value);
    title = title.simplified().left(longestTitle).trimmed();
    return title.isEmpty() ? facts.name : title;
}

std::vector<TitleMark> titleMarks()
{
    const auto say = [](const char* text) { return QCoreApplication::translate("ImportTitle", text); };
    return {{QStringLiteral("{patient}"), say(QT_TRANSLATE_NOOP("ImportTitle", "Code of the patient"))},
            {QStringLiteral("{date}"), say(QT_TRANSLATE_NOOP("ImportTitle", "Day of the recording"))},
            {QStringLiteral("{name}"), say(QT_TRANSLATE_NOOP("ImportTitle", "Name of the file"))},
            {QStringLiteral("{number}"), say(QT_TRANSLATE_NOOP("ImportTitle", "1, 2, 3, …"))}};
}

} // namespace ndas::ui
