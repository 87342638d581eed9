#include "core/engine/verify/likeness.h"

#include "core/engine/frames/frame_finder.h"
#include "core/engine/input/input.h"
#include "core/engine/tracks/track_reader.h"
#include "core/engine/verify/similarity.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <span>

namespace ndas::engine {

namespace {

using media::Likeness;
using media::Micros;
using Clock = std::chrono::steady_clock;

constexpr std::size_t places = 8;
/// An encoder treats pictures that follow each other very differently.
constexpr std::size_t picturesEach = 4;
/// Where key frames are far apart much is decoded for little: after this the sample is what it is. Less than
/// a watchdog takes for a standstill.
constexpr std::chrono::seconds longest(40);
constexpr AVRational micros{1, AV_TIME_BASE};
constexpr std::int64_t tolerance = 1000; // edit lists round to the movie's time scale

/// Pictures by their time in the rendition's record.
using Pictures = std::map<std::int64_t, FramePtr>;

/// Times of pictures that follow each other, ascending.
using Stretch = std::span<const std::int64_t>;

/// Spread over the whole recording; all of it when it is short.
std::vector<Stretch> sampleOf(Stretch times)
{
    if (times.size() <= places * picturesEach)
        return {times};
    std::vector<Stretch> sample;
    for (std::size_t place = 0; place < places; ++place) {
        const std::size_t middle = times.size() * (2 * place + 1) / (2 * places);
        sample.push_back(times.subspan(middle - picturesEach / 2, picturesEach));
    }
    return sample;
}

Result<void> keep(Pictures& pictures, std::int64_t time, const AVFrame& frame)
{
    FramePtr& kept = pictures[time];
    kept.reset(av_frame_clone(&frame));
    return kept ? Result<void>{} : fail(ErrorCode::OutOfMemory);
}

/// The recording, read and filtered once more around one place after the other.
class Originals {
public:
    Originals(Input& input, const LikenessSubject& subject, ProgressMeter& progress)
        : input_(input)
        , stream_(*input.stream(subject.request.plan.video.streamIndex))
        , subject_(subject)
        , progress_(progress)
    {
        input_.select(std::array{stream_.index});
    }

    /// Those of the stretch that can be had.
    Result<Pictures> read(Stretch stretch)
    {
        // Containers without an index land somewhere near.
        for (const std::int64_t stepBack : {1, 10}) {
            NDAS_TRY(Pictures found, readFrom(stretch, stepBack));
            if (!found.empty())
                return found;
        }
        return Pictures();
    }

private:
    std::int64_t sourceTime(std::int64_t time) const
    {
        const SourceTime start = subject_.start;
        return av_rescale_q(time, subject_.picture.timeBase, stream_.time_base) +
               (start.isKnown() ? av_rescale_q(start.time, start.timeBase, stream_.time_base) : 0);
    }

    /// The inverse, as the rendition's writer does it.
    std::int64_t recordTime(std::int64_t time) const
    {
        const SourceTime start = subject_.start;
        const std::int64_t counted =
            time - (start.isKnown() ? av_rescale_q(start.time, start.timeBase, stream_.time_base) : 0);
        return av_rescale_q(counted, stream_.time_base, subject_.picture.timeBase);
    }

    Result<Pictures> readFrom(Stretch stretch, std::int64_t secondsBack)
    {
        const std::int64_t second = av_rescale_q(1, {1, 1}, stream_.time_base);
        const std::int64_t first = sourceTime(stretch.front());
        if (!input_.seek(stream_.index, first - secondsBack * second))
            NDAS_CHECK(input_.rewind());
        const media::TranscodePlan& plan = subject_.request.plan;
        NDAS_TRY(TrackReaderPtr decoder,
                 makePictureDecoder(0, stream_, plan.duration,
                                    {.timesAreOfDecoding = input_.timesAreOfDecoding()}));
        // A little early: filters look at the pictures before.
        decoder = makeLateStart(0, stream_, std::move(decoder), first - second / 4);
        const TrackReaderPtr filter = makePictureReader(0, stream_, plan.video, everyPicture);
        Pictures found;
        const Result<void> read = readStretch(*decoder, *filter, stretch, found);
        if (!read && (read.error().code == lostPlace || read.error().code == ErrorCode::Damaged))
            return Pictures();
        NDAS_CHECK(read);
        return found;
    }

