#include "ui/support/announcer.h"

#include <QtCore/QCoreApplication>
#include <QtWidgets/QWidget>

#include <utility>

namespace ndas::ui {

namespace {

QString tr(const char* text, int n = -1)
{
    return QCoreApplication::translate("Announcer", text, nullptr, n);
}

Announcement batchEnd(int failed)
{
    if (failed == 0)
        return {tr("All recordings are done"), tr("Nothing waits any more.")};
    return {tr("The queue has come to its end"),
            failed == 1
                ? tr("1 recording could not be processed. The queue says why and what to do.")
                : tr("%n recordings could not be processed. The queue says why and what to do.", failed)};
}

} // namespace

std::optional<Announcement> BatchWatch::look(const QueueFigures& now)
{
    const std::optional<QueueFigures> known = std::exchange(before_, now);
    if (!known)
        return {};
    const QueueFigures& before = *known;
    const bool wasBusy = before.unfinished() > 0;
    const int more = now.failed - before.failed;
    failed_ = wasBusy ? std::clamp(failed_ + more, 0, now.failed) : 0;
    if (now.blocked > before.blocked)
        return Announcement{tr("Somebody is needed"),
                            tr("A recording waits for disk space, a folder or a permission. The queue says "
                               "what to do; then it goes on by itself.")};
    if (wasBusy && now.unfinished() == 0)
        return batchEnd(failed_);
    if (more > 0)
        return Announcement{tr("A recording could not be processed"),
                            tr("The queue says why and what to do.")};
    return {};
}

Announcer::Announcer(QueueSummary& summary, Dialogs& dialogs, QWidget& window, std::function<void()> come)
    : QObject(&window)
    , summary_(summary)
    , dialogs_(dialogs)
    , window_(window)
    , come_(std::move(come))
{
    connect(&summary_, &QueueSummary::firstRead, this, [this] {
        look();
        connect(&summary_, &QueueSummary::changed, this, &Announcer::look);
    });
}

void Announcer::look()
{
    const auto news = watch_.look(summary_.figures());
    if (!news)
        return;
    Q_EMIT announced(news->title + QStringLiteral(". ") + news->text);
    if (!window_.isActiveWindow())
        dialogs_.notify(news->title, news->text, come_);
}

} // namespace ndas::ui
