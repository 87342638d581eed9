#include "core/library/stored_names.h"

#include <QtCore/QFileInfo>
#include <QtCore/QRegularExpression>

namespace ndas::library {

namespace {

bool matches(const QString& text, const QString& pattern)
{
    return QRegularExpression(QRegularExpression::anchoredPattern(pattern)).match(text).hasMatch();
}

} // namespace

QString originalFileName(const Video& video)
{
    const QString extension = QFileInfo(video.originalName).suffix().toLower();
    const bool plain = matches(extension, QStringLiteral("[a-z0-9]{1,5}"));
    return plain ? video.uuid + QLatin1Char('.') + extension : video.uuid;
}

QString thumbnailFileName(const Video& video, int number)
{
    return QStringLiteral("%1-%2.jpg").arg(video.uuid).arg(number);
}

Result<QString> renditionFileName(const Video& video, const QString& preset)
{
    if (!matches(preset, QStringLiteral("[a-z0-9_-]{1,64}")))
        return fail(ErrorCode::BadOption, QStringLiteral("preset \"%1\" cannot be a file name").arg(preset));
    return QStringLiteral("%1-%2.mp4").arg(video.uuid, preset);
}

} // namespace ndas::library
