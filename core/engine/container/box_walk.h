// The boxes of MP4 and MOV, and anything else that nests as they do, as far as libav does not tell of them.
#pragma once

#include "core/engine/libav/av_handles.h"

#include <functional>
#include <initializer_list>
#include <optional>
#include <span>

namespace ndas::engine {

/// A box or an element.
struct Part {
    std::uint32_t name = 0;
    std::int64_t content = 0; ///< where it begins
    std::int64_t end = 0;
};

using ReadPart = std::optional<Part> (*)(AVIOContext* io, std::int64_t at, std::int64_t end);
/// More than one recording needs in a table.
constexpr std::uint32_t mostEntries = 1'000'000;

/// True: look no further.
using Visit = std::function<bool(const Part&)>;

/// Whether one of the parts from here on, one behind the other, `visit`s as true.
bool anyOf(AVIOContext* io, std::int64_t from, std::int64_t end, ReadPart read, const Visit& visit);
/// Whether a part is found by these names, each within the one before it, that `isMeant`.
bool anyAt(AVIOContext* io, std::int64_t from, std::int64_t end, ReadPart read,
           std::span<const std::uint32_t> names, const Visit& isMeant);

/// The first box with these names, each within the one before it and the first within `whole`.
std::optional<Part> boxWithin(AVIOContext* io, const Part& whole, std::initializer_list<std::uint32_t> names);
/// What holds a track's tables of samples (ISO/IEC 14496-12, 8.5.1), and one of them.
std::optional<Part> sampleTables(AVIOContext* io, const Part& track);
std::optional<Part> sampleTable(AVIOContext* io, const Part& track, std::uint32_t name);
/// Calls `visit` for each track of the movies in an MP4 or MOV.
void forEachTrack(AVIOContext* io, std::int64_t fileSize,
                  const std::function<void(const Part& movie, const Part& track)>& visit);

/// How many parts have these names, each within the one before it.
int countAt(AVIOContext* io, std::int64_t from, std::int64_t end, ReadPart read,
            std::span<const std::uint32_t> names);

std::optional<Part> readBox(AVIOContext* io, std::int64_t at, std::int64_t end);
/// The version of a box that has one; what is read next stands behind its flags.
int openFullBox(AVIOContext* io, const Part& box);
/// Calls `readEntry` where each entry of a table begins that says how many it has.
void forEachEntry(AVIOContext* io, const Part& table, const std::function<void()>& readEntry);
/// ISO/IEC 14496-12, 8.2.2 and 8.3.2: behind two dates a movie has its ticks a second, a track its id.
std::int64_t readBehindDates(AVIOContext* io, const Part& header);
/// Of Matroska. What says that its size is unknown is taken to reach to the end.
std::optional<Part> readElement(AVIOContext* io, std::int64_t at, std::int64_t end);

/// As it says how long an element is, and which track a block is of; nullopt where there is none.
std::optional<std::uint64_t> readElementNumber(AVIOContext* io);

/// The sample table of each picture track of an MP4 or MOV.
bool anyPictureTable(AVIOContext* io, std::int64_t fileSize, const Visit& isMeant);

} // namespace ndas::engine
