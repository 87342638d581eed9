#include "core/base/sleep_blocker.h"

#include "core/base/log.h"

#include <QtCore/QtGlobal>

#include <optional>

#if defined(Q_OS_WIN)
#include <qt_windows.h>
#elif defined(Q_OS_MACOS)
#include <IOKit/pwr_mgt/IOPMLib.h>
#elif defined(NDAS_HAVE_DBUS)
#include <QtDBus/QDBusConnection>
#include <QtDBus/QDBusMessage>
#include <QtDBus/QDBusReply>
#include <QtDBus/QDBusUnixFileDescriptor>
#endif

namespace ndas {

namespace {

#if defined(Q_OS_WIN)

/// A power request of the system, set while it lives.
class Hold {
public:
    static std::optional<Hold> take(QString& problem)
    {
        static wchar_t reason[] = L"NDAS is processing recordings";
        REASON_CONTEXT context{};
        context.Version = POWER_REQUEST_CONTEXT_VERSION;
        context.Flags = POWER_REQUEST_CONTEXT_SIMPLE_STRING;
        context.Reason.SimpleReasonString = reason;
        Hold hold(PowerCreateRequest(&context));
        if (hold.request_ != INVALID_HANDLE_VALUE &&
            PowerSetRequest(hold.request_, PowerRequestSystemRequired))
            return hold;
        problem = QStringLiteral("power request: error %1").arg(GetLastError());
        return std::nullopt;
    }

    Hold(Hold&& other) noexcept
        : request_(std::exchange(other.request_, INVALID_HANDLE_VALUE))
    {
    }

    Hold& operator=(Hold&& other) noexcept
    {
        std::swap(request_, other.request_);
        return *this;
    }

    ~Hold()
    {
        if (request_ != INVALID_HANDLE_VALUE)
            CloseHandle(request_); // clears what was set
    }

private:
    explicit Hold(HANDLE request)
        : request_(request)
    {
    }

    HANDLE request_;
};

#elif defined(Q_OS_MACOS)

class Hold {
public:
    static std::optional<Hold> take(QString& problem)
    {
        IOPMAssertionID id = kIOPMNullAssertionID;
        const IOReturn code =
            IOPMAssertionCreateWithName(kIOPMAssertionTypePreventUserIdleSystemSleep, kIOPMAssertionLevelOn,
                                        CFSTR("NDAS is processing recordings"), &id);
        if (code == kIOReturnSuccess)
            return Hold(id);
        problem = QStringLiteral("power assertion: error %1").arg(code);
        return std::nullopt;
    }

    Hold(Hold&& other) noexcept
        : id_(std::exchange(other.id_, kIOPMNullAssertionID))
    {
    }

    Hold& operator=(Hold&& other) noexcept
    {
        std::swap(id_, other.id_);
        return *this;
    }

    ~Hold()
    {
        if (id_ != kIOPMNullAssertionID)
            IOPMAssertionRelease(id_);
    }

private:
    explicit Hold(IOPMAssertionID id)
        : id_(id)
    {
    }

    IOPMAssertionID id_;
};

#elif defined(NDAS_HAVE_DBUS)

/// logind inhibits as long as this descriptor is open.
class Hold {
public:
    static std::optional<Hold> take(QString& problem)
    {
        constexpr int patienceMs = 2000;
        QDBusMessage call = QDBusMessage::createMethodCall(
            QStringLiteral("org.freedesktop.login1"), QStringLiteral("/org/freedesktop/login1"),
            QStringLiteral("org.freedesktop.login1.Manager"), QStringLiteral("Inhibit"));
        call << QStringLiteral("sleep:idle") << QStringLiteral("NDAS")
             << QStringLiteral("processing recordings") << QStringLiteral("block");
        const QDBusReply<QDBusUnixFileDescriptor> reply =
            QDBusConnection::systemBus().call(call, QDBus::Block, patienceMs);
        if (reply.isValid() && reply.value().isValid())
            return Hold(reply.value());
        problem = reply.error().name();
        return std::nullopt;
    }

private:
    explicit Hold(const QDBusUnixFileDescriptor& descriptor)
        : descriptor_(descriptor)
    {
    }

    QDBusUnixFileDescriptor descriptor_;
};

#else

class Hold {
public:
    static std::optional<Hold> take(QString& problem)
    {
        problem = QStringLiteral("not known on this system");
        return std::nullopt;
    }
};

#endif

class SystemSleepBlocker final : public SleepBlocker {
public:
    void keepAwake(bool wish) override
    {
        if (!wish)
            hold_.reset();
        if (wish == wish_)
            return;
        wish_ = wish;
        if (!wish)
            return;
        QString problem;
        hold_ = Hold::take(problem);
        if (!hold_ && !complained_)
            qCWarning(logCore, "the machine may fall asleep while there is work: %s",
                      qUtf8Printable(problem));
        complained_ = complained_ || !hold_;
    }

private:
    bool wish_ = false;
    bool complained_ = false;
    std::optional<Hold> hold_;
};

} // namespace

std::unique_ptr<SleepBlocker> makeSleepBlocker()
{
    return std::make_unique<SystemSleepBlocker>();
}

} // namespace ndas
