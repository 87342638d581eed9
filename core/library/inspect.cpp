#include "core/base/file_tools.h"
#include "core/library/importer.h"
#include "core/library/source_file.h"

#include <QtCore/QDir>
#include <QtCore/QUuid>

namespace ndas::library {

namespace {

constexpr media::PixelSize previewBox{320, 320};

/// Hashing a file takes seconds; no other of this size means it cannot be a duplicate.
Result<std::optional<Video>> knownAs(const Candidate& candidate, const LibraryStore& store,
                                     const CancellationToken& token)
{
    NDAS_TRY(const bool possible, store.hasSize(candidate.sizeBytes));
    if (!possible)
        return std::optional<Video>();
    NDAS_TRY(const QString hash, sha256OfFile(candidate.path, token));
    return store.findByContent(hash);
}

/// A worker may do as it likes in the folder of its result: the previews of others are not in there.
Result<QString> ownFolderIn(const QString& folder)
{
    const QString path = folder + QLatin1Char('/') + QUuid::createUuid().toString(QUuid::Id128);
    if (!QDir().mkdir(path))
        return fail(lastSystemError(QStringLiteral("create ") + path));
    return path;
}

Result<void> look(Candidate& candidate, jobs::MediaService& media, const LibraryStore& store,
                  const settings::Settings& settings, const QString& previewFolder,
                  const CancellationToken& token)
{
    NDAS_TRY(const SourceFile source, openSource(candidate.path));
    candidate.sizeBytes = source.sizeBytes;
    candidate.fileModifiedAt = source.modifiedAt;
    media::ProbeRequest request{.path = candidate.path, .thumbnails = {}};
    if (!previewFolder.isEmpty()) {
        NDAS_TRY(const QString folder, ownFolderIn(previewFolder));
        request.thumbnails = {{.at = std::nullopt,
                               .box = previewBox,
                               .format = media::ImageFormat::Jpeg,
                               .outputPath = folder + QStringLiteral("/preview.jpg")}};
    }
    NDAS_TRY(media::ProbeResult probe, media.probe(request, token));
    if (!probe.thumbnails.empty())
        candidate.previewFile = probe.thumbnails.front().path;
    candidate.info = datedInfo(std::move(probe.info), candidate.path, source.modifiedAt);
    NDAS_CHECK(checkLimits(*candidate.info, settings.limits));
    NDAS_TRY(candidate.alreadyImported, knownAs(candidate, store, token));
    return {};
}

} // namespace

Candidate inspect(const QString& path, jobs::MediaService& media, const LibraryStore& store,
                  const settings::Settings& settings, const QString& previewFolder,
                  const CancellationToken& token)
{
    Candidate candidate;
    candidate.path = path;
    if (auto looked = look(candidate, media, store, settings, previewFolder, token); !looked)
        candidate.problem = std::move(looked).error();
    return candidate;
}

} // namespace ndas::library
