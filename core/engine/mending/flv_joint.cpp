#include "core/engine/mending/flv_joint.h"

namespace ndas::engine {

namespace {

// Adobe Flash Video File Format Specification 10.1, annex E
constexpr std::int64_t fileHeader = 9 + 4; // and the size of the tag before the first
constexpr std::int64_t aroundTag = 11 + 4; // its header, and its size once more
constexpr std::int64_t mostInEndOfStream = 16;
constexpr int mostEndsOfStream = 4; // of picture and sound
constexpr unsigned signature = 0x464c5601;

} // namespace

void skipHeaderOfNextFlv(AVIOContext* io)
{
    const std::int64_t before = avio_tell(io);
    std::int64_t at = before;
    std::int64_t next = before;
    for (int i = 0; i < mostEndsOfStream && avio_seek(io, at, SEEK_SET) >= 0; ++i) {
        const unsigned start = avio_rb32(io);
        const std::int64_t size = start & 0xffffff;
        if (start == signature)
            next = at + fileHeader;
        if (start == signature || size > mostInEndOfStream || avio_feof(io))
            break;
        at += aroundTag + size;
    }
    avio_seek(io, next, SEEK_SET);
}

bool hasPassedNextFlv(AVIOContext* io)
{
    const std::int64_t here = avio_tell(io);
    unsigned start = 0;
    for (std::int64_t at = fileHeader; at < here && start != signature;) {
        avio_seek(io, at, SEEK_SET);
        start = avio_rb32(io);
        at += aroundTag + (start & 0xffffff);
    }
    avio_seek(io, here, SEEK_SET);
    return start == signature;
}

} // namespace ndas::engine
