// Hands every thread its own connection to one database. Owned by the composition; outlives all users.
#pragma once

#include "core/db/database.h"

namespace ndas::db {

class DatabasePool {
public:
    explicit DatabasePool(QString path);
    ~DatabasePool();

    /// The calling thread's connection, opened at its first call and closed when the thread ends.
    Result<Connection*> connection();

    const QString& path() const { return path_; }

private:
    struct Impl;
    QString path_;
    std::unique_ptr<Impl> impl_;
};

} // namespace ndas::db
