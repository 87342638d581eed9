#include "core/media/plan_parts.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

namespace ndas::media::plan {

namespace {

/// Transport streams carry AAC with a header on every packet, AVI without usable times.
bool hasPlainPackets(const MediaInfo& info)
{
    return info.container.contains(QLatin1String("mp4")) ||
           info.container.contains(QLatin1String("matroska")) || info.container == QLatin1String("flv");
}

/// Sound that begins and ends with the picture needs no filling, so its packets may be taken over.
bool runsAlongside(const AudioStream& audio, const VideoStream& video)
{
    using namespace std::chrono_literals;
    const auto distance = [](Micros a, Micros b) { return std::chrono::abs(a - b); };
    const bool startsTogether = distance(audio.start, video.start) <= 1s;
    const bool lengthKnown = audio.duration > 0us && video.duration > 0us;
    return startsTogether && lengthKnown && distance(audio.duration, video.duration) <= 2s;
}

bool isCompliant(const AudioStream& audio, const Preset& preset)
{
    return audio.profile == QLatin1String("LC") && audio.channels >= 1 && audio.channels <= 2 &&
           (audio.sampleRate == 44100 || audio.sampleRate == 48000) && audio.bitRate > 0 &&
           audio.bitRate <= std::int64_t{1000} * preset.audioKbps;
}

/// Other kinds are rare, not every player has them, and nobody can tell what else is in their packets.
bool isUsualAac(const AudioStream& audio)
{
    return audio.codec == QLatin1String("aac") &&
           (audio.profile == QLatin1String("LC") || audio.profile.startsWith(QLatin1String("HE-AAC")));
}

/// Why this sound cannot be taken over as it is; nullopt = it can.
std::optional<PlanNote> reasonAgainstCopy(const MediaInfo& info, const AudioStream& audio)
{
    const VideoStream* video = info.mainVideo();
    if (!isUsualAac(audio))
        return PlanNote::AudioNotCopiedCodec;
    if (!hasPlainPackets(info))
        return PlanNote::AudioNotCopiedContainer;
    if (isDamaged(info))
        return PlanNote::SourceDamaged;
    if (!video || !runsAlongside(audio, *video))
        return PlanNote::AudioNotCopiedTimes;
    return std::nullopt;
}

AudioPlan planTrack(const MediaInfo& info, const AudioStream& audio, const Preset& preset, Notes& notes)
{
    AudioPlan track;
    track.streamIndex = audio.index;
    track.kbps = std::clamp(preset.audioKbps, 16, 512);
    const std::optional<PlanNote> obstacle = reasonAgainstCopy(info, audio);
    if (!obstacle && (preset.copyWhenCompliant || isCompliant(audio, preset))) {
        track.action = StreamAction::Copy;
        track.sampleRate = audio.sampleRate;
        track.channels = audio.channels;
        return track;
    }
    track.sampleRate = audio.sampleRate == 44100 ? 44100 : 48000;
    track.channels = audio.channels == 1 ? 1 : 2;
    say(notes, preset.copyWhenCompliant ? *obstacle : PlanNote::AudioReencoded);
    if (audio.channels > 2)
        say(notes, PlanNote::AudioDownmixed);
    return track;
}

/// The default track, or the first that can be decoded.
const AudioStream* bestTrack(const MediaInfo& info)
{
    const AudioStream* chosen = info.mainAudio();
    if (chosen && chosen->decodable)
        return chosen;
    const auto first = std::find_if(info.audio.begin(), info.audio.end(),
                                    [](const AudioStream& audio) { return audio.decodable; });
    return first == info.audio.end() ? nullptr : &*first;
}

} // namespace

std::vector<AudioPlan> planAudio(const MediaInfo& info, const Preset& preset, Notes& notes)
{
    if (info.audio.empty())
        say(notes, PlanNote::Silent);
    const AudioStream* best = bestTrack(info);
    std::vector<AudioPlan> tracks;
    for (const AudioStream& audio : info.audio) {
        if (!audio.decodable)
            say(notes, PlanNote::AudioUnreadable);
        else if (preset.keepAllAudio || &audio == best)
            tracks.push_back(planTrack(info, audio, preset, notes));
        else
            say(notes, PlanNote::OtherAudioDropped);
    }
    // The first is what players let hear unasked.
    std::stable_partition(tracks.begin(), tracks.end(), [best](const AudioPlan& track) {
        return best && track.streamIndex == best->index;
    });
    return tracks;
}

} // namespace ndas::media::plan
