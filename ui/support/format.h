// Numbers the way people say them; rounded to what matters, in the user's language.
#pragma once

#include "core/media/media_info.h"

#include <QtCore/QString>

namespace ndas::ui {

QString clockTime(media::Micros duration);     ///< "3:42", "1:02:07"
QString bytesText(qint64 bytes);               ///< "45 MB", "1.2 GB"
QString aboutTime(qint64 seconds);             ///< "about 12 minutes", "a few seconds"
QString percentText(double fraction);          ///< "64 %"
QString dayText(const QDateTime& time);        ///< "12 Nov 2026"
QString dayAndTimeText(const QDateTime& time); ///< "12 Nov 2026, 10:24"

} // namespace ndas::ui
