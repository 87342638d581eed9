#include "core/engine/probe/probe.h"

#include "core/engine/clock/frame_timing.h"
#include "core/engine/container/hidden_edges.h"
#include "core/engine/container/later_headers.h"
#include "core/engine/input/stream_choice.h"
#include "core/engine/input/stream_info.h"
#include "core/engine/probe/duration.h"
#include "core/engine/probe/recording_facts.h"
#include "core/engine/probe/scan_look.h"
#include "core/engine/probe/size_look.h"
#include "core/media/warnings.h"

#include <algorithm>

extern "C" {
#include <libavutil/avstring.h>
}

namespace ndas::engine {

namespace {

using media::MediaInfo;
using media::Micros;
using media::VideoStream;

/// Of each kind, looked at and told of. Cameras for films write a track for each of 16 microphones.
constexpr std::size_t mostTracks = 64;
constexpr std::int64_t readWholeUpTo = 16'000'000; ///< bytes; takes a few milliseconds, answers everything

struct Streams {
    std::vector<int> video;    ///< with a decoder
    std::vector<int> audio;    ///< with a decoder
    std::vector<int> surveyed; ///< both
};

QString codecOrTag(const AVStream& stream)
{
    const QString codec = describeVideo(stream, *stream.codecpar).codec;
    std::array<char, AV_FOURCC_MAX_STRING_SIZE> tag{};
    return codec.isEmpty()
               ? QString::fromLatin1(av_fourcc_make_string(tag.data(), stream.codecpar->codec_tag))
               : codec;
}

/// ASF says it of all of the file (Advanced Systems Format, 3.14 and 3.15), not of a stream.
bool isProtectedAsf(const AVFormatContext& file)
{
    const auto says = [&file](const char* key) {
        return av_dict_get(file.metadata, key, nullptr, 0) != nullptr;
    };
    return av_match_name("asf", file.iformat->name) != 0 &&
           (says("ASF_Protection_Type") || says("encryption"));
}

Result<Streams> usableStreams(const Input& input)
{
    if (isProtectedAsf(*input.context()))
        return fail(ErrorCode::Protected);
    Streams streams;
    bool anyVideo = false;
    bool anySound = false;
    QString unknownCodec;
    for (const AVStream* stream : input.streams()) {
        const StreamKind kind = kindOf(*stream);
        anySound = anySound || kind == StreamKind::Audio;
        if (kind == StreamKind::Audio && streams.audio.size() < mostTracks &&
            describeAudio(*stream, *stream->codecpar).decodable)
            streams.audio.push_back(stream->index);
        if (kind != StreamKind::Video)
            continue;
        anyVideo = true;
        if (isProtected(*stream))
            return fail(ErrorCode::Protected);
        if (!hasDecoder(*stream))
            unknownCodec = codecOrTag(*stream);
        else if (streams.video.size() < mostTracks)
            streams.video.push_back(stream->index);
    }
    if (!anyVideo)
        return anySound ? fail(ErrorCode::NoVideoStream)
                        : fail(ErrorCode::NotMedia, QStringLiteral("neither picture nor sound"));
    if (streams.video.empty())
        return fail(ErrorCode::UnsupportedCodec, unknownCodec);
    streams.surveyed = streams.video;
    streams.surveyed.insert(streams.surveyed.end(), streams.audio.begin(), streams.audio.end());
    return streams;
}

/// Of two tracks of a kind one has not begun: it may be where the other goes on, which only reading on can
/// tell.
bool mayChangeNumbers(const Survey& survey, const Input& input)
{
    const auto hasTwin = [&](const TrackSurvey& track) {
        return std::ranges::count(survey.tracks, track.isVideo, &TrackSurvey::isVideo) > 1;
    };
    return input.mayChangeNumbers() && !survey.complete &&
           std::ranges::any_of(survey.tracks, [&](const TrackSurvey& track) {
               return track.packets == 0 && !input.continuesAnother(track.index) && hasTwin(track);
           });
}

Result<Survey> surveyAsFarAsNeeded(Input& input, std::span<const int> streamIndexes)
{
    const bool isWhole = input.sizeBytes() <= readWholeUpTo || input.hasSequels();
    const Reach reach = isWhole ? Reach::Whole : Reach::Head;
    NDAS_TRY(Survey survey, surveyPackets(input, streamIndexes, reach));
    if (!mayChangeNumbers(survey, input))
        return survey;
    NDAS_CHECK(input.rewind());
    return surveyPackets(input, streamIndexes, Reach::Whole);
}

/// What the headers said was no lie, as far as packets and first frames show.
bool bearsOut(const Survey& survey, const Input& input)
{
    return std::ranges::all_of(survey.tracks, [&input](const TrackSurvey& track) {
        const AVCodecParameters& said = *input.stream(track.index)->codecpar;
        const bool isSound = track.decodes && track.damagedPackets == 0 && track.packetsWithoutTime == 0;
        const bool isPicture = track.picture && !isDamaged(*track.picture) &&
                               track.picture->width == said.width && track.picture->height == said.height;
        return isSound && !track.encrypted && (isPicture || !track.isVideo);
    });
}

Failure nothingDecodes(const Input& input, const Survey& survey)
{
    if (input.isScrambled())
        return fail(ErrorCode::Protected);
    std::int64_t packets = 0;
    for (const TrackSurvey& track : survey.tracks)
        packets += track.isVideo ? track.packets : 0;
    const ErrorCode code = input.extent() == Extent::CutOff ? ErrorCode::Incomplete : ErrorCode::Damaged;
    return fail(code, QStringLiteral("no picture in %1 packets").arg(packets));
}

/// The container's rate when the packets agree (it is exact), else theirs.
media::Rational frameRateOf(const VideoStream& described, const FrameTiming& timing)
{
    const double said = described.frameRate.toDouble();
    const double seen = timing.average.toDouble();
    const bool plausible = said > 0.0 && said <= 1000.0;
    if (seen <= 0.0)
        return plausible ? described.frameRate : media::Rational{0, 1};
    return plausible && std::abs(said - seen) < 0.01 * seen ? described.frameRate : timing.average;
}

/// Without those that pictures may belong between which were not read yet.
std::vector<Micros> settled(std::vector<Micros> times)
{
    constexpr std::size_t mostReordered = 16; // pictures, H.264 and H.265
    std::ranges::sort(times);
    times.resize(times.size() - std::min(mostReordered, times.size() / 2));
    return times;
}

/// Where only some packets tell when they are shown, all tell when they are decoded, and that is as often.
FrameTiming timingAsSaid(const TrackSurvey& track, bool complete)
{
    if (track.pictures)
        return track.pictures->timing;
    const std::vector<Micros>& times = track.timesOfDecoding > 0 ? track.decodingTimes : track.times;
    const bool isCut = !complete || times.size() == timesKept;
    return timingOf(isCut ? settled(times) : times, track.packetsWithoutTime);
}

bool timesAreOdd(const TrackSurvey& track)
{
    std::vector<Micros> times = track.times;
    std::ranges::sort(times);
    const auto repeated = times.end() - std::unique(times.begin(), times.end());
    return (repeated - track.timesOfDecoding) * 20 > std::ssize(track.times);
}

void addVideo(MediaInfo& info, const Input& input, TrackSurvey& track, bool complete)
{
    AVStream* stream = input.stream(track.index);
    VideoStream video = describeVideo(*stream, track.parameters ? *track.parameters : *stream->codecpar);
    if (track.picture)
        completeFromFrame(video, input.context(), stream, *track.picture);
    if (track.sizeChanges && !track.fullSize.isEmpty() && video.pixelAspect == media::Rational{1, 1})
        video.coded = track.fullSize;
    const FrameTiming timing = timingAsSaid(track, complete);
    video.frameRate = frameRateOf(video, timing);
    video.variableFrameRate = timing.variable;
    if (track.shown.start)
        video.start = *track.shown.start;
    if (complete || track.pictures) {
        video.frameCount = complete ? track.packets : track.pictures->packets;
        video.duration = complete ? track.shown.length() : track.pictures->length;
    }
    info.video.push_back(std::move(video));
}

void addAudio(MediaInfo& info, const AVStream& stream, const Survey& survey)
{
    const auto track = std::ranges::find(survey.tracks, stream.index, &TrackSurvey::index);
    const bool isDecoded = track != survey.tracks.end() && track->parameters;
    media::AudioStream audio = describeAudio(stream, isDecoded ? *track->parameters : *stream.codecpar);
    if (track != survey.tracks.end() && track->shownPackets > 0 && !track->decodes)
        audio.decodable = false;
    if (track != survey.tracks.end() && track->shown.start)
        audio.start = *track->shown.start;
    info.audio.push_back(std::move(audio));
}

void addStreams(MediaInfo& info, const Input& input, Survey& survey, std::span<const int> realVideo)
{
    for (const AVStream* stream : input.streams()) {
        if (input.continuesAnother(stream->index))
            continue;
        const bool isReal = std::ranges::count(realVideo, stream->index) > 0;
        if (isReal)
            addVideo(info, input, *std::ranges::find(survey.tracks, stream->index, &TrackSurvey::index),
                     survey.complete);
        else if (kindOf(*stream) != StreamKind::Audio && info.others.size() < mostTracks)
            info.others.push_back(describeOther(*stream));
        else if (kindOf(*stream) == StreamKind::Audio && info.audio.size() < mostTracks)
            addAudio(info, *stream, survey);
    }
}

/// Interlaced material that nobody flagged: found by looking, where the headers leave it open.
Result<void> addHiddenFields(MediaInfo& info, Input& input)
{
    VideoStream& video = info.video[static_cast<std::size_t>(info.chosenVideo)];
    const AVStream& stream = *input.stream(video.index);
    if (!mayHideFields(stream, video))
        return {};
    NDAS_TRY(video.scan, lookAtScan(input, stream));
    return {};
}

Result<bool> changesSize(Input& input, const TrackSurvey& track, bool isComplete)
{
    const AVStream& stream = *input.stream(track.index);
    if (track.sizeChanges)
        return true;
    if (input.keepsFramesWhole() && usesLaterHeaders(input.context()->pb, input.sizeBytes()))
        return true;
    return !isComplete && mayHideSizes(stream) ? lookAtSizes(input, stream) : Result<bool>(false);
}

Result<void> addWarnings(MediaInfo& info, Input& input, const Survey& survey)
{
    if (input.extent() == Extent::CutOff)
        info.warnings << media::warning::truncated;
    const bool damaged =
        input.damagedReads() > 0 ||
        std::ranges::any_of(survey.tracks, [](const TrackSurvey& track) { return track.damagedPackets > 0; });
    if (damaged)
        info.warnings << media::warning::damagedPackets;
    const int main = info.mainVideo()->index;
    const auto track = std::ranges::find(survey.tracks, main, &TrackSurvey::index);
    if (timesAreOdd(*track))
        info.warnings << media::warning::timestamps;
    if (std::ranges::any_of(info.audio, [](const auto& audio) { return !audio.decodable; }))
        info.warnings << media::warning::audioUnreadable;
    if (info.mainVideo()->orientationRounded)
        info.warnings << media::warning::orientationRounded;
    if (input.hasSequels())
        info.warnings << media::warning::severalRecordings;
    if (input.isAsRecorded())
        info.warnings << media::warning::otherSpeeds;
    NDAS_TRY(const bool isResized, changesSize(input, *track, survey.complete));
    if (isResized)
        info.warnings << media::warning::sizeChanges;
    if (input.keepsFramesWhole() && hasHiddenEdges(input.context()->pb, input.sizeBytes()))
        info.warnings << media::warning::hiddenEdges;
    return {};
}

/// A single picture without times lasts as long as its frame rate says.
Micros atLeastOneFrame(Micros duration, const VideoStream& video)
{
    if (duration > Micros(0))
        return duration;
    const double rate = video.frameRate.isPositive() ? video.frameRate.toDouble() : 25.0;
    const auto frames = static_cast<double>(std::max<std::int64_t>(1, video.frameCount));
    return std::max(Micros(1), Micros(static_cast<std::int64_t>(frames * 1e6 / rate)));
}

void addContainerFacts(MediaInfo& info, const Input& input, const QString& path)
{
    const AVFormatContext& context = *input.context();
    info.container = QString::fromUtf8(context.iformat->name);
    info.sizeBytes = input.sizeBytes();
    info.recordedAt = recordingDateOf(context, path, input.modified());
    info.privateTags = privateTagsOf(context);
    info.hasLocation = info.privateTags.contains(QLatin1String("location"));
}

/// Where recordings may be joined, what streams say of themselves is of one of them.
void addLength(MediaInfo& info, const Length& length, bool mayBeJoined)
{
    info.start = length.start;
    info.duration = atLeastOneFrame(length.duration, *info.mainVideo());
    info.durationMeasured = length.measured;
    info.bitRate = static_cast<std::int64_t>(static_cast<double>(info.sizeBytes) * 8e6 /
                                             static_cast<double>(info.duration.count()));
    for (VideoStream& video : info.video) {
        if (video.duration <= Micros(0) || (length.measured && mayBeJoined && video.frameCount == 0))
            video.duration = info.duration;
    }
}

} // namespace

Result<MediaInfo> probe(const QString& path, const CancellationToken& token)
{
    NDAS_TRY(Input input, Input::open(path, token, Depth::Headers));
    NDAS_TRY(Probed probed, probe(input, path));
    return std::move(probed.info);
}

Result<Probed> probe(Input& input, const QString& path, const TimeProgress& onProgress)
{
    NDAS_TRY(const Streams streams, usableStreams(input));
    NDAS_TRY(Survey survey, surveyAsFarAsNeeded(input, streams.surveyed));
    if (input.isShallow() && !bearsOut(survey, input)) {
        NDAS_TRY(Input full, Input::open(path, input.token()));
        std::swap(input, full);
        return probe(input, path, onProgress);
    }
    if (std::ranges::any_of(survey.tracks,
                            [](const auto& track) { return track.isVideo && track.encrypted; }))
        return fail(ErrorCode::Protected);
    const std::vector<int> real = realVideoStreams(input, survey);
    if (real.empty())
        return nothingDecodes(input, survey);

    MediaInfo info;
    addContainerFacts(info, input, path);
    addStreams(info, input, survey, real);
    info.chosenVideo = chooseVideo(info);
    info.chosenAudio = chooseAudio(info, input);
    NDAS_CHECK(addWarnings(info, input, survey));
    NDAS_CHECK(addHiddenFields(info, input));
    NDAS_TRY(const Length length, measureLength(input, streams.surveyed, survey, onProgress));
    addLength(info, length, input.mayBeJoined());
    NDAS_CHECK(input.state()); // some of it is a guess where a read failed
    auto main = std::ranges::find(survey.tracks, info.mainVideo()->index, &TrackSurvey::index);
    return Probed{.info = std::move(info),
                  .keyFrame = input.isShallow() ? std::move(main->picture) : FramePtr()};
}

} // namespace ndas::engine
