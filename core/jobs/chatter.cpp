#include "core/jobs/chatter.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QStringList>

namespace ndas::jobs {

namespace {

constexpr qsizetype mostLines = 12;
constexpr qsizetype mostCharacters = 2'000;

/// A file name may be a person's, and may hold spaces: what stands in quotes goes, and from a slash on the
/// whole line.
QString withoutPaths(QString line)
{
    static const QRegularExpression quotedOrPath(QStringLiteral(
        R"("[^"]*[/\\.][^"]*"|'[^']*[/\\.][^']*'|(?:^|(?<=\s))\S*(?:[A-Za-z]:)?[/\\](?=\S).*)"));
    return line.replace(quotedOrPath, QStringLiteral("[...]"));
}

} // namespace

QString lastWords(const QString& chatter)
{
    const QStringList lines = chatter.trimmed().split(QLatin1Char('\n'));
    QStringList kept;
    qsizetype length = 0;
    for (auto line = lines.rbegin(); line != lines.rend() && kept.size() < mostLines; ++line) {
        const QString text = withoutPaths(line->trimmed());
        length += text.size() + 1;
        if (length > mostCharacters)
            break;
        kept.prepend(text);
    }
    return kept.join(QLatin1Char('\n'));
}

} // namespace ndas::jobs
