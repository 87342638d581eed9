#include "core/library/caretaker.h"

#include "core/base/file_lock.h"
#include "core/base/guarded.h"
#include "core/base/log.h"
#include "core/db/backups.h"
#include "core/db/check_request.h"
#include "core/db/migrations.h"
#include "core/library/cleanup.h"

#include <QtCore/QThread>

#include <condition_variable>

namespace ndas::library {

namespace {

constexpr std::chrono::hours pause(1);

Result<void> backUpIfDue(const AppPaths& paths, const QDateTime& now)
{
    if (!db::isBackupDue(paths.backupsDir(), now))
        return {};
    NDAS_TRY(const auto connection, db::Connection::open(paths.database()));
    NDAS_CHECK(db::backUp(*connection, paths.backupsDir(), now));
    db::thinOutBackups(paths.backupsDir());
    return {};
}

/// A copy that is not sound is no backup, and a sign that the database is not either.
Result<void> noteDamage(const AppPaths& paths, Result<void> backedUp)
{
    if (!backedUp && db::isDamage(backedUp.error()))
        NDAS_CHECK(db::requestCheck(paths.database()));
    return backedUp;
}

} // namespace

struct Caretaker::Impl {
    std::mutex mutex;
    std::condition_variable wakeUp;
    bool stopping = false;
    std::unique_ptr<QThread> thread;
};

Caretaker::Caretaker(const AppPaths& paths, const jobs::JobStore& jobs, LibraryStore& library,
                     const Clock& clock)
    : paths_(paths)
    , jobs_(jobs)
    , library_(library)
    , clock_(clock)
    , impl_(std::make_unique<Impl>())
{
}

Caretaker::~Caretaker()
{
    if (!impl_->thread)
        return;
    {
        const std::lock_guard lock(impl_->mutex);
        impl_->stopping = true;
    }
    impl_->wakeUp.notify_all();
    impl_->thread->wait();
}

void Caretaker::start()
{
    impl_->thread.reset(QThread::create([this] {
        std::unique_lock lock(impl_->mutex);
        do {
            lock.unlock();
            if (const auto done = guarded([this] { return doChores(); }); !done)
                qCWarning(logCore, "daily chores: %s", qUtf8Printable(logText(done.error())));
            lock.lock();
        } while (!impl_->wakeUp.wait_for(lock, pause, [this] { return impl_->stopping; }));
    }));
    impl_->thread->setObjectName(QStringLiteral("caretaker"));
    impl_->thread->start(QThread::LowPriority);
}

Result<bool> Caretaker::doChores() const
{
    NDAS_TRY(const std::optional<FileLock> turn,
             FileLock::tryTake(paths_.backupsDir() + QStringLiteral("/.lock")));
    if (!turn)
        return false;
    const auto removed = finishRemovals(paths_, library_, clock_);
    const auto tidied = removeStaleWork(paths_, jobs_, clock_);
    NDAS_CHECK(noteDamage(paths_, backUpIfDue(paths_, QDateTime::fromMSecsSinceEpoch(clock_.now()))));
    NDAS_CHECK(removed);
    NDAS_CHECK(tidied);
    return true;
}

} // namespace ndas::library
