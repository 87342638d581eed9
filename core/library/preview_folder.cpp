#include "core/library/preview_folder.h"

#include "core/base/file_tools.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QUuid>

namespace ndas::library {

namespace {

constexpr int tries = 3; ///< a clean-up may come between a lock's birth and its being taken

QString lockOf(const QString& folder)
{
    return folder + QStringLiteral(".lock");
}

} // namespace

PreviewFolder::PreviewFolder(const AppPaths& paths)
    : root_(paths.workDir())
{
    for (int attempt = 0; attempt < tries; ++attempt) {
        const QString path =
            QStringLiteral("%1/preview-%2").arg(root_, QUuid::createUuid().toString(QUuid::Id128));
        auto lock = FileLock::tryTake(lockOf(path));
        if (!lock || !*lock || !QFile::exists(lockOf(path)))
            continue;
        lock_ = std::move(*lock);
        if (QDir().mkdir(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner))
            path_ = path;
        else
            QFile::remove(lockOf(path));
        return;
    }
}

PreviewFolder::~PreviewFolder()
{
    if (path_.isEmpty())
        return;
    if (!removeTree(path_, root_))
        return; // the clean-up tries again
    lock_.reset();
    QFile::remove(lockOf(path_));
}

int PreviewFolder::removeAbandoned(const AppPaths& paths)
{
    int removed = 0;
    const QString ending = lockOf({});
    const QStringList names =
        QDir(paths.workDir()).entryList({QStringLiteral("preview-*") + ending}, QDir::Files);
    for (const QString& name : names) {
        const QString lockPath = paths.workDir() + QLatin1Char('/') + name;
        auto lock = FileLock::tryTake(lockPath);
        if (!lock || !*lock || !removeTree(lockPath.chopped(ending.size()), paths.workDir()))
            continue;
        lock->reset();
        removed += QFile::remove(lockPath) ? 1 : 0;
    }
    return removed;
}

} // namespace ndas::library
