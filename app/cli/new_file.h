// A result that is written under a hidden name beside its place and appears there only when it is whole.
#pragma once

#include "core/base/result.h"

namespace ndas::cli {

class NewFile {
public:
    /// `folder` must exist; what one that died left in it more than a day ago is removed. `suffix` with its
    /// dot, e.g. ".mp4": workers choose the format by it.
    NewFile(const QString& folder, const QString& suffix);
    ~NewFile(); ///< removes what was not published
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;

    const QString& path() const { return path_; }

    /// Makes it durable and gives it its name; AlreadyExists when that is taken.
    Result<void> publishAs(const QString& path);
    /// The same as "base.mp4", else "base (2).mp4" and so on; returns the path.
    Result<QString> publishAsFree(const QString& base);

private:
    QString folder_;
    QString suffix_;
    QString workFolder_; ///< hidden, of its own: the worker may do as it likes in there
    QString path_;
};

} // namespace ndas::cli
