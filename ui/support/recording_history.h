// What happened to a recording: its jobs and its users' changes, newest first, in words. Pure.
#pragma once

#include "ui/support/recording_details.h"
#include "ui/support/recording_facts.h"

namespace ndas::ui {

/// When, and what: "12:41" / "High: ready".
std::vector<Fact> historyFacts(const RecordingDetails& details, const QDate& today);
/// Everything the details say, a line each, for the clipboard.
QString factsAsText(const RecordingDetails& details, const QDate& today);

} // namespace ndas::ui
