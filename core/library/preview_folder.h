// A folder below library/.work for pictures of patients that are only to be looked at. It goes with its
// object; when the program dies, the next clean-up (removeStaleWork) takes it away. Blocking; any thread.
#pragma once

#include "core/base/app_paths.h"
#include "core/base/file_lock.h"

namespace ndas::library {

class PreviewFolder {
public:
    explicit PreviewFolder(const AppPaths& paths);
    ~PreviewFolder();
    PreviewFolder(const PreviewFolder&) = delete;
    PreviewFolder& operator=(const PreviewFolder&) = delete;

    const QString& path() const { return path_; } ///< "": it cannot be made, there will be no previews

    /// Removes those whose program has ended without doing so; returns how many.
    static int removeAbandoned(const AppPaths& paths);

private:
    QString root_;
    QString path_;
    std::optional<FileLock> lock_; ///< held: somebody looks at them
};

} // namespace ndas::library
