#include "ui/pages/queue_menus.h"

#include "ui/dialogs/start_time_dialog.h"
#include "ui/models/queue_actions.h"
#include "ui/support/dialogs.h"
#include "ui/support/sentences.h"

#include <QtCore/QDateTime>
#include <QtWidgets/QMenu>

namespace ndas::ui {

namespace {

void askForStart(Gateway& gateway, const std::vector<JobId>& ids, QWidget* page)
{
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(gateway.parts().clock.now());
    auto* dialog = new StartTimeDialog(now, page);
    QObject::connect(dialog, &QDialog::accepted, page, [&gateway, ids, dialog] {
        startAfter(gateway, ids, nextTimeOfDay(dialog->time(), gateway.parts().clock.now()));
    });
    showOver(dialog);
}

} // namespace

void QueueMenus::fillStart(QMenu& menu, Gateway& gateway, const std::vector<QueueRow>& rows, QWidget* page)
{
    menu.clear();
    const auto add = [&](const QString& text, const std::optional<QDateTime>& moment) {
        menu.addAction(text, page, [&gateway, ids = idsOf(rows), moment] {
            startAfter(gateway, ids, moment ? std::optional(moment->toMSecsSinceEpoch()) : std::nullopt);
        });
    };
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(gateway.parts().clock.now());
    const QDateTime evening(now.date(), QTime(20, 0));
    const QDateTime morning(now.date().addDays(1), QTime(6, 0));
    add(tr("As soon as possible"), std::nullopt);
    add(tr("In one hour"), now.addSecs(3600));
    if (now < evening)
        add(tr("This evening at %1").arg(timeText(evening.time())), evening);
    add(tr("Tomorrow at %1").arg(timeText(morning.time())), morning);
    menu.addAction(tr("At another time…"), page,
                   [&gateway, ids = idsOf(rows), page] { askForStart(gateway, ids, page); });
}

bool QueueMenus::canChangePreset(const jobs::Job& job)
{
    return job.kind == jobs::JobKind::Transcode &&
           (job.state == jobs::JobState::Queued || job.state == jobs::JobState::Paused);
}

void QueueMenus::fillPresets(QMenu& menu, Gateway& gateway, const std::vector<QueueRow>& rows)
{
    menu.clear();
    for (const media::Preset& preset : gateway.parts().presets)
        menu.addAction(presetText(preset.id, preset.name), &menu,
                       [&gateway, ids = idsOf(rows), id = preset.id] { changePreset(gateway, ids, id); });
}

} // namespace ndas::ui
