#include "core/db/database.h"

#include <utility>

namespace ndas::db {

Result<Transaction> Transaction::begin(Connection& connection)
{
    if (connection.depth_ == 0) {
        // A deferred transaction would ask for the write lock later, when SQLite can no longer wait for it.
        NDAS_CHECK(connection.run(QStringLiteral("BEGIN IMMEDIATE")));
        connection.doomed_ = false;
    }
    ++connection.depth_;
    return Transaction(&connection);
}

Transaction::Transaction(Connection* connection)
    : connection_(connection)
{
}

Transaction::Transaction(Transaction&& other) noexcept
    : connection_(std::exchange(other.connection_, nullptr))
{
}

Transaction::~Transaction()
{
    if (!connection_)
        return;
    if (--connection_->depth_ > 0) {
        connection_->doomed_ = true;
        return;
    }
    // After some errors SQLite has rolled back by itself; then this finds nothing to do.
    static_cast<void>(connection_->run(QStringLiteral("ROLLBACK")));
}

Result<void> Transaction::commit()
{
    if (!connection_)
        return fail(ErrorCode::Internal, QStringLiteral("transaction is already finished"));
    if (connection_->depth_ == 1) {
        if (connection_->doomed_)
            return fail(ErrorCode::Database, QStringLiteral("a nested transaction was rolled back"));
        NDAS_CHECK(connection_->run(QStringLiteral("COMMIT")));
    }
    --connection_->depth_;
    connection_ = nullptr;
    return {};
}

} // namespace ndas::db
