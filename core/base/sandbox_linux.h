// The parts of the Linux sandbox. For core/base only.
#pragma once

#include "core/base/sandbox.h"

namespace ndas::os {

/// Nothing this thread starts from now on gains rights it does not have; the kernel asks for it.
Result<void> renouncePrivileges();

int landlockVersion(); ///< 0: the kernel has none, or it is switched off
Result<void> limitFiles(const SandboxRules& rules);

bool canFilterCalls();

enum class Calls {
    OfWork,      ///< decoding, encoding, files, threads
    OfDriversToo ///< and control of the devices graphics drivers open
};

/// A call that is not on the list kills the process (SIGSYS); those a library may try without harm meant
/// (sockets, programs) are answered with an error. Drivers try much: with them it is always an error.
Result<QByteArray> makeCallFilter(Calls calls);
Result<void> limitCalls(const QByteArray& filter);

} // namespace ndas::os
