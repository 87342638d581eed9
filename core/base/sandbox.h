// Locks this process in before it touches a hostile byte: no network, no other program or process, and no
// file but through descriptors it has or is given (see ForkedChild). Linux: Landlock for files, seccomp for
// system calls, each where the kernel has it; elsewhere nothing is offered. What is forbidden stays so, for
// threads started later too; threads already running stay free.
#pragma once

#include "core/base/result.h"

#include <QtCore/QByteArray>

namespace ndas {

enum class Devices {
    None,
    Graphics ///< those that encode, and what their drivers read
};

struct SandboxOffer {
    bool files = false; ///< access to files can be limited
    bool calls = false; ///< access to everything else can be limited

    bool isWhole() const { return files && calls; }
};

/// What this system (kernel and build) can do; the same for every process of it.
SandboxOffer sandboxOffer();
/// "Landlock 7, seccomp" or what is missing; for the log and `doctor`.
QString sandboxText();

class Sandbox {
public:
    /// Gathers what takes time, so that entering takes little.
    static Result<Sandbox> prepare();

    /// Call before the first thread is started. Applies what is offered; an error says that something offered
    /// did not hold, and then this process must not go on.
    Result<void> enter(Devices devices) const;

private:
    QByteArray callFilter_; ///< a program for the kernel
};

} // namespace ndas
