// The files of the library against its rows: is everything there, and is it still what it was? Blocking.
#pragma once

#include "core/base/app_paths.h"
#include "core/base/cancellation.h"
#include "core/library/library_store.h"

#include <functional>

namespace ndas::library {

enum class CheckDepth {
    Size,   ///< there, and as long as it was
    Content ///< every byte is read and its hash compared
};

enum class FileState { Sound, Missing, Changed, Unreadable };

const char* name(FileState state);

struct CheckedFile {
    VideoId video;
    QString preset; ///< "" = the original
    FileState state = FileState::Sound;
};

/// Originals and ready renditions of ready videos. Calls `onFile` after each. Cancelled, Database, ...
Result<std::vector<CheckedFile>> checkFiles(const AppPaths& paths, const std::vector<Video>& videos,
                                            CheckDepth depth, const CancellationToken& token,
                                            const std::function<void(const CheckedFile&)>& onFile = {});

} // namespace ndas::library
