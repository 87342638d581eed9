// EIO, ENOSPC and ENOMEM at each write, sync and rename of the queue's table and its backups: what was
// acknowledged is there afterwards, and the file is sound.
#include "core/db/backups.h"
#include "core/db/migrations.h"
#include "core/jobs/job_store.h"
#include "core/library/library_store.h"
#include "tests/faults/sweep.h"
#include "tests/support/manual_clock.h"
#include "tests/support/verify_result.h"

using namespace ndas;
using namespace ndas::test;

namespace {

constexpr int fewFaults = 90;
const QString database = QStringLiteral("ndas.db");
const QString backups = QStringLiteral("backups");
const QDateTime now = QDateTime::fromString(QStringLiteral("2026-03-01T10:00:00Z"), Qt::ISODate);

/// The stores over a folder's database, as a program has them.
struct Stores {
    explicit Stores(const QDir& folder)
        : pool(folder.filePath(database))
        , jobs(pool, clock)
        , videos(pool, jobs, clock)
    {
    }

    ManualClock clock;
    db::DatabasePool pool;
    jobs::JobStore jobs;
    library::LibraryStore videos;
};

library::NewVideo recording(int number)
{
    library::NewVideo video;
    video.originalPath = QStringLiteral("/recordings/%1.mp4").arg(number);
    video.sizeBytes = number;
    return video;
}

/// What somebody was told, in the order it happened.
struct Acknowledged {
    std::vector<JobId> queued;
    std::vector<JobId> succeeded;
    std::optional<std::pair<JobId, std::int64_t>> checkpoint;
};

Result<void> useQueue(Stores& stores, Acknowledged& told)
{
    for (int number = 1; number <= 3; ++number) {
        NDAS_TRY(const library::Registered registered, stores.videos.registerVideo(recording(number)));
        told.queued.push_back(registered.job);
    }
    for (int number = 1; number <= 2; ++number) {
        NDAS_TRY(const std::optional<jobs::Job> job, stores.jobs.claimNext(QStringLiteral("me")));
        if (!job)
            return fail(ErrorCode::Internal, QStringLiteral("a queued job was not found"));
        const jobs::Claim claim{.job = job->id, .fence = job->fence};
        NDAS_CHECK(
            stores.jobs.saveCheckpoint(claim, {.at = std::chrono::seconds(5), .journalBytes = number}));
        told.checkpoint = std::pair(job->id, std::int64_t{number});
        NDAS_CHECK(stores.jobs.succeed(claim));
        told.checkpoint.reset(); // it goes with the job's end
        told.succeeded.push_back(job->id);
    }
    return {};
}

QString unsound(const QDir& folder)
{
    const auto connection = db::Connection::open(folder.filePath(database));
    if (!connection)
        return QStringLiteral("it cannot be opened");
    const auto answer = (*connection)->value(QStringLiteral("PRAGMA integrity_check"));
    return answer && answer->toString() == QLatin1String("ok") ? QString()
                                                               : QStringLiteral("it is not sound");
}

QString faultIn(const QDir& folder, const Acknowledged& told)
{
    if (const QString found = unsound(folder); !found.isEmpty())
        return found;
    const Stores stores(folder);
    const auto breaches = stores.jobs.checkInvariants();
    if (!breaches || !breaches->isEmpty())
        return breaches ? breaches->join(QLatin1Char(' ')) : QStringLiteral("it cannot be read");
    for (const JobId id : told.queued) {
        if (!stores.jobs.find(id))
            return QStringLiteral("job %1 was acknowledged and is lost").arg(id.value);
    }
    for (const JobId id : told.succeeded) {
        if (const auto job = stores.jobs.find(id); job && job->state != jobs::JobState::Succeeded)
            return QStringLiteral("job %1 has forgotten that it succeeded").arg(id.value);
    }
    if (told.checkpoint) {
        const auto checkpoint = stores.jobs.checkpoint(told.checkpoint->first);
        const auto job = stores.jobs.find(told.checkpoint->first);
        const bool isOver = job && job->state == jobs::JobState::Succeeded; // unheard, but it happened
        if (!isOver &&
            (!checkpoint || !*checkpoint || (*checkpoint)->journalBytes != told.checkpoint->second))
            return QStringLiteral("a checkpoint was acknowledged and is lost");
    }
    return {};
}

} // namespace

