#include "core/library/file_check.h"

#include "core/base/file_tools.h"

#include <QtCore/QFileInfo>

namespace ndas::library {

namespace {

struct Expected {
    QString path;
    qint64 sizeBytes = 0;
    QString sha256;
};

Expected originalOf(const AppPaths& paths, const Video& video)
{
    const bool isCopied = video.storage == Storage::Copied;
    return {.path =
                isCopied ? paths.originalsDir() + QLatin1Char('/') + video.storedName : video.originalPath,
            .sizeBytes = video.sizeBytes,
            .sha256 = video.sha256};
}

Expected fileOf(const AppPaths& paths, const Rendition& rendition)
{
    return {.path = paths.renditionsDir() + QLatin1Char('/') + rendition.fileName,
            .sizeBytes = rendition.sizeBytes,
            .sha256 = rendition.sha256};
}

Result<FileState> stateOf(const Expected& file, CheckDepth depth, const CancellationToken& token)
{
    const QFileInfo info(file.path);
    if (!info.isFile())
        return FileState::Missing;
    if (info.size() != file.sizeBytes)
        return FileState::Changed;
    if (depth == CheckDepth::Size)
        return FileState::Sound;
    const Result<QString> hash = sha256OnDisk(file.path, token);
    if (hash)
        return *hash == file.sha256 ? FileState::Sound : FileState::Changed;
    if (hash.error().code == ErrorCode::Cancelled)
        return fail(hash.error());
    return FileState::Unreadable;
}

} // namespace

const char* name(FileState state)
{
    constexpr std::array names{"sound", "missing", "changed", "unreadable"};
    return names.at(static_cast<std::size_t>(state));
}

Result<std::vector<CheckedFile>> checkFiles(const AppPaths& paths, const std::vector<Video>& videos,
                                            CheckDepth depth, const CancellationToken& token,
                                            const std::function<void(const CheckedFile&)>& onFile)
{
    std::vector<CheckedFile> checked;
    const auto check = [&](VideoId video, const QString& preset, const Expected& file) -> Result<void> {
        NDAS_TRY(const FileState state, stateOf(file, depth, token));
        checked.push_back({.video = video, .preset = preset, .state = state});
        if (onFile)
            onFile(checked.back());
        return {};
    };
    for (const Video& video : videos) {
        if (video.state != VideoState::Ready)
            continue;
        NDAS_CHECK(check(video.id, {}, originalOf(paths, video)));
        for (const Rendition& rendition : video.renditions) {
            if (rendition.state == RenditionState::Ready)
                NDAS_CHECK(check(video.id, rendition.preset, fileOf(paths, rendition)));
        }
    }
    return checked;
}

} // namespace ndas::library
