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

void QueueMenus::addStart(QMenu& menu, Gateway& gateway, const std::vector<QueueRow>& rows, QWidget* page)
{
    QMenu* starts = menu.addMenu(icon(Icon::Clock, IconInk::Dimmed), tr("Start"));
    starts->setObjectName(QStringLiteral("startMenu"));
    starts->setEnabled(std::ranges::any_of(
        rows, [](const QueueRow& row) { return row.job.state == jobs::JobState::Queued; }));
    const auto add = [&](const QString& text, const std::optional<QDateTime>& moment) {
        starts->addAction(text, starts, [&gateway, ids = idsOf(rows), moment] {
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
    starts->addAction(tr("At another time…"), page,
                      [&gateway, ids = idsOf(rows), page] { askForStart(gateway, ids, page); });
}

void QueueMenus::addPresets(QMenu& menu, Gateway& gateway, const std::vector<QueueRow>& rows)
{
    const auto canChange = [](const QueueRow& row) {
        return row.job.kind == jobs::JobKind::Transcode &&
               (row.job.state == jobs::JobState::Queued || row.job.state == jobs::JobState::Paused);
    };
    QMenu* presets = menu.addMenu(icon(Icon::Edit, IconInk::Dimmed), tr("Change quality"));
    presets->setEnabled(std::ranges::any_of(rows, canChange));
    for (const media::Preset& preset : gateway.parts().presets)
        presets->addAction(presetText(preset.id, preset.name), presets,
                           [&gateway, ids = idsOf(rows), id = preset.id] { changePreset(gateway, ids, id); });
}

} // namespace ndas::ui
