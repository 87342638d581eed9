#include "ui/support/window_room.h"

namespace ndas::ui {

QSize windowRoom(QSize screen)
{
    constexpr QSize frame(16, 48); // about; nobody tells before the window is there
    return (screen - frame).expandedTo({0, 0});
}

QSize firstWindowSize(QSize wanted, QSize screen)
{
    return wanted.boundedTo(windowRoom(screen));
}

} // namespace ndas::ui
