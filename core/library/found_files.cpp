#include "core/library/found_files.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QRegularExpression>

#include <map>

namespace ndas::library {

namespace {

/// Presets of the renditions there are, by the video's uuid.
std::map<QString, QStringList> presetsOnDisk(const QString& folder)
{
    static const QRegularExpression pattern(QStringLiteral(R"(\A([0-9a-f]{32})-([a-z0-9_-]{1,64})\.mp4\z)"));
    std::map<QString, QStringList> presets;
    const QStringList names = QDir(folder).entryList(QDir::Files);
    for (const QString& name : names) {
        if (const QRegularExpressionMatch match = pattern.match(name); match.hasMatch())
            presets[match.captured(1)] << match.captured(2);
    }
    return presets;
}

NewVideo videoOf(const QFileInfo& file, const QString& uuid, const QStringList& presets)
{
    NewVideo video;
    video.originalPath = file.absoluteFilePath();
    video.title = QStringLiteral("Found again (%1)").arg(uuid.left(8));
    video.sizeBytes = file.size();
    video.fileModifiedAt = file.lastModified().toMSecsSinceEpoch();
    video.presets = presets;
    video.uuid = uuid;
    return video;
}

} // namespace

Result<int> adoptFoundFiles(const AppPaths& paths, LibraryStore& store)
{
    static const QRegularExpression pattern(QStringLiteral(R"(\A([0-9a-f]{32})(\.[a-z0-9]{1,5})?\z)"));
    std::map<QString, QStringList> presets = presetsOnDisk(paths.renditionsDir());
    NDAS_TRY(const QStringList removed, store.removedFiles());
    int adopted = 0;
    const QFileInfoList files = QDir(paths.originalsDir()).entryInfoList(QDir::Files);
    for (const QFileInfo& file : files) {
        const QRegularExpressionMatch match = pattern.match(file.fileName());
        if (!match.hasMatch() || removed.contains(QStringLiteral("originals/") + file.fileName()))
            continue;
        const QString uuid = match.captured(1);
        NDAS_TRY(const bool news, store.adoptOriginal(videoOf(file, uuid, presets[uuid])));
        adopted += news ? 1 : 0;
    }
    return adopted;
}

} // namespace ndas::library
