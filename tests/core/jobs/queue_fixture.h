// A migrated database in a folder of its own, with videos to hang jobs on and a clock that moves when told.
#pragma once

#include "core/db/migrations.h"
#include "core/jobs/job_store.h"
#include "tests/support/manual_clock.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

namespace ndas::jobs::test {

class Queue {
public:
    Queue()
        : pool(folder.filePath(QStringLiteral("ndas.db")))
        , store(pool, clock)
    {
        const Result<db::Connection*> connection = pool.connection();
        if (!connection || !db::migrate(**connection, QString()))
            qFatal("no database in %s", qPrintable(folder.path()));
        dontSync();
    }

    /// Power cuts are proven elsewhere; here fsync would be most of the time. Call once per thread.
    void dontSync()
    {
        for (const QString& pragma :
             {QStringLiteral("synchronous=OFF"), QStringLiteral("journal_mode=MEMORY")})
            static_cast<void>((*pool.connection())->value(QStringLiteral("PRAGMA ") + pragma));
    }

    VideoId addVideo(const QString& path = QStringLiteral("/a"))
    {
        const QString uuid = QStringLiteral("%1").arg(++videos_, 32, 10, QLatin1Char('0'));
        const Result<std::int64_t> row = (*pool.connection())
                                             ->insert(QStringLiteral("INSERT INTO video (uuid, title, state, "
                                                                     "storage, original_path, original_name, "
                                                                     "size_bytes, file_modified_at, "
                                                                     "imported_at) VALUES (?, 'Leo', "
                                                                     "'importing', 'copied', ?, 'a', 1, "
                                                                     "0, 0)"),
                                                      {uuid, path});
        return VideoId{row.value_or(0)};
    }

    JobId addJob(int priority = 0, const QString& path = QStringLiteral("/a"))
    {
        return store
            .enqueue({.kind = JobKind::Ingest,
                      .video = addVideo(path),
                      .preset = {},
                      .payload = {},
                      .priority = priority})
            .value_or(JobId{});
    }

    Job job(JobId id) const { return store.find(id).value_or(Job{}); }

    /// Claims the next job, which the caller knows to be there.
    Claim claim(const QString& owner = QStringLiteral("me"))
    {
        const Result<std::optional<Job>> claimed = store.claimNext(owner);
        return claimed && *claimed ? Claim{.job = (*claimed)->id, .fence = (*claimed)->fence} : Claim{};
    }

    bool isSound() const
    {
        const Result<QStringList> breaches = store.checkInvariants();
        if (!breaches || !breaches->isEmpty())
            qWarning("%s",
                     qPrintable(breaches ? breaches->join(QLatin1Char('\n')) : breaches.error().detail));
        return breaches && breaches->isEmpty();
    }

    QTemporaryDir folder;
    ndas::test::ManualClock clock;
    db::DatabasePool pool;
    JobStore store;

private:
    int videos_ = 0;
};

inline Error errorOf(ErrorCode code)
{
    return {.code = code, .detail = QStringLiteral("detail"), .nativeCode = 0, .where = {}};
}

template <class T>
ErrorCode codeOf(const Result<T>& result)
{
    return result ? ErrorCode::Internal : result.error().code;
}

} // namespace ndas::jobs::test
