#include "app/cli/output.h"

#include "app/cli/texts.h"

#include <QtCore/QJsonDocument>

#include <algorithm>
#include <cstdio>

namespace ndas::cli {

namespace {

void write(std::FILE* stream, const QByteArray& bytes)
{
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stream);
    std::fflush(stream);
}

} // namespace

void Output::line(const QString& text) const
{
    if (!json_)
        write(stdout, text.toUtf8() + '\n');
}

void Output::columns(const Columns& rows) const
{
    qsizetype width = 0;
    for (const auto& [name, value] : rows)
        width = std::max(width, name.size());
    for (const auto& [name, value] : rows) {
        if (!value.isEmpty())
            line(name.leftJustified(width + 2) + value);
    }
}

void Output::complain(const QString& text) const
{
    if (!json_)
        write(stderr, text.toUtf8() + '\n');
}

void Output::document(const QJsonObject& object) const
{
    if (json_)
        write(stdout, QJsonDocument(object).toJson());
}

ExitCode Output::failure(const Error& error, const QString& subject) const
{
    document({{QStringLiteral("error"), toJson(error)}});
    complain(subject.isEmpty() ? errorText(error)
                               : visible(subject) + QStringLiteral(": ") + errorText(error));
    return exitCode(error.code);
}

QJsonObject toJson(const Error& error)
{
    QJsonObject object{{QStringLiteral("code"), QLatin1String(errorName(error.code))},
                       {QStringLiteral("message"), QLatin1String(errorSentence(error.code))}};
    if (const QLatin1String advice(errorAdvice(error.code)); !advice.isEmpty())
        object.insert(QStringLiteral("advice"), advice);
    if (!error.detail.isEmpty())
        object.insert(QStringLiteral("detail"), error.detail);
    return object;
}

} // namespace ndas::cli
