#include "core/base/durable_file.h"
#include "core/base/file_lock.h"
#include "core/base/log.h"
#include "core/jobs/scheduler.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QUuid>

#include <mutex>

namespace ndas::jobs {

namespace {

constexpr int triesForALock = 3;

QString lockPath(const QString& folder, const QString& uuid)
{
    return folder + QLatin1Char('/') + uuid + QStringLiteral(".lock");
}

/// Removed while it is held, so that nobody can be holding it; Windows removes no open file.
void removeHeld(const QString& path, std::optional<FileLock>& lock)
{
    if (QFile::remove(path))
        return;
    lock.reset();
    QFile::remove(path);
}

} // namespace

struct Instance::Impl {
    std::optional<FileLock> lock;
    std::mutex mutex;
    QStringList foundDead; ///< whose jobs the caller of the last call may still be rescuing
};

Instance::Instance(QString uuid, QString folder, std::unique_ptr<Impl> impl)
    : uuid_(std::move(uuid))
    , folder_(std::move(folder))
    , impl_(std::move(impl))
{
}

Result<std::unique_ptr<Instance>> Instance::create(const QString& instancesDir)
{
    for (int attempt = 0; attempt < triesForALock; ++attempt) {
        const QString uuid = QUuid::createUuid().toString(QUuid::WithoutBraces);
        const QString path = lockPath(instancesDir, uuid);
        NDAS_TRY(std::optional<FileLock> lock, FileLock::tryTake(path));
        // Somebody clearing away stale files may have come between the file's birth and its lock.
        if (!lock || !QFile::exists(path))
            continue;
        // Lost in a power cut, it could not tell the next start that this one was not ended properly.
        NDAS_CHECK(syncFolder(instancesDir));
        auto impl = std::make_unique<Impl>();
        impl->lock = std::move(lock);
        return std::unique_ptr<Instance>(new Instance(uuid, instancesDir, std::move(impl)));
    }
    return fail(ErrorCode::Busy, QStringLiteral("no lock in %1").arg(instancesDir));
}

Result<OtherInstances> Instance::lookAround(const QString& instancesDir)
{
    OtherInstances others;
    const QString ending = QStringLiteral(".lock");
    const QStringList names = QDir(instancesDir).entryList({QLatin1Char('*') + ending}, QDir::Files);
    for (const QString& name : names) {
        const QString uuid = name.chopped(ending.size());
        NDAS_TRY(const std::optional<FileLock> lock, FileLock::tryTake(lockPath(instancesDir, uuid)));
        if (lock)
            others.dead << uuid;
        else
            ++others.alive;
    }
    return others;
}

void Instance::forget(const QString& instancesDir, const QStringList& dead)
{
    for (const QString& uuid : dead) {
        const QString path = lockPath(instancesDir, uuid);
        auto lock = FileLock::tryTake(path);
        if (lock && *lock)
            removeHeld(path, *lock);
    }
}

Instance::~Instance()
{
    removeHeld(lockPath(folder_, uuid_), impl_->lock);
}

Result<QStringList> Instance::deadAmong(const QStringList& owners) const
{
    const std::lock_guard guard(impl_->mutex);
    QStringList dead;
    for (const QString& owner : owners) {
        if (owner == uuid_)
            continue;
        NDAS_TRY(const std::optional<FileLock> lock, FileLock::tryTake(lockPath(folder_, owner)));
        if (lock)
            dead.append(owner);
    }
    for (const QString& owner : std::as_const(impl_->foundDead)) {
        if (owners.contains(owner))
            continue;
        NDAS_TRY(std::optional<FileLock> lock, FileLock::tryTake(lockPath(folder_, owner)));
        if (lock)
            removeHeld(lockPath(folder_, owner), lock);
    }
    impl_->foundDead = dead;
    return dead;
}

} // namespace ndas::jobs
