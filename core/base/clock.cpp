#include "core/base/clock.h"

#include <QtCore/QDateTime>

namespace ndas {

EpochMs nextTimeOfDay(QTime time, EpochMs now)
{
    const QDate today = QDateTime::fromMSecsSinceEpoch(now).date();
    const EpochMs moment = QDateTime(today, time).toMSecsSinceEpoch();
    return moment > now ? moment : QDateTime(today.addDays(1), time).toMSecsSinceEpoch();
}

EpochMs SystemClock::now() const
{
    const auto sinceEpoch = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(sinceEpoch).count();
}

std::chrono::milliseconds SystemClock::monotonic() const
{
    const auto sinceStart = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(sinceStart);
}

} // namespace ndas
