// Copies of recordings and renditions for other places: their names, and writing them so that nothing there
// is ever replaced and no half copy carries a real name.
#pragma once

#include "core/base/cancellation.h"
#include "core/base/result.h"

#include <QtCore/QDate>

namespace ndas::library {

struct ExportFacts {
    QString patientCode;
    QString title;
    QString quality; ///< preset's name, or "original"
    QString age;     ///< PMA, "49+3"
    QDate recorded;
    QString suffix; ///< "mp4"
};

inline constexpr const char* usualExportPattern = "{patient} {date} {title} {quality}";

/// `pattern` with {patient} {date} {title} {quality} {age} filled in, what is not known left out; a name
/// every system takes (no reserved characters or names, at most 150 characters), never empty. Pure.
QString exportFileName(const QString& pattern, const ExportFacts& facts);

/// Copies `from` into `folder` under `name`, or "name (2)", ... when that is taken; verified and durable.
/// Removes what an export into there that died more than a day ago has left. Returns the path. Blocking.
/// Errors of copyFileVerified() and publishFile().
Result<QString> exportCopy(const QString& from, const QString& folder, const QString& name,
                           const CancellationToken& token);

} // namespace ndas::library
