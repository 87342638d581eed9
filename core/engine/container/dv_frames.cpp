#include "core/engine/container/dv_frames.h"

#include <algorithm>
#include <array>

extern "C" {
#include <libavcodec/dv_profile.h>
}

namespace ndas::engine {

namespace {

using Head = std::array<std::uint8_t, std::size_t{6} * 80>; ///< all that stands before sound and picture

Head headAt(AVIOContext* io, std::int64_t at)
{
    Head head{};
    avio_seek(io, at, SEEK_SET);
    avio_read(io, head.data(), static_cast<int>(head.size()));
    return head;
}

std::int64_t lengthSaidBy(const Head& head)
{
    constexpr std::size_t subcode = 80;
    const bool begins = head[0] == 0x1f && head[1] == 0x07 && head[2] == 0x00 && (head[3] & 0x7f) == 0x3f &&
                        head[subcode] == 0x3f && head[subcode + 1] == 0x07;
    const AVDVProfile* profile =
        begins ? av_dv_frame_profile(nullptr, head.data(), static_cast<unsigned>(head.size())) : nullptr;
    return profile ? profile->frame_size : 0;
}

/// Behind `from`; `end` where there is none.
std::int64_t nextFrame(AVIOContext* io, std::int64_t from, std::int64_t end)
{
    for (std::int64_t at = from + 1; at < end; ++at) {
        avio_seek(io, at, SEEK_SET);
        while (avio_r8(io) != 0x1f && !avio_feof(io))
            ++at;
        if (lengthOfDvFrame(io, at) > 0)
            return at;
    }
    return end;
}

} // namespace

std::int64_t lengthOfDvFrame(AVIOContext* io, std::int64_t at)
{
    return lengthSaidBy(headAt(io, at));
}

std::int64_t endOfDvFrames(AVIOContext* io, std::int64_t at, std::int64_t fileSize)
{
    const std::int64_t length = lengthOfDvFrame(io, at);
    const auto isOwn = [&](std::int64_t frame) {
        const Head head = headAt(io, at + frame * length);
        return lengthSaidBy(head) == length || head == Head{}; // or it was lost on the tape
    };
    std::int64_t own = 0;
    std::int64_t foreign = length > 0 ? (fileSize - at) / length - 1 : 0;
    if (foreign <= 0 || isOwn(foreign))
        return fileSize;
    while (foreign - own > 1) {
        const std::int64_t middle = own + (foreign - own) / 2;
        (isOwn(middle) ? own : foreign) = middle;
    }
    const std::int64_t next = nextFrame(io, at + own * length, fileSize);
    const bool goesOn = (next - at) % length == 0 && lengthOfDvFrame(io, next) == length;
    return goesOn ? fileSize : next;
}

} // namespace ndas::engine
