#include "core/base/native_path.h"

#include <QtCore/QDir>
#include <QtCore/QFile>

namespace ndas {

std::filesystem::path nativePath(const QString& path)
{
    const QString absolute = QDir::isAbsolutePath(path) ? path : QDir::current().filePath(path);
#ifdef Q_OS_WIN
    const QString native = QDir::toNativeSeparators(QDir::cleanPath(absolute));
    const bool isShare = native.startsWith(QLatin1String("\\\\"));
    return std::filesystem::path((isShare ? native : QStringLiteral("\\\\?\\") + native).toStdWString());
#else
    return std::filesystem::path(QFile::encodeName(absolute).toStdString());
#endif
}

} // namespace ndas
