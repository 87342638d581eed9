#include "core/engine/flv_joint.h"

#include <algorithm>
#include <array>

namespace ndas::engine {

namespace {

// Adobe Flash Video File Format Specification 10.1, annex E
constexpr std::int64_t fileHeader = 9 + 4; // and the size of the tag before the first
constexpr std::int64_t aroundTag = 11 + 4; // its header, and its size once more
constexpr std::int64_t mostInEndOfStream = 16;
constexpr int mostEndsOfStream = 4; // of picture and sound

} // namespace

void skipHeaderOfNextFlv(AVIOContext* io)
{
    const std::int64_t before = avio_tell(io);
    std::int64_t at = before;
    std::int64_t next = before;
    for (int i = 0; i < mostEndsOfStream && avio_seek(io, at, SEEK_SET) >= 0; ++i) {
        const std::array start{avio_r8(io), avio_r8(io), avio_r8(io), avio_r8(io)};
        constexpr std::array signature{int{'F'}, int{'L'}, int{'V'}, 1};
        const std::int64_t size = start[1] << 16 | start[2] << 8 | start[3];
        if (start == signature)
            next = at + fileHeader;
        if (start == signature || size > mostInEndOfStream || avio_feof(io))
            break;
        at += aroundTag + size;
    }
    avio_seek(io, next, SEEK_SET);
}

} // namespace ndas::engine
