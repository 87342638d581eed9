// ITaskbarList3: the bar on the window's button.
#include "ui/support/taskbar_systems.h"

#include <QtCore/QtGlobal>

#if defined(Q_OS_WIN)

#include <QtWidgets/QWidget>

#include <shobjidl.h>

namespace ndas::ui {

namespace {

TBPFLAG flagOf(TaskbarLook::State state)
{
    switch (state) {
    case TaskbarLook::State::Working:
        return TBPF_NORMAL;
    case TaskbarLook::State::Paused:
        return TBPF_PAUSED;
    case TaskbarLook::State::NeedsAttention:
        return TBPF_ERROR;
    case TaskbarLook::State::Idle:
        break;
    }
    return TBPF_NOPROGRESS;
}

class TaskbarButton final : public Taskbar {
public:
    TaskbarButton(ITaskbarList3* list, QWidget* window)
        : list_(list)
        , window_(reinterpret_cast<HWND>(window->window()->winId()))
    {
    }

    ~TaskbarButton() override { list_->Release(); }

    void show(const TaskbarLook& look) override
    {
        list_->SetProgressState(window_, flagOf(look.state));
        if (look.state != TaskbarLook::State::Idle)
            list_->SetProgressValue(window_, static_cast<ULONGLONG>(look.fraction * 1000), 1000);
    }

private:
    ITaskbarList3* list_;
    HWND window_;
};

} // namespace

std::unique_ptr<Taskbar> makeSystemTaskbar(QWidget* window)
{
    // Qt has initialised COM on this thread.
    ITaskbarList3* list = nullptr;
    if (FAILED(CoCreateInstance(CLSID_TaskbarList, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(&list))))
        return nullptr;
    if (FAILED(list->HrInit())) {
        list->Release();
        return nullptr;
    }
    return std::make_unique<TaskbarButton>(list, window);
}

} // namespace ndas::ui

#endif
