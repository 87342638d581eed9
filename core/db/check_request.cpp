#include "core/db/check_request.h"

#include "core/base/durable_file.h"

#include <QtCore/QFile>

namespace ndas::db {

namespace {

QString noteBeside(const QString& database)
{
    return database + QStringLiteral("-check");
}

} // namespace

Result<void> requestCheck(const QString& database)
{
    return writeFileDurably(noteBeside(database), "damage was seen\n");
}

bool isCheckRequested(const QString& database)
{
    return QFile::exists(noteBeside(database));
}

void withdrawCheckRequest(const QString& database)
{
    QFile::remove(noteBeside(database));
}

} // namespace ndas::db
