// States have a shape, a word and a colour; one place says which, so that library and queue agree.
#pragma once

#include "core/jobs/job.h"
#include "core/library/video.h"
#include "ui/support/icons.h"

#include <QtCore/QString>

class QPainter;

namespace ndas::ui {

struct StateLook {
    Icon icon = Icon::Clock;
    Tone tone = Tone::Neutral;
    QString word;

    friend bool operator==(const StateLook&, const StateLook&) = default;
};

StateLook lookOf(jobs::JobState state);
/// An import of what the library has already: nothing went wrong.
bool isTwin(const jobs::Job& job);
StateLook lookOf(const jobs::Job& job);

/// Icon and word on one line inside `rect`, the word elided; mirrored for right-to-left.
void paintState(QPainter& painter, const QRect& rect, const StateLook& look, const QPalette& palette,
                const QFont& font, bool onSelected = false);

} // namespace ndas::ui
