// What a worker does to itself before it touches a hostile byte, and what its parent does to start it so.
#pragma once

#include "core/base/result.h"

#include <chrono>

namespace ndas {

struct ProcessLimits {
    qint64 memoryBytes = 0; ///< address space; 0 = unlimited
    qint64 fileBytes = 0;   ///< largest file it may write; 0 = unlimited
    int openFiles = 256;
    int niceness = 10;
};

/// In the parent: the system ends this child when the parent ends, however it does. Windows; elsewhere the
/// child sees to it itself (dieWithParent()) and nothing is done here.
Result<void> dieTogether(qint64 childId);

/// In the child, first in main(): dies with its parent.
void dieWithParent();

/// In the child: no core dumps, not dumpable, lower CPU priority, limits. May be called again with others of
/// memory and file size, until a sandbox forbids it.
Result<void> applyLimits(const ProcessLimits& limits);

/// Peak resident memory of this process in bytes (0 where unknown).
qint64 peakMemory();

/// Memory this machine has in bytes (0 where unknown).
qint64 physicalMemory();

/// Processor time all threads of this process took so far (0 where unknown).
std::chrono::microseconds processorTime();

} // namespace ndas
