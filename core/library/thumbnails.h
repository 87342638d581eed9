// The picture a recording is shown by, exchanged so that neither a crash nor a power cut leaves it without.
// Blocking; any thread.
#pragma once

#include "core/base/app_paths.h"
#include "core/library/library_store.h"

#include <QtCore/QByteArray>

namespace ndas::library {

struct ThumbnailPicture {
    QByteArray jpeg; ///< empty = none
    media::PixelSize size{};
    media::Micros at{0}; ///< in the recording
};

/// Publishes the picture under a name of its own, records it, then deletes the one it takes the place of,
/// which is returned, so that it can be put back the same way. Not to be called for the same recording by two
/// threads at a time. NoSuchItem, and errors of writing files.
Result<ThumbnailPicture> replaceThumbnail(const AppPaths& paths, LibraryStore& store, VideoId id,
                                          const ThumbnailPicture& picture);

} // namespace ndas::library
