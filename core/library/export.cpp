#include "core/library/export.h"

#include "core/base/durable_file.h"
#include "core/base/file_tools.h"
#include "core/base/short_name.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QRegularExpression>
#include <QtCore/QUuid>

namespace ndas::library {

namespace {

constexpr qsizetype longestName = 200; ///< of 255 bytes
constexpr int mostTries = 1000;

/// What Windows reserves, besides what no system wants in a name.
QString plainName(const QString& name)
{
    static const QRegularExpression forbidden(QStringLiteral("[\\x00-\\x1f\\x7f<>:\"/\\\\|?*]+"));
    static const QRegularExpression reserved(QStringLiteral("^(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?$"),
                                             QRegularExpression::CaseInsensitiveOption);
    QString plain =
        shortName(QString(name).replace(forbidden, QStringLiteral("-")).simplified(), longestName);
    while (plain.endsWith(QLatin1Char('.')) || plain.endsWith(QLatin1Char(' ')))
        plain.chop(1);
    while (plain.startsWith(QLatin1Char('.')))
        plain.remove(0, 1);
    return reserved.match(plain).hasMatch() ? QLatin1Char('_') + plain : plain;
}

QString numbered(const QString& name, int number)
{
    if (number == 1)
        return name;
    const QFileInfo file(name);
    return QStringLiteral("%1 (%2).%3").arg(file.completeBaseName()).arg(number).arg(file.suffix());
}

} // namespace

QString exportFileName(const QString& pattern, const ExportFacts& facts)
{
    QString name = pattern;
    const std::array<std::pair<const char*, QString>, 5> values{{
        {"{patient}", facts.patientCode},
        {"{date}", facts.recorded.toString(Qt::ISODate)},
        {"{title}", facts.title},
        {"{quality}", facts.quality},
        {"{age}", facts.age},
    }};
    for (const auto& [mark, value] : values)
        name.replace(QLatin1String(mark), value);
    name = plainName(name);
    if (name.isEmpty())
        name = QStringLiteral("recording");
    return facts.suffix.isEmpty() ? name : name + QLatin1Char('.') + plainName(facts.suffix);
}

Result<QString> exportCopy(const QString& from, const QString& folder, const QString& name,
                           const CancellationToken& token)
{
    const QDir target(folder);
    removeLeftovers(folder, QStringLiteral(R"(\.[0-9a-f]{32}\.part)"),
                    QDateTime::currentDateTime().addDays(-1));
    const QString part =
        target.filePath(QStringLiteral(".%1.part").arg(QUuid::createUuid().toString(QUuid::Id128)));
    NDAS_CHECK(copyFileVerified(from, part, token));
    for (int number = 1; number <= mostTries; ++number) {
        const QString path = target.filePath(numbered(name, number));
        const auto published = publishFile(part, path);
        if (published)
            return path;
        if (published.error().code != ErrorCode::AlreadyExists) {
            QFile::remove(part);
            return fail(published.error());
        }
    }
    QFile::remove(part);
    return fail(ErrorCode::AlreadyExists, QStringLiteral("too many copies named %1").arg(name));
}

} // namespace ndas::library
