// What a worker's libraries said on standard error, fit to be kept with a job: its end only, without names of
// files. Pure.
#pragma once

#include <QtCore/QString>

namespace ndas::jobs {

/// The last lines, at most 2,000 characters; whatever looks like a path is left out.
QString lastWords(const QString& chatter);

} // namespace ndas::jobs
