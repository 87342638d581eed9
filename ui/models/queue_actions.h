// What may be done to a job in its present state, and doing it. One table for buttons, menus and keys.
#pragma once

#include "ui/models/queue_row.h"
#include "ui/support/gateway.h"
#include "ui/support/icons.h"

namespace ndas::ui {

enum class QueueAction { Pause, Resume, Retry, Cancel, MoveToFront, MoveUp, MoveDown, MoveToEnd, Remove };

bool allows(const jobs::Job& job, QueueAction action);
/// The one button a row shows; nullopt when nothing makes sense now.
std::optional<QueueAction> mainAction(const jobs::Job& job);
Icon iconOf(QueueAction action);
QString textOf(QueueAction action); ///< a verb, translated

/// In the background, for those that still allow it; a job that went on meanwhile is left alone.
/// Gateway::queueChanged or changeFailed follows.
void perform(Gateway& gateway, QueueAction action, const std::vector<JobId>& ids);
/// Waiting jobs run right before `before` (none: after all others).
void moveBefore(Gateway& gateway, const std::vector<JobId>& ids, JobId before);
/// Waiting jobs start at that moment at the earliest; nullopt: as soon as it is their turn.
void startAfter(Gateway& gateway, const std::vector<JobId>& ids, std::optional<EpochMs> moment);
/// Of waiting jobs; one that has or gets that rendition keeps its own.
void changePreset(Gateway& gateway, const std::vector<JobId>& ids, const QString& preset);
/// Running jobs stop at the next chance and nothing new starts, or everything goes on.
void pauseEverything(Gateway& gateway, bool pause);
/// Takes a recording in once more that was refused because the library has it already.
void importAsCopy(Gateway& gateway, JobId refused);

} // namespace ndas::ui
