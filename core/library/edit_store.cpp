// What users change about a recording, and the history of it.
#include "core/library/library_store.h"
#include "core/library/store_parts.h"

namespace ndas::library {

namespace {

using namespace parts;

/// The facts an edit may change, as they are stored.
struct Facts {
    QString title;
    QString patientCode;
    QString notes;
    std::optional<media::RecordingDate> recordedAt;
};

Result<Facts> readFacts(db::Connection& connection, VideoId id)
{
    NDAS_TRY(db::Statement query,
             connection.run(QStringLiteral("SELECT v.title, p.code, v.notes, v.recorded_at, "
                                           "v.recorded_at_source FROM video v "
                                           "LEFT JOIN patient p ON p.id = v.patient_id WHERE v.id = ?"),
                            {whole(id.value)}));
    if (!query.next())
        return fail(ErrorCode::NoSuchItem, QStringLiteral("no video %1").arg(id.value));
    Facts facts{.title = query.value(0).toString(),
                .patientCode = query.value(1).toString(),
                .notes = query.value(2).toString(),
                .recordedAt = std::nullopt};
    if (const auto source = media::dateSourceFromName(query.value(4).toString()))
        facts.recordedAt = media::RecordingDate{.iso = query.value(3).toString(), .source = *source};
    return facts;
}

class Editing {
public:
    Editing(db::Connection& connection, VideoId id, QString reason, EpochMs now)
        : connection_(connection)
        , id_(id)
        , reason_(std::move(reason))
        , now_(now)
    {
    }

    Result<void> set(const QString& assignments, QVariantList values, const char* field,
                     const QString& before, const QString& after)
    {
        values << whole(id_.value);
        NDAS_CHECK(
            connection_.change(QStringLiteral("UPDATE video SET %1 WHERE id = ?").arg(assignments), values));
        NDAS_CHECK(connection_.insert(
            QStringLiteral("INSERT INTO video_change (video_id, at, field, before, after, reason) "
                           "VALUES (?, ?, ?, ?, ?, ?)"),
            {whole(id_.value), whole(now_), QString::fromLatin1(field), text(before), text(after),
             text(reason_)}));
        return {};
    }

    Result<void> setPatient(const QString& before, const QString& after)
    {
        NDAS_TRY(const PatientId patient, patientByCode(connection_, after, now_));
        return set(QStringLiteral("patient_id = ?"), {positiveOrNull(patient.value)}, "patient", before,
                   after);
    }

    Result<void> setDate(const std::optional<media::RecordingDate>& before,
                         const std::optional<media::RecordingDate>& after)
    {
        const QVariant source = after ? QVariant(QString::fromLatin1(name(after->source))) : QVariant();
        return set(QStringLiteral("recorded_at = ?, recorded_at_source = ?"),
                   {after ? QVariant(after->iso) : QVariant(), source}, "recorded",
                   before ? before->iso : QString(), after ? after->iso : QString());
    }

private:
    db::Connection& connection_;
    VideoId id_;
    QString reason_;
    EpochMs now_;
};

/// Only what would really change; the edit that takes it back.
VideoEdit inverseOf(VideoEdit& change, const Facts& facts)
{
    VideoEdit inverse;
    const auto settle = [](auto& wanted, const auto& known, auto& back) {
        if (wanted && *wanted == known)
            wanted.reset();
        if (wanted)
            back = known;
    };
    settle(change.title, facts.title, inverse.title);
    settle(change.patientCode, facts.patientCode, inverse.patientCode);
    settle(change.notes, facts.notes, inverse.notes);
    settle(change.recordedAt, facts.recordedAt, inverse.recordedAt);
    return inverse;
}

Result<void> carryOut(const VideoEdit& change, const Facts& facts, Editing& editing)
{
    if (change.title)
        NDAS_CHECK(
            editing.set(QStringLiteral("title = ?"), {*change.title}, "title", facts.title, *change.title));
    if (change.notes)
        NDAS_CHECK(editing.set(QStringLiteral("notes = ?"), {text(*change.notes)}, "notes", facts.notes,
                               *change.notes));
    if (change.patientCode)
        NDAS_CHECK(editing.setPatient(facts.patientCode, *change.patientCode));
    if (change.recordedAt)
        NDAS_CHECK(editing.setDate(facts.recordedAt, *change.recordedAt));
    return {};
}

} // namespace

Result<VideoEdit> LibraryStore::edit(VideoId id, const VideoEdit& change)
{
    VideoEdit clean = change;
    for (std::optional<QString>* line : {&clean.title, &clean.patientCode})
        if (*line)
            **line = (*line)->simplified();
    if (clean.title && clean.title->isEmpty())
        return fail(ErrorCode::BadOption, QStringLiteral("a title cannot be empty"));
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(db::Transaction transaction, db::Transaction::begin(*connection));
    NDAS_TRY(const Facts facts, readFacts(*connection, id));
    VideoEdit inverse = inverseOf(clean, facts);
    Editing editing(*connection, id, clean.reason, clock_.now());
    NDAS_CHECK(carryOut(clean, facts, editing));
    if (clean.patientCode || clean.recordedAt) {
        NDAS_TRY(const QVariant patient,
                 connection->value(QStringLiteral("SELECT patient_id FROM video WHERE id = ?"),
                                   {whole(id.value)}));
        NDAS_CHECK(checkDates(*connection, PatientId{patient.toLongLong()}));
    }
    NDAS_CHECK(transaction.commit());
    return inverse;
}

Result<std::vector<VideoChange>> LibraryStore::changesOf(VideoId id) const
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(db::Statement query,
             connection->run(QStringLiteral("SELECT at, field, before, after, reason FROM video_change "
                                            "WHERE video_id = ? ORDER BY id DESC"),
                             {whole(id.value)}));
    std::vector<VideoChange> changes;
    while (query.next())
        changes.push_back({.at = query.value(0).toLongLong(),
                           .field = query.value(1).toString(),
                           .before = query.value(2).toString(),
                           .after = query.value(3).toString(),
                           .reason = query.value(4).toString()});
    return changes;
}

} // namespace ndas::library
