#include "core/engine/container/unit_chain.h"

#include <algorithm>
#include <optional>

namespace ndas::engine {

namespace {

/// Where the unit at `at` ends; 0: there is none.
using EndOfUnit = std::int64_t (*)(AVIOContext* io, std::int64_t at);

/// "Adobe Flash Video File Format Specification", annex E: behind a tag its size stands once more.
std::int64_t endOfTag(AVIOContext* io, std::int64_t at)
{
    constexpr std::int64_t fileHeader = 9;
    constexpr std::int64_t tagHeader = 11;
    constexpr std::int64_t sizeBehind = 4;
    avio_seek(io, at, SEEK_SET);
    const int type = avio_r8(io);
    const std::int64_t size = tagHeader + avio_rb24(io);
    if (type == 'F' && size - tagHeader == 0x4c5601) // FLV: what was joined begins like that
        return at + fileHeader + sizeBehind;
    avio_skip(io, 4); // its time
    const bool isOfStream = avio_rb24(io) == 0;
    if (!isOfStream || (type != 8 && type != 9 && type != 18))
        return 0;
    avio_seek(io, at + size, SEEK_SET);
    return avio_rb32(io) == size ? at + size + sizeBehind : 0;
}

/// ISO/IEC 13818-1, 2.5.3 and 2.4.3.6; ISO/IEC 11172-1, 2.4.3.
std::int64_t endOfPacket(AVIOContext* io, std::int64_t at)
{
    constexpr unsigned endCode = 0x1b9;
    constexpr unsigned packHeader = 0x1ba;
    avio_seek(io, at, SEEK_SET);
    const unsigned code = avio_rb32(io);
    if (code == endCode)
        return at + 4;
    if (code < packHeader || code > 0x1ff)
        return 0;
    if (code != packHeader)
        return at + 6 + avio_rb16(io);
    const bool isOfMpeg2 = avio_r8(io) >> 6 == 1;
    avio_skip(io, 8);
    return isOfMpeg2 ? at + 14 + (avio_r8(io) & 7) : at + 12;
}

class Chain {
public:
    Chain(AVIOContext* io, std::int64_t begin, std::int64_t fileSize, EndOfUnit endOf)
        : io_(io)
        , begin_(begin)
        , fileSize_(fileSize)
        , endOf_(endOf)
    {
    }

    ChainEnd end() const
    {
        const std::optional<std::int64_t> unit = unitBehind(std::max(begin_, fileSize_ - window));
        return unit ? endFrom(*unit) : endFrom(unitBehind(lastPlace()).value_or(fileSize_));
    }

private:
    static constexpr std::int64_t window = 1 << 18; // holds several units, as a rule

    /// Units that follow each other by no chance.
    bool isUnit(std::int64_t at) const
    {
        constexpr int inARow = 4;
        for (int i = 0; i < inARow && at < fileSize_; ++i)
            if (at = endOf_(io_, at); at == 0)
                return false;
        return at <= fileSize_;
    }

    std::optional<std::int64_t> unitBehind(std::int64_t place) const
    {
        for (std::int64_t at = place; at < std::min(place + window, fileSize_); ++at)
            if (isUnit(at))
                return at;
        return std::nullopt;
    }

    /// The last behind which there are units still.
    std::int64_t lastPlace() const
    {
        std::int64_t own = 0;
        std::int64_t foreign = (fileSize_ - begin_) / window + 1;
        while (foreign - own > 1) {
            const std::int64_t middle = own + (foreign - own) / 2;
            (unitBehind(begin_ + middle * window) ? own : foreign) = middle;
        }
        return begin_ + own * window;
    }

    ChainEnd endFrom(std::int64_t at) const
    {
        ChainEnd found{.lastUnit = at, .end = std::min(at, fileSize_)};
        while (found.end < fileSize_) {
            const std::int64_t end = endOf_(io_, found.end);
            if (end == 0)
                return found;
            found = {.lastUnit = found.end, .end = end};
        }
        return {.lastUnit = found.lastUnit, .end = fileSize_};
    }

    AVIOContext* io_;
    std::int64_t begin_;
    std::int64_t fileSize_;
    EndOfUnit endOf_;
};

} // namespace

ChainEnd endOfFlv(AVIOContext* io, std::int64_t at, std::int64_t fileSize)
{
    return Chain(io, at, fileSize, endOfTag).end();
}

ChainEnd endOfProgramStream(AVIOContext* io, std::int64_t at, std::int64_t fileSize)
{
    return Chain(io, at, fileSize, endOfPacket).end();
}

} // namespace ndas::engine