    Result<void> readStretch(TrackReader& decoder, TrackReader& filter, Stretch stretch, Pictures& found)
    {
        bool done = false;
        const ItemHandler take = [&](MediaItem&& item) -> Result<void> {
            const std::int64_t time = recordTime(item.pts);
            worked(item);
            done = done || (!item.isSign() && time >= stretch.back());
            if (item.isSign() || item.isDoubtful || !std::ranges::binary_search(stretch, time))
                return {};
            return keep(found, time, *item.frame);
        };
        const ItemHandler onPicture = [&](MediaItem&& item) { return filter.feed(std::move(item), take); };
        while (!done) {
            if (Clock::now() > end_)
                return fail(lostPlace, QStringLiteral("too far from a key frame"));
            MediaItem item;
            item.packet = makePacket();
            if (!item.packet)
                return fail(ErrorCode::OutOfMemory);
            NDAS_TRY(const bool more, input_.read(*item.packet));
            if (!more) {
                NDAS_CHECK(decoder.finish(onPicture));
                return filter.finish(take);
            }
            NDAS_CHECK(decoder.feed(std::move(item), onPicture));
        }
        return {};
    }

    /// A sign of life: the same stretch may be decoded again and again.
    void worked(const MediaItem& item)
    {
        const std::int64_t duration = av_rescale_q(item.duration, item.timeBase, micros);
        done_ += item.isSign() ? std::chrono::seconds(1) : Micros(std::max<std::int64_t>(1, duration));
        progress_.reached(done_);
    }

    Input& input_;
    AVStream& stream_;
    const LikenessSubject& subject_;
    ProgressMeter& progress_;
    Micros done_{0};
    const Clock::time_point end_ = Clock::now() + longest;
};

/// What players show in place of these originals goes to `similarity`.
Result<void> compare(FrameFinder& rendition, const TrackRecord& record, const Pictures& originals,
                     Similarity& similarity)
{
    auto next = originals.begin();
    const auto timeOf = [&](std::int64_t time) { return av_rescale_q(time, record.timeBase, micros); };
    const auto look = [&](AVFrame& frame) -> Result<FrameFinder::Verdict> {
        const std::int64_t time = rendition.timeOf(frame).count();
        while (next != originals.end() && timeOf(next->first) < time - tolerance)
            ++next;
        if (next != originals.end() && timeOf(next->first) <= time + tolerance) {
            NDAS_CHECK(similarity.add(frame, *next->second));
            ++next;
        }
        return next == originals.end() ? FrameFinder::Verdict::Stop : FrameFinder::Verdict::GoOn;
    };
    return next == originals.end() ? Result<void>{} : rendition.look(Micros(timeOf(next->first)), look);
}

} // namespace

Result<std::optional<Likeness>> measureLikeness(const LikenessSubject& subject,
                                                const CancellationToken& token, ProgressMeter& progress)
{
    NDAS_TRY(Input source, Input::open(subject.request.path, token));
    NDAS_TRY(Input made, Input::open(subject.request.outputPath, token));
    NDAS_TRY(FrameFinder rendition, FrameFinder::open(made, made.streams().front()->index, 1));
    NDAS_TRY(Similarity similarity, Similarity::make(subject.request.plan.video.output));
    Originals originals(source, subject, progress);
    for (const Stretch stretch : sampleOf(subject.picture.pts)) {
        NDAS_TRY(const Pictures pictures, originals.read(stretch));
        NDAS_CHECK(compare(rendition, subject.picture, pictures, similarity));
    }
    return similarity.finish();
}

} // namespace ndas::engine
