// System calls that fail when told to. Linked into a test (Linux), definitions of our own stand before those
// of the C library; preloaded into a program, NDAS_FAULT="AT:ERROR:once|lasting" tells which. Watched are
// calls that change a file or a folder (writes, truncations, fsync and fdatasync, renames, links, creation),
// or reads of files, or removals. Any thread.
#pragma once

namespace ndas::test {

enum class Span { Once, Lasting };

enum class Calls { Changing, Reading, Removing };

struct Fault {
    int at = 0;    ///< the at-th watched call from now on, counted from 1; 0: none
    int error = 0; ///< an errno. ENOSPC of a write: half is written, as a disk that fills up does it
    Span span = Span::Once;
    bool withoutExclusiveRename = false; ///< as on file systems that do not know it
    Calls calls = Calls::Changing;       ///< only these are watched
};

/// Counts watched calls anew.
void inject(const Fault& fault);
int watchedCalls();

} // namespace ndas::test
