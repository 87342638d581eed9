#include "core/engine/mending/edit_shifts.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

extern "C" {
#include <libavutil/common.h>
}

namespace ndas::engine {

namespace {

/// An edit that shows something, in ticks of its track.
struct Piece {
    std::int64_t start; ///< when it is shown
    std::int64_t from;  ///< of the media
    std::int64_t end;   ///< of the media
};

/// Packets that libavformat reads one behind the other, by their number in its index.
struct Run {
    int begin;
    int end;
};

struct Sample {
    int number;
    std::int64_t time; ///< of decoding, in the media
};

using Samples = std::unordered_map<std::int64_t, Sample>; ///< by their place in the file

/// In ticks of the track; bounded, so that sums stay sums.
std::int64_t durationOf(const Edit& edit, std::int64_t trackTicks, std::int64_t movieTicks)
{
    constexpr std::int64_t longest = std::int64_t{1} << 40;
    const std::int64_t duration = av_rescale(edit.duration, trackTicks, movieTicks);
    return duration < 0 ? longest : std::min(duration, longest); // below 0: it overflowed
}

std::vector<Piece> piecesOf(const std::vector<Edit>& edits, std::int64_t trackTicks, std::int64_t movieTicks)
{
    std::vector<Piece> pieces;
    std::int64_t at = 0;
    for (const Edit& edit : edits) {
        const std::int64_t duration = durationOf(edit, trackTicks, movieTicks);
        if (!edit.isEmpty)
            pieces.push_back({.start = at, .from = edit.from, .end = edit.from + duration});
        at += duration;
    }
    return pieces;
}

/// What libavformat takes from the times of a track of which it only follows the beginning.
std::int64_t offsetOf(const std::vector<Edit>& edits, std::int64_t trackTicks, std::int64_t movieTicks)
{
    const bool waits = edits.front().isEmpty;
    const std::int64_t wait = waits ? durationOf(edits.front(), trackTicks, movieTicks) : 0;
    const std::size_t first = waits ? 1 : 0;
    return (first < edits.size() && !edits[first].isEmpty ? edits[first].from : 0) - wait;
}

Samples samplesOf(AVStream& plain, std::int64_t offset)
{
    Samples samples;
    const int count = avformat_index_get_entries_count(&plain);
    samples.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        const AVIndexEntry& entry = *avformat_index_get_entry(&plain, i);
        samples[entry.pos] = {.number = i, .time = av_sat_add64(entry.timestamp, offset)};
    }
    return samples;
}

bool isShown(const AVIndexEntry& entry)
{
    return (entry.flags & AVINDEX_DISCARD_FRAME) == 0;
}

/// One per piece: each begins with the key frame before it, and ends with one behind it.
std::vector<Run> runsOf(AVStream& edited, const Samples& samples, const std::vector<Piece>& pieces)
{
    std::vector<Run> runs;
    int before = -2;
    const int count = avformat_index_get_entries_count(&edited);
    for (int i = 0; i < count; ++i) {
        const AVIndexEntry& entry = *avformat_index_get_entry(&edited, i);
        const auto sample = samples.find(entry.pos);
        if (sample == samples.end())
            return {};
        const bool goesOn = sample->second.number == before + 1;
        const bool isBehind = !runs.empty() && runs.size() <= pieces.size() && isShown(entry) &&
                              sample->second.time >= pieces[runs.size() - 1].end;
        if (!goesOn || isBehind)
            runs.push_back({.begin = i, .end = i});
        runs.back().end = i + 1;
        before = sample->second.number;
    }
    return runs;
}

} // namespace

bool EditShifts::areNeeded(const EditLists& lists)
{
    return std::ranges::any_of(lists.tracks, [](const auto& track) {
        return std::ranges::count(track.second, false, &Edit::isEmpty) > 1;
    });
}

EditShifts::EditShifts(const EditLists& lists, std::span<AVStream* const> edited,
                       std::span<AVStream* const> plain)
{
    for (std::size_t i = 0; i < std::min(edited.size(), plain.size()); ++i) {
        const auto edits = lists.tracks.find(edited[i]->id);
        if (edits == lists.tracks.end() || std::ranges::count(edits->second, false, &Edit::isEmpty) < 2)
            continue;
        std::vector<Shift> shifts = shiftsOf(edits->second, lists.ticks, *edited[i], *plain[i]);
        if (!shifts.empty())
            streams_[edited[i]->index] = std::move(shifts);
    }
}

std::vector<EditShifts::Shift> EditShifts::shiftsOf(const std::vector<Edit>& edits, std::int64_t movieTicks,
                                                    AVStream& edited, AVStream& plain)
{
    const std::int64_t second = edited.time_base.den;
    const std::vector<Piece> pieces = piecesOf(edits, second, movieTicks);
    const Samples samples = samplesOf(plain, offsetOf(edits, second, movieTicks));
    const std::vector<Run> runs = runsOf(edited, samples, pieces);
    if (edited.time_base.num != 1 || runs.size() != pieces.size())
        return {};
    std::vector<Shift> shifts;
    for (std::size_t k = 0; k < runs.size(); ++k)
        for (int i = runs[k].begin; i < runs[k].end; ++i) {
            const AVIndexEntry& entry = *avformat_index_get_entry(&edited, i);
            const std::int64_t exact =
                av_sat_add64(samples.at(entry.pos).time, pieces[k].start - pieces[k].from);
            const std::int64_t ticks = av_sat_sub64(exact, entry.timestamp);
            if ((ticks > second || ticks < -second) && isShown(entry))
                return {}; // this is not what happened
            if (isShown(entry))
                shifts.push_back({.dts = entry.timestamp, .pos = entry.pos, .ticks = ticks});
        }
    std::ranges::sort(shifts, {}, [](const Shift& shift) { return std::tuple(shift.dts, shift.pos); });
    return shifts;
}

void EditShifts::apply(AVPacket& packet) const
{
    const auto stream = streams_.find(packet.stream_index);
    if (stream == streams_.end() || packet.dts == AV_NOPTS_VALUE)
        return;
    const auto shift =
        std::ranges::lower_bound(stream->second, std::tuple(packet.dts, packet.pos), {},
                                 [](const Shift& each) { return std::tuple(each.dts, each.pos); });
    if (shift == stream->second.end() || shift->dts != packet.dts || shift->pos != packet.pos)
        return;
    packet.dts += shift->ticks;
    if (packet.pts != AV_NOPTS_VALUE)
        packet.pts += shift->ticks;
}

} // namespace ndas::engine
