#include "core/library/importer.h"

#include "core/library/natural_order.h"
#include "core/library/own_files.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QSet>

namespace ndas::library {

namespace {

/// Depth first with a stack of its own, so that no depth of folders can exhaust ours.
class Search {
public:
    Search(const ScanOptions& options, const CancellationToken& token,
           const std::function<void(const QString&)>& found)
        : own_(options.own)
        , recursive_(options.recursive)
        , token_(token)
        , found_(found)
    {
        for (const QString& extension : options.extensions)
            extensions_ << extension.toLower();
    }

    Result<void> look(const QString& path)
    {
        const QFileInfo start(path);
        if (!start.exists())
            return fail(ErrorCode::NotFound, path);
        // Our own copies and renditions: importing those would feed the program itself.
        if (isInsideLibrary(path, own_))
            return fail(ErrorCode::InsideLibrary, path);
        if (!start.isDir()) {
            report(start);
            return {};
        }
        if (!start.isReadable())
            return fail(ErrorCode::PermissionDenied, path);
        return lookInside(start);
    }

    QStringList takeFiles() { return std::move(files_); }

private:
    Result<void> lookInside(const QFileInfo& start)
    {
        std::vector<QFileInfo> folders{start};
        while (!folders.empty()) {
            if (token_.isCancelled())
                return fail(ErrorCode::Cancelled);
            const QFileInfo folder = folders.back();
            folders.pop_back();
            lookAtEntries(folder, folders);
        }
        return {};
    }

    /// Files first, then the folders in the order of their names. Hidden ones and links are not even listed.
    void lookAtEntries(const QFileInfo& folder, std::vector<QFileInfo>& folders)
    {
        QFileInfoList entries =
            QDir(folder.absoluteFilePath())
                .entryInfoList(QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks,
                               QDir::NoSort);
        std::sort(entries.begin(), entries.end(), [](const QFileInfo& left, const QFileInfo& right) {
            return naturallyBefore(left.fileName(), right.fileName());
        });
        const auto firstNew = static_cast<std::ptrdiff_t>(folders.size());
        for (const QFileInfo& entry : std::as_const(entries)) {
            if (entry.isJunction())
                continue;
            if (entry.isFile() && extensions_.contains(entry.suffix().toLower()))
                report(entry);
            else if (entry.isDir() && recursive_ && !isLibrary(entry))
                folders.push_back(entry);
        }
        std::reverse(folders.begin() + firstNew, folders.end());
    }

    /// What it is in has been looked at.
    bool isLibrary(const QFileInfo& folder) const { return isInsideLibrary(folder.absoluteFilePath(), own_); }

    void report(const QFileInfo& file)
    {
        const QString path = QDir::cleanPath(file.absoluteFilePath());
        if (seen_.contains(path))
            return;
        seen_.insert(path);
        files_ << path;
        if (found_)
            found_(path);
    }

    const AppPaths& own_;
    QSet<QString> extensions_;
    bool recursive_;
    const CancellationToken& token_;
    const std::function<void(const QString&)>& found_;
    QSet<QString> seen_;
    QStringList files_;
};

} // namespace

Result<QStringList> findRecordings(const QStringList& paths, const ScanOptions& options,
                                   const CancellationToken& token,
                                   const std::function<void(const QString&)>& found)
{
    Search search(options, token, found);
    for (const QString& path : paths)
        NDAS_CHECK(search.look(path));
    return search.takeFiles();
}

} // namespace ndas::library
