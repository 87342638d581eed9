#include "core/db/sqlite_version.h"

#include <QtCore/QVersionNumber>

namespace ndas::db {

bool walIsSafe(const QString& version)
{
    const QVersionNumber number = QVersionNumber::fromString(version);
    const auto isFixedBranch = [&](int minor, int patch) {
        return number.majorVersion() == 3 && number.minorVersion() == minor && number.microVersion() >= patch;
    };
    return number >= QVersionNumber(3, 51, 3) || isFixedBranch(50, 7) || isFixedBranch(44, 6);
}

} // namespace ndas::db