class TestFailingDatabase : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase()
    {
        const auto connection = db::Connection::open(empty());
        VERIFY_OK(connection);
        VERIFY_OK(db::migrate(**connection, {}));
    }

    void whatTheQueueAcknowledgedStays()
    {
        Acknowledged told;
        sweep_({.prepare = [this](const QDir& folder) { putDatabase(folder); },
                .run =
                    [&told](const QDir& folder) {
                        told = {};
                        Stores stores(folder);
                        return useQueue(stores, told).has_value();
                    },
                .findFault = [&told](const QDir& folder, bool) { return faultIn(folder, told); }});
    }

    void aBackupIsSoundOrAbsent()
    {
        sweep_({.prepare = [this](const QDir& folder) { putUsedDatabase(folder); },
                .run =
                    [](const QDir& folder) {
                        const auto connection = db::Connection::open(folder.filePath(database));
                        return connection &&
                               db::backUp(**connection, folder.filePath(backups), now).has_value();
                    },
                .findFault = [this](const QDir& folder, bool done) { return faultInBackups(folder, done); }});
    }

    /// The damaged file, its backup and what takes its place: a second try finds what it needs.
    void aRestoreThatFailedCanBeTriedAgain()
    {
        sweep_(
            {.prepare =
                 [this](const QDir& folder) {
                     putUsedDatabase(folder);
                     backUp(folder);
                     put(folder, database, QByteArray(8192, 'x'));
                 },
             .run = [](const QDir& folder) { return restore(folder, now.addSecs(60)); },
             .findFault = [this](const QDir& folder, bool done) { return faultAfterRestore(folder, done); }});
    }

private:
    QString empty() const { return folder_.filePath(database); }

    void putDatabase(const QDir& folder) const { QVERIFY(QFile::copy(empty(), folder.filePath(database))); }

    void putUsedDatabase(const QDir& folder)
    {
        putDatabase(folder);
        QVERIFY(folder.mkdir(backups));
        Stores stores(folder);
        told_ = {};
        VERIFY_OK(useQueue(stores, told_));
    }

    static void backUp(const QDir& folder)
    {
        const auto connection = db::Connection::open(folder.filePath(database));
        VERIFY_OK(connection);
        VERIFY_OK(db::backUp(**connection, folder.filePath(backups), now));
    }

    static bool restore(const QDir& folder, const QDateTime& time)
    {
        const auto restored =
            db::restoreNewestBackup(folder.filePath(database), folder.filePath(backups), time);
        return restored && !restored->backup.isEmpty();
    }

    QString faultInBackups(const QDir& folder, bool done) const
    {
        const QDir made(folder.filePath(backups));
        const QStringList names = namesIn(made);
        if (names.size() > 1 || (names.isEmpty() && done))
            return QStringLiteral("backups: ") + names.join(QLatin1Char(' '));
        for (const QString& name : names) {
            if (!name.endsWith(QLatin1String(".db")))
                return name + QStringLiteral(" was left behind");
            const QTemporaryDir copy;
            QFile::copy(made.filePath(name), copy.filePath(database));
            if (const QString found = faultIn(QDir(copy.path()), told_); !found.isEmpty())
                return found;
        }
        return faultIn(folder, told_);
    }

    QString faultAfterRestore(const QDir& folder, bool done) const
    {
        const QString inPlace = faultIn(folder, told_);
        if (done)
            return inPlace;
        const bool isSound = inPlace.isEmpty(); // only the last word was an error
        if (!isSound && !restore(folder, now.addSecs(120)))
            return QStringLiteral("a second try fails");
        return faultIn(folder, told_);
    }

    Sweep sweep_{fewFaults};
    QTemporaryDir folder_;
    Acknowledged told_;
};

QTEST_GUILESS_MAIN(TestFailingDatabase)
#include "test_failing_database.moc"
