// Patients: who there is, and what a recording's age needs to know of them.
#include "core/library/library_store.h"
#include "core/library/store_parts.h"

namespace ndas::library {

namespace {

using namespace parts;

Result<std::vector<Patient>> readPatients(db::Connection& connection, const QString& condition,
                                          const QVariantList& values)
{
    NDAS_TRY(db::Statement query, connection.run(QStringLiteral("SELECT id, code, name, birth_date, "
                                                                "gestation_days FROM patient ") +
                                                     condition,
                                                 values));
    std::vector<Patient> patients;
    while (query.next())
        patients.push_back({.id = PatientId{query.value(0).toLongLong()},
                            .code = query.value(1).toString(),
                            .name = query.value(2).toString(),
                            .birthDate = QDate::fromString(query.value(3).toString(), Qt::ISODate),
                            .gestationDays = query.value(4).toInt()});
    return patients;
}

/// AlreadyExists for a code that differs from another's at most in its capitals. One that was given before
/// such codes were refused may be kept.
Result<void> checkCode(db::Connection& connection, const QString& code, PatientId owner)
{
    NDAS_TRY(const PatientId known, knownPatient(connection, code));
    if (known && known != owner)
        return fail(ErrorCode::AlreadyExists, QStringLiteral("patient %1 has this code").arg(known.value));
    return {};
}

} // namespace

Result<std::vector<Patient>> LibraryStore::patients() const
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    return readPatients(*connection, QStringLiteral("ORDER BY code"), {});
}

Result<std::vector<PatientUse>> LibraryStore::patientUses() const
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(const auto known, readPatients(*connection, QStringLiteral("ORDER BY code"), {}));
    NDAS_TRY(db::Statement query,
             connection->run(QStringLiteral("SELECT patient_id, count(*) FROM video WHERE "
                                            "patient_id IS NOT NULL GROUP BY patient_id")));
    std::map<PatientId, int> counts;
    while (query.next())
        counts[PatientId{query.value(0).toLongLong()}] = query.value(1).toInt();
    std::vector<PatientUse> uses;
    for (const Patient& patient : known) {
        const auto found = counts.find(patient.id);
        uses.push_back({.patient = patient, .recordings = found == counts.end() ? 0 : found->second});
    }
    return uses;
}

Result<PatientId> LibraryStore::addPatient(const Patient& patient)
{
    const QString code = patient.code.simplified();
    if (code.isEmpty())
        return fail(ErrorCode::BadOption, QStringLiteral("a patient needs a code"));
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(db::Transaction transaction, db::Transaction::begin(*connection));
    NDAS_CHECK(checkCode(*connection, code, PatientId{}));
    NDAS_TRY(
        const std::int64_t id,
        connection->insert(
            QStringLiteral("INSERT INTO patient (id, code, name, birth_date, gestation_days, created_at) "
                           "VALUES (?, ?, ?, ?, ?, ?)"),
            {positiveOrNull(patient.id.value), code, text(patient.name.simplified()),
             textOrNull(patient.birthDate.toString(Qt::ISODate)), positiveOrNull(patient.gestationDays),
             whole(clock_.now())}));
    NDAS_CHECK(transaction.commit());
    return PatientId{id};
}

Result<Patient> LibraryStore::removePatient(PatientId id)
{
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(db::Transaction transaction, db::Transaction::begin(*connection));
    NDAS_TRY(const auto before, readPatients(*connection, QStringLiteral("WHERE id = ?"), {whole(id.value)}));
    if (before.empty())
        return fail(ErrorCode::NoSuchItem, QStringLiteral("no patient %1").arg(id.value));
    NDAS_TRY(const QVariant used,
             connection->value(QStringLiteral("SELECT EXISTS(SELECT 1 FROM video WHERE patient_id = ?)"),
                               {whole(id.value)}));
    if (used.toBool())
        return fail(ErrorCode::Busy, QStringLiteral("recordings belong to patient %1").arg(id.value));
    NDAS_CHECK(connection->change(QStringLiteral("DELETE FROM patient WHERE id = ?"), {whole(id.value)}));
    NDAS_CHECK(transaction.commit());
    return before.front();
}

Result<Patient> LibraryStore::changePatient(const Patient& patient)
{
    const QString code = patient.code.simplified();
    if (code.isEmpty())
        return fail(ErrorCode::BadOption, QStringLiteral("a patient needs a code"));
    NDAS_TRY(db::Connection* const connection, pool_.connection());
    NDAS_TRY(db::Transaction transaction, db::Transaction::begin(*connection));
    NDAS_TRY(const auto before,
             readPatients(*connection, QStringLiteral("WHERE id = ?"), {whole(patient.id.value)}));
    if (before.empty())
        return fail(ErrorCode::NoSuchItem, QStringLiteral("no patient %1").arg(patient.id.value));
    NDAS_CHECK(checkCode(*connection, code, patient.id));
    NDAS_CHECK(connection->change(
        QStringLiteral("UPDATE patient SET code = ?, name = ?, birth_date = ?, gestation_days = ? "
                       "WHERE id = ?"),
        {code, text(patient.name.simplified()), textOrNull(patient.birthDate.toString(Qt::ISODate)),
         positiveOrNull(patient.gestationDays), whole(patient.id.value)}));
    NDAS_CHECK(checkDates(*connection, patient.id));
    NDAS_CHECK(transaction.commit());
    return before.front();
}

namespace parts {

Result<PatientId> knownPatient(db::Connection& connection, const QString& code)
{
    NDAS_TRY(const QVariant exact,
             connection.value(QStringLiteral("SELECT id FROM patient WHERE code = ?"), {code}));
    if (exact.isValid())
        return PatientId{exact.toLongLong()};
    NDAS_TRY(const auto all, readPatients(connection, QStringLiteral("ORDER BY id"), {}));
    const Patient* alike = patientWithCode(all, code); // SQLite folds ASCII only
    return alike ? alike->id : PatientId{};
}

Result<void> checkDates(db::Connection& connection, PatientId patient)
{
    NDAS_TRY(const QVariant older,
             connection.value(QStringLiteral("SELECT EXISTS(SELECT 1 FROM video v JOIN patient p "
                                             "ON p.id = v.patient_id WHERE p.id = ? "
                                             "AND substr(v.recorded_at, 1, 10) < p.birth_date)"),
                              {whole(patient.value)}));
    if (older.toBool())
        return fail(ErrorCode::RecordedBeforeBirth,
                    QStringLiteral("a recording of patient %1 is dated before the birth").arg(patient.value));
    return {};
}

} // namespace parts

} // namespace ndas::library
