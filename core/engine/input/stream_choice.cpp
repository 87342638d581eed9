#include "core/engine/input/stream_choice.h"

#include <algorithm>
#include <span>

namespace ndas::engine {

namespace {

/// Headers count all frames, a survey of the head only those it saw.
std::int64_t frameCountOf(const Input& input, const TrackSurvey& track)
{
    return std::max(track.packets, input.stream(track.index)->nb_frames);
}

bool isSound(const TrackSurvey& track)
{
    return track.picture && !isDamaged(*track.picture);
}

/// A transport stream may carry several programmes.
bool areOfOneProgramme(AVFormatContext* file, int stream, int other)
{
    AVProgram* program = nullptr;
    while ((program = av_find_program_from_stream(file, program, stream)) != nullptr) {
        const std::span members(program->stream_index, program->nb_stream_indexes);
        if (std::ranges::count(members, static_cast<unsigned>(other)) > 0)
            return true;
    }
    return false;
}

} // namespace

std::vector<int> realVideoStreams(const Input& input, const Survey& survey)
{
    std::int64_t most = 0;
    for (const TrackSurvey& track : survey.tracks) {
        if (isSound(track))
            most = std::max(most, frameCountOf(input, track));
    }
    std::vector<int> indexes;
    for (const TrackSurvey& track : survey.tracks) {
        if (isSound(track) && (most < 2 || frameCountOf(input, track) > 1))
            indexes.push_back(track.index);
    }
    return indexes;
}

int chooseVideo(const media::MediaInfo& info)
{
    std::int64_t most = 0;
    for (const media::VideoStream& video : info.video)
        most = std::max(most, video.frameCount);
    const auto rank = [most](const media::VideoStream& video) {
        const bool longEnough = video.frameCount == 0 || video.frameCount * 4 >= most;
        return (longEnough ? 2 : 0) + (video.isDefault ? 1 : 0);
    };
    const auto best = std::ranges::max_element(info.video, {}, rank);
    return best == info.video.end() ? -1 : static_cast<int>(best - info.video.begin());
}

int chooseAudio(const media::MediaInfo& info, const Input& input)
{
    const int picture = info.mainVideo() ? info.mainVideo()->index : -1;
    const auto rank = [&](const media::AudioStream& audio) {
        const bool belongs = areOfOneProgramme(input.context(), picture, audio.index);
        return (belongs ? 4 : 0) + (audio.decodable ? 2 : 0) + (audio.isDefault ? 1 : 0);
    };
    const auto best = std::ranges::max_element(info.audio, {}, rank);
    return best == info.audio.end() ? -1 : static_cast<int>(best - info.audio.begin());
}

} // namespace ndas::engine
