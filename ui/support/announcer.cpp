#include "ui/support/announcer.h"

#include "ui/support/sentences.h"

#include <QtWidgets/QWidget>

namespace ndas::ui {

Announcer::Announcer(QueueSummary& summary, Dialogs& dialogs, QWidget& window)
    : QObject(&window)
    , summary_(summary)
    , dialogs_(dialogs)
    , window_(window)
    , before_(summary.figures())
{
    connect(&summary_, &QueueSummary::changed, this, &Announcer::look);
}

void Announcer::look()
{
    const QueueFigures now = summary_.figures();
    const QueueFigures before = std::exchange(before_, now);
    if (window_.isActiveWindow())
        return;
    const int failed = std::max(0, now.failed - before.failed);
    if (now.blocked > before.blocked)
        dialogs_.notify(tr("Somebody is needed"), tr("The work on a recording waits for disk space, a folder "
                                                     "or a permission. It goes on by itself."));
    else if (before.unfinished() > 0 && now.unfinished() == 0)
        dialogs_.notify(tr("All recordings are done"),
                        now.failed > 0 ? tr("%1 could not be processed.").arg(countText(now.failed))
                                       : tr("Nothing waits any more."));
    else if (failed > 0)
        dialogs_.notify(tr("A recording could not be processed"), tr("The queue says why and what to do."));
}

} // namespace ndas::ui
