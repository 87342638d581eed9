#include "core/engine/probe/duration.h"

#include "core/engine/clock/frame_timing.h"
#include "core/engine/container/program_clock.h"
#include "core/engine/input/stream_info.h"

#include <algorithm>

namespace ndas::engine {

namespace {

using media::Micros;

constexpr Micros leastTolerance = std::chrono::milliseconds(250);
constexpr Micros tailLength = std::chrono::seconds(3);
constexpr std::int64_t mostTailPackets = 20'000;

bool agree(Micros declared, Micros covered)
{
    return std::chrono::abs(declared - covered) <= std::max(leastTolerance, covered / 33);
}

/// How long the last packet lasts may be no more than a guess from the average rate.
bool agree(Micros declared, const Span& covered)
{
    const Micros untilLast = covered.start ? covered.latest - *covered.start : Micros(0);
    return agree(declared, covered.length()) || (declared >= untilLast && declared <= covered.length());
}

/// From the first byte to the last, and for as long as declared.
bool runsThrough(const std::vector<Micros>& clock, Micros declared)
{
    constexpr int longestPart = 8; ///< of all that it runs is a leap
    std::vector<Micros> steps;
    for (std::size_t i = 1; i < clock.size(); ++i)
        steps.push_back(clock[i] - clock[i - 1]);
    const auto [shortest, longest] = std::ranges::minmax(steps);
    const Micros covered = clock.back() - clock.front();
    return shortest >= Micros(0) && longest * longestPart <= covered &&
           declared >= covered - leastTolerance && declared <= covered + 2 * longest + leastTolerance;
}

/// Of recordings that were joined the last one's clock says where the end is. The clock on the way there
/// tells, or else how much was read for the time covered so far: about how long the whole must be.
bool isOfAPart(const Input& input, const Survey& survey, Micros declared, Micros covered)
{
    constexpr double tolerated = 1.25;
    if (!input.mayBeJoined())
        return false;
    const bool hasClock = input.mayChangeNumbers(); // FLV has none, and sizes in it may look like one
    const std::vector<Micros> clock =
        hasClock ? clockAlong(input.context()->pb, input.sizeBytes(), input.token()) : std::vector<Micros>();
    if (!clock.empty())
        return !runsThrough(clock, declared);
    if (survey.bytes <= 0 || covered <= Micros(0))
        return false;
    const double likely = static_cast<double>(covered.count()) * static_cast<double>(input.sizeBytes()) /
                          static_cast<double>(survey.bytes);
    const double ratio = likely / static_cast<double>(declared.count());
    return ratio > tolerated || ratio < 1 / tolerated;
}

/// Packets without a duration of their own end one usual interval after they start.
Span spanOf(const Survey& survey)
{
    Span span;
    for (const TrackSurvey& track : survey.tracks) {
        Span shown = track.shown;
        if (!shown.start || !shown.end)
            continue;
        if (track.isVideo && !track.times.empty() && *shown.end == std::ranges::max(track.times))
            *shown.end += timingOf(track.times).usualInterval;
        span.add(shown);
    }
    return span;
}

bool indexAgrees(const Survey& survey, Micros declared)
{
    return std::ranges::any_of(survey.tracks, [declared](const TrackSurvey& track) {
        return track.pictures && agree(declared, track.pictures->length);
    });
}

/// By libavformat from some of the last packets: no header says how long it is.
bool isEstimated(const Input& input)
{
    return input.mayBeJoined() && input.context()->duration_estimation_method == AVFMT_DURATION_FROM_PTS;
}

/// The end found by jumping close to the declared one; nullopt when the jump or the reading fails.
Result<std::optional<Span>> tailOf(Input& input, std::span<const int> streamIndexes, Micros expectedEnd)
{
    const AVStream* stream = input.stream(streamIndexes.front());
    const std::int64_t target = av_rescale_q(std::max(Micros(0), expectedEnd - tailLength).count(),
                                             AVRational{1, 1'000'000}, stream->time_base);
    if (auto sought = input.seek(stream->index, target); !sought) {
        if (sought.error().code == ErrorCode::Cancelled)
            return fail(std::move(sought).error());
        return std::optional<Span>();
    }
    return surveyTail(input, streamIndexes, mostTailPackets);
}

Result<Span> wholeSpan(Input& input, std::span<const int> streamIndexes, const Span& head,
                       const TimeProgress& onProgress)
{
    Span span = head;
    NDAS_CHECK(input.rewind());
    NDAS_TRY(const std::optional<Span> rest, surveyTail(input, streamIndexes, INT64_MAX, onProgress));
    if (rest)
        span.add(*rest);
    return span;
}

} // namespace

Result<Length> measureLength(Input& input, std::span<const int> streamIndexes, const Survey& survey,
                             const TimeProgress& onProgress)
{
    const Micros declared = input.hasSequels() ? Micros(0) : declaredDuration(*input.context());
    Span span = spanOf(survey);
    const Micros start = span.start.value_or(Micros(0));
    const auto lasting = [start](Micros duration) { return Length{.start = start, .duration = duration}; };
    const auto agreed = [&](Micros covered) {
        return lasting(covered > Micros(0) && isEstimated(input) ? covered : declared);
    };
    if (!survey.complete && declared > Micros(0) && !isOfAPart(input, survey, declared, span.length())) {
        if (indexAgrees(survey, declared))
            return lasting(declared);
        NDAS_TRY(const std::optional<Span> tail, tailOf(input, streamIndexes, start + declared));
        if (tail && tail->end && agree(declared, *tail->end - start))
            return agreed(*tail->end - start);
    }
    if (!survey.complete) {
        NDAS_TRY(span, wholeSpan(input, streamIndexes, span, onProgress));
    }
    const Micros covered = span.length();
    if (declared > Micros(0) && (covered <= Micros(0) || agree(declared, span)))
        return agreed(covered);
    return Length{.start = start, .duration = std::max(Micros(0), covered), .measured = true};
}

} // namespace ndas::engine
