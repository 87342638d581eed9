#include "app/cli/new_file.h"

#include "core/base/durable_file.h"
#include "core/base/file_tools.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QUuid>

namespace ndas::cli {

NewFile::NewFile(const QString& folder, const QString& suffix)
    : folder_(folder)
    , suffix_(suffix)
    , workFolder_(QStringLiteral("%1/.ndas-%2").arg(folder, QUuid::createUuid().toString(QUuid::Id128)))
    , path_(workFolder_ + QStringLiteral("/result") + suffix)
{
    removeLeftovers(folder_, QStringLiteral(R"(\.ndas-[0-9a-f]{32})"),
                    QDateTime::currentDateTime().addDays(-1));
    QDir().mkdir(workFolder_); // where that fails, so will the work, and say why
}

NewFile::~NewFile()
{
    QFile::remove(path_);
    QDir().rmdir(workFolder_);
}

Result<void> NewFile::publishAs(const QString& path)
{
    NDAS_CHECK(syncFile(path_));
    return publishFile(path_, path);
}

Result<QString> NewFile::publishAsFree(const QString& base)
{
    constexpr int mostTries = 10'000;
    NDAS_CHECK(syncFile(path_));
    for (int number = 1; number <= mostTries; ++number) {
        const QString counter = number == 1 ? QString() : QStringLiteral(" (%1)").arg(number);
        const QString path = folder_ + QLatin1Char('/') + base + counter + suffix_;
        const auto published = publishFile(path_, path);
        if (published)
            return path;
        if (published.error().code != ErrorCode::AlreadyExists)
            return fail(published.error());
    }
    return fail(ErrorCode::AlreadyExists, folder_ + QLatin1Char('/') + base);
}

} // namespace ndas::cli
