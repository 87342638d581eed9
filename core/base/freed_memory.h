// What the C library does with memory that was freed.
#pragma once

namespace ndas {

/// Keeps it for what asks next. By itself it gives back to the system at once what a query of SQLite or a
/// picture took, only to be given it anew page by page. At the beginning of a program.
void keepFreedMemory();

} // namespace ndas
