#include "ui/support/taskbar.h"

#include "ui/models/queue_summary.h"
#include "ui/support/taskbar_systems.h"

namespace ndas::ui {

namespace {

class NoTaskbar final : public Taskbar {
public:
    void show(const TaskbarLook&) override {}
};

} // namespace

TaskbarLook taskbarLook(const QueueFigures& figures)
{
    TaskbarLook look{
        .state = TaskbarLook::State::Idle, .fraction = figures.fraction, .unfinished = figures.unfinished()};
    if (look.unfinished == 0)
        return {};
    if (figures.blocked > 0 && figures.working == 0)
        look.state = TaskbarLook::State::NeedsAttention;
    else
        look.state = figures.queuePaused || figures.working + figures.waiting == 0
                         ? TaskbarLook::State::Paused
                         : TaskbarLook::State::Working;
    return look;
}

std::unique_ptr<Taskbar> systemTaskbar(QWidget* window)
{
    std::unique_ptr<Taskbar> taskbar = makeSystemTaskbar(window);
    return taskbar ? std::move(taskbar) : std::make_unique<NoTaskbar>();
}

} // namespace ndas::ui
