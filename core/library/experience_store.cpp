// What finished jobs took, read from the queue's own history.
#include "core/db/database.h"
#include "core/library/experience.h"
#include "core/settings/settings.h"

#include <QtCore/QFileInfo>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

namespace ndas::library {

namespace {

/// What part of the time belongs to this rendition, when those with `companions` were made beside it.
double shareOf(const media::MediaInfo& info, const media::Preset& preset, const QStringList& companions,
               const std::vector<media::Preset>& presets)
{
    const auto guessed = [&info](const media::Preset& other) {
        return static_cast<double>(media::makePlan(info, other).expectedWork.count());
    };
    const double own = guessed(preset);
    double all = own;
    for (const QString& id : companions) {
        if (const auto companion = settings::findPreset(presets, id))
            all += guessed(*companion);
    }
    return all > 0 ? own / all : 1;
}

/// Before somebody changed the preset.
bool madeOtherwise(const media::MediaInfo& info, const media::Preset& preset, const QString& planHash)
{
    return media::planHash(media::makePlan(info, preset)) != planHash;
}

} // namespace

Result<media::Experience> experienceIn(const QString& databasePath, const std::vector<media::Preset>& presets)
{
    if (!QFileInfo::exists(databasePath))
        return media::Experience();
    NDAS_TRY(const auto connection, db::Connection::open(databasePath, db::Access::ReadOnly));
    // Claimed once only: a job that was interrupted or paused began anew with its last claim, which knows
    // nothing of the work before. Nor is a copy that became an encode what a copy takes.
    NDAS_TRY(db::Statement query,
             connection->run(QStringLiteral(
                 "SELECT v.media_info, r.preset, r.size_bytes, j.finished_at - j.started_at, r.plan_hash, "
                 "(SELECT group_concat(o.preset) FROM job o WHERE o.video_id = j.video_id AND o.id <> j.id "
                 "AND o.kind = 'transcode' AND o.started_at = j.started_at) "
                 // The newest first, alone: joined and sorted with their facts, a long history takes seconds.
                 "FROM (SELECT * FROM job WHERE kind = 'transcode' AND state = 'succeeded' AND fence = 1 "
                 "AND started_at IS NOT NULL ORDER BY finished_at DESC LIMIT 60) j "
                 "JOIN rendition r ON r.video_id = j.video_id AND r.preset = j.preset "
                 "JOIN video v ON v.id = j.video_id WHERE r.state = 'ready' AND r.notes NOT LIKE "
                 "'%copy-abandoned%' "
                 "ORDER BY j.finished_at DESC")));
    std::vector<media::WorkRecord> records;
    while (query.next()) {
        const auto info =
            media::mediaInfoFromJson(QJsonDocument::fromJson(query.value(0).toString().toUtf8()).object());
        const auto preset = settings::findPreset(presets, query.value(1).toString());
        if (!info || !preset || madeOtherwise(*info, *preset, query.value(4).toString()))
            continue;
        const QStringList companions = query.value(5).toString().split(QLatin1Char(','), Qt::SkipEmptyParts);
        const double micros = query.value(3).toDouble() * 1000 * shareOf(*info, *preset, companions, presets);
        records.push_back(media::workRecord(*info, *preset, media::Micros(static_cast<std::int64_t>(micros)),
                                            query.value(2).toLongLong()));
    }
    return media::Experience(std::move(records));
}

} // namespace ndas::library
