#include "core/library/own_files.h"

#include "core/base/durable_file.h"
#include "core/base/same_file.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>

namespace ndas::library {

namespace {

bool isLibraryOfADataFolder(const QString& folder)
{
    const AppPaths surroundings{QFileInfo(folder).absolutePath()};
    return folder == surroundings.libraryDir() && QFileInfo::exists(surroundings.database());
}

/// Another name of an original on disk would do no harm; it is left alone all the same.
Result<void> refuseOriginal(const QString& path, const LibraryStore& store)
{
    const QFileInfo file(path);
    if (!file.exists())
        return {};
    NDAS_TRY(const QStringList originals, store.originalsInPlace(file.size()));
    for (const QString& original : originals) {
        if (isSameFile(path, original))
            return fail(ErrorCode::AlreadyExists, QStringLiteral("an original is there: ") + path);
    }
    return {};
}

Result<void> removeFile(const QString& path)
{
    QFile file(path);
    if (file.remove() || !QFileInfo::exists(path))
        return {};
    return fail(ErrorCode::Io, file.errorString());
}

Result<void> removeFromLibrary(const AppPaths& paths, const QString& name, const LibraryStore& store)
{
    const QString path = QDir::cleanPath(paths.libraryDir() + QLatin1Char('/') + name);
    if (!path.startsWith(paths.libraryDir() + QLatin1Char('/')))
        return fail(ErrorCode::Internal, QStringLiteral("not in the library: ") + name);
    NDAS_CHECK(refuseOriginal(path, store));
    const auto isIn = [&path](const QString& folder) { return path.startsWith(folder + QLatin1Char('/')); };
    const bool plays = isIn(paths.originalsDir()) || isIn(paths.renditionsDir());
    if (plays && QFile::moveToTrash(path))
        return {};
    return removeFile(path);
}

} // namespace

bool isInsideLibrary(const QString& path, const AppPaths& own)
{
    QString place = QFileInfo(path).canonicalFilePath();
    if (place.isEmpty())
        return false;
    const QString library = QFileInfo(own.libraryDir()).canonicalFilePath();
    if (!library.isEmpty() && (place == library || place.startsWith(library + QLatin1Char('/'))))
        return true;
    for (QString parent; !isLibraryOfADataFolder(place); place = parent) {
        parent = QFileInfo(place).absolutePath();
        if (parent == place)
            return false;
    }
    return true;
}

Result<void> publishOurs(const QString& from, const QString& to, const LibraryStore& store)
{
    auto published = publishFile(from, to);
    if (published || published.error().code != ErrorCode::AlreadyExists)
        return published;
    NDAS_CHECK(refuseOriginal(to, store));
    return publishReplacing(from, to);
}

Result<void> removeOurs(const QString& path, const LibraryStore& store)
{
    NDAS_CHECK(refuseOriginal(path, store));
    return removeFile(path);
}

Result<void> removeLibraryFiles(const AppPaths& paths, const QStringList& files, const LibraryStore& store)
{
    Result<void> first;
    for (const QString& name : files) {
        if (auto removed = removeFromLibrary(paths, name, store); !removed && first)
            first = std::move(removed);
    }
    return first;
}

} // namespace ndas::library
