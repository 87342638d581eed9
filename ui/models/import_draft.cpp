#include "ui/models/import_draft.h"

#include "core/base/durable_file.h"

#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

namespace ndas::ui {

namespace {

QString fileOf(const AppPaths& paths)
{
    return paths.dataDir + QStringLiteral("/import-draft.json");
}

QJsonObject toJson(const DraftRecording& recording)
{
    const ImportDecision& decision = recording.decision;
    return {{QStringLiteral("path"), recording.path},
            {QStringLiteral("chosen"), decision.chosen},
            {QStringLiteral("title"), decision.title},
            {QStringLiteral("number"), decision.number},
            {QStringLiteral("patient"), decision.patientCode},
            {QStringLiteral("presets"), QJsonArray::fromStringList(decision.presets)},
            {QStringLiteral("recorded"), decision.typedDate ? decision.typedDate->iso : QString()}};
}

DraftRecording fromJson(const QJsonObject& json)
{
    DraftRecording recording{.path = json[QLatin1String("path")].toString(), .decision = {}};
    ImportDecision& decision = recording.decision;
    decision.chosen = json[QLatin1String("chosen")].toBool(true);
    decision.title = json[QLatin1String("title")].toString(decision.title);
    decision.number = json[QLatin1String("number")].toInt(1);
    decision.patientCode = json[QLatin1String("patient")].toString();
    for (const QJsonValue& preset : json[QLatin1String("presets")].toArray())
        decision.presets << preset.toString();
    if (const QString iso = json[QLatin1String("recorded")].toString(); !iso.isEmpty())
        decision.typedDate = media::RecordingDate{.iso = iso, .source = media::DateSource::Typed};
    return recording;
}

} // namespace

Result<void> keepDraft(const AppPaths& paths, const ImportDraft& draft)
{
    QJsonArray recordings;
    for (const DraftRecording& recording : draft.recordings)
        recordings << toJson(recording);
    const QJsonObject all{{QStringLiteral("recordings"), recordings},
                          {QStringLiteral("unsearched"), QJsonArray::fromStringList(draft.unsearched)}};
    return writeFileDurably(fileOf(paths), QJsonDocument(all).toJson());
}

ImportDraft readDraft(const AppPaths& paths)
{
    QFile file(fileOf(paths));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QJsonObject all = QJsonDocument::fromJson(file.readAll()).object();
    ImportDraft draft;
    for (const QJsonValue& recording : all[QLatin1String("recordings")].toArray())
        if (DraftRecording read = fromJson(recording.toObject()); !read.path.isEmpty())
            draft.recordings.push_back(std::move(read));
    for (const QJsonValue& path : all[QLatin1String("unsearched")].toArray())
        draft.unsearched << path.toString();
    return draft;
}

bool dropDraft(const AppPaths& paths)
{
    return QFile::remove(fileOf(paths));
}

} // namespace ndas::ui
