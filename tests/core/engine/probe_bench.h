// What the tests of probing share: clips made by ffmpeg, files made of bytes, an answer in one word.
#pragma once

#include "core/engine/probe/probe.h"
#include "tests/support/test_media.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>

namespace ndas::test {

inline QStringList words(const char* text)
{
    return QString::fromLatin1(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

inline QString clip(const char* name, const char* arguments)
{
    return makeMedia(QString::fromLatin1(name), words(arguments));
}

inline QString codeOf(const Result<media::MediaInfo>& found)
{
    return found ? QStringLiteral("accepted") : QLatin1String(errorName(found.error().code));
}

/// Empty when that fails.
inline QString write(const QTemporaryDir& folder, const QString& name, const QByteArray& bytes)
{
    const QString path = folder.path() + QLatin1Char('/') + name; // also what begins with a colon
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? path : QString();
}

} // namespace ndas::test
