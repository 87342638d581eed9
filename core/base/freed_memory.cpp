#include "core/base/freed_memory.h"

#include <cstdlib> // names the library

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace ndas {

void keepFreedMemory()
{
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 64 << 20);
#endif
}

} // namespace ndas
