#include "core/db/statement.h"

#include <QtCore/QVariant>
#include <QtSql/QSqlError>

#include <algorithm>
#include <utility>

namespace ndas::db {

std::optional<QSqlQuery> StatementCache::take(const QString& sql, qsizetype values)
{
    const auto found = std::find_if(idle_.begin(), idle_.end(), [&](const QSqlQuery& query) {
        // Qt remembers the values of the last run and would fill up with them.
        return query.lastQuery() == sql && query.boundValues().size() == values;
    });
    if (found == idle_.end())
        return std::nullopt;
    QSqlQuery query = std::move(*found);
    idle_.erase(found);
    return query;
}

void StatementCache::keep(QSqlQuery&& query)
{
    query.finish();
    if (idle_.size() >= keptAtMost)
        idle_.erase(idle_.begin());
    idle_.push_back(std::move(query));
}

Statement::Statement(QSqlQuery&& query, std::weak_ptr<StatementCache> home)
    : QSqlQuery(std::move(query))
    , home_(std::move(home))
{
}

Statement::~Statement()
{
    const std::shared_ptr<StatementCache> home = home_.lock();
    if (home && !lastError().isValid())
        home->keep(std::move(*this));
}

} // namespace ndas::db
