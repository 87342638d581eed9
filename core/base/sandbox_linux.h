// The parts of the Linux sandbox. For core/base only.
#pragma once

#include "core/base/sandbox.h"

namespace ndas::os {

/// Nothing this thread starts from now on gains rights it does not have; the kernel asks for it.
Result<void> renouncePrivileges();

int landlockVersion(); ///< 0: the kernel has none, or it is switched off
/// No file can be opened by name from now on, but what drivers of graphics need.
Result<void> limitFiles(Devices devices);

bool canFilterCalls();

/// A call that is not on the list kills the process (SIGSYS); those a library may try without harm meant
/// (files by name, sockets, programs) are answered with an error. Drivers try much: with them it is always an
/// error, and files by name are left to limitFiles().
Result<QByteArray> makeCallFilter(Devices devices);
Result<void> limitCalls(const QByteArray& filter);

} // namespace ndas::os
