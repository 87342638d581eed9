// The badge of the dock tile says how far the queue is: [[NSApp dockTile] setBadgeLabel:@"64 %"], through the
// C interface of the runtime, so that no Objective-C compiler is asked for.
#include "ui/support/taskbar_systems.h"

#include <QtCore/QtGlobal>

#if defined(Q_OS_MACOS)

#include "ui/support/sentences.h"

#include <objc/message.h>
#include <objc/runtime.h>

namespace ndas::ui {

namespace {

id send(id object, const char* message)
{
    return reinterpret_cast<id (*)(id, SEL)>(objc_msgSend)(object, sel_registerName(message));
}

class DockTile final : public Taskbar {
public:
    void show(const TaskbarLook& look) override
    {
        const bool any = look.state != TaskbarLook::State::Idle;
        const QByteArray text = any ? percentText(look.fraction).toUtf8() : QByteArray();
        const auto string = reinterpret_cast<id (*)(Class, SEL, const char*)>(objc_msgSend)(
            objc_getClass("NSString"), sel_registerName("stringWithUTF8String:"), text.constData());
        const id application =
            send(reinterpret_cast<id>(objc_getClass("NSApplication")), "sharedApplication");
        reinterpret_cast<void (*)(id, SEL, id)>(objc_msgSend)(
            send(application, "dockTile"), sel_registerName("setBadgeLabel:"), any ? string : nullptr);
    }
};

} // namespace

std::unique_ptr<Taskbar> makeSystemTaskbar(QWidget*)
{
    return std::make_unique<DockTile>();
}

} // namespace ndas::ui

#endif
