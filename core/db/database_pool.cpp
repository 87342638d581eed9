#include "core/db/database_pool.h"

#include <QtCore/QObject>
#include <QtCore/QThread>

#include <map>
#include <mutex>
#include <utility>

namespace ndas::db {

struct DatabasePool::Impl {
    std::mutex mutex;
    std::map<const QThread*, std::unique_ptr<Connection>> connections;
    QObject context; ///< its end unhooks the pool from threads that outlive it

    Connection* find(const QThread* thread)
    {
        const std::scoped_lock lock(mutex);
        const auto found = connections.find(thread);
        return found == connections.end() ? nullptr : found->second.get();
    }

    void closeWithThread(const QThread* thread)
    {
        QObject::connect(
            thread, &QThread::finished, &context,
            [this, thread] {
                const std::scoped_lock lock(mutex);
                connections.erase(thread);
            },
            Qt::DirectConnection);
    }
};

DatabasePool::DatabasePool(QString path)
    : path_(std::move(path))
    , impl_(std::make_unique<Impl>())
{
}

DatabasePool::~DatabasePool() = default;

Result<Connection*> DatabasePool::connection()
{
    const QThread* const thread = QThread::currentThread();
    if (Connection* known = impl_->find(thread))
        return known;
    NDAS_TRY(auto opened, Connection::open(path_));
    Connection* const fresh = opened.get();
    {
        const std::scoped_lock lock(impl_->mutex);
        impl_->connections.emplace(thread, std::move(opened));
    }
    impl_->closeWithThread(thread);
    return fresh;
}

} // namespace ndas::db
