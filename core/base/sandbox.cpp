#include "core/base/sandbox.h"

#include "core/base/sandbox_linux.h"
#include "core/base/sanitizers.h"

namespace ndas {

#ifdef Q_OS_LINUX

SandboxOffer sandboxOffer()
{
    if (isSanitized)
        return {};
    return {.files = os::landlockVersion() > 0, .calls = os::canFilterCalls()};
}

QString sandboxText()
{
    const SandboxOffer offer = sandboxOffer();
    const QString files = offer.files ? QStringLiteral("Landlock %1").arg(os::landlockVersion())
                                      : QStringLiteral("no Landlock: seccomp alone keeps from files");
    const QString calls =
        offer.calls ? QStringLiteral("seccomp") : QStringLiteral("no seccomp: system calls are not limited");
    return files + QStringLiteral(", ") + calls;
}

Result<Sandbox> Sandbox::prepare()
{
    Sandbox sandbox;
    if (sandboxOffer().calls) {
        NDAS_TRY(sandbox.callFilter_, os::makeCallFilter(Devices::None));
    }
    return sandbox;
}

Result<void> Sandbox::enter(Devices devices) const
{
    const SandboxOffer offer = sandboxOffer();
    if (offer.files || offer.calls)
        NDAS_CHECK(os::renouncePrivileges());
    if (offer.files)
        NDAS_CHECK(os::limitFiles(devices));
    if (offer.calls && devices == Devices::Graphics) {
        NDAS_TRY(const QByteArray filter, os::makeCallFilter(devices));
        NDAS_CHECK(os::limitCalls(filter));
    } else if (offer.calls) {
        NDAS_CHECK(os::limitCalls(callFilter_));
    }
    return {};
}

#else

SandboxOffer sandboxOffer()
{
    return {};
}

QString sandboxText()
{
    return QStringLiteral("not offered by this system");
}

Result<Sandbox> Sandbox::prepare()
{
    return Sandbox();
}

Result<void> Sandbox::enter(Devices) const
{
    return {};
}

#endif

} // namespace ndas
