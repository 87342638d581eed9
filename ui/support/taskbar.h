// How far the queue is, on the program's button in the taskbar or dock. GUI thread.
#pragma once

#include <memory>

class QWidget;

namespace ndas::ui {

struct QueueFigures;

struct TaskbarLook {
    enum class State { Idle, Working, Paused, NeedsAttention };

    State state = State::Idle;
    double fraction = 0; ///< 0..1
    int unfinished = 0;  ///< recordings

    friend bool operator==(const TaskbarLook&, const TaskbarLook&) = default;
};

TaskbarLook taskbarLook(const QueueFigures& figures);

class Taskbar {
public:
    virtual ~Taskbar() = default;
    virtual void show(const TaskbarLook& look) = 0;
};

/// The one of this system; one that does nothing where there is none.
std::unique_ptr<Taskbar> systemTaskbar(QWidget* window);

} // namespace ndas::ui
