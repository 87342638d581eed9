#include "core/media/plan_fields.h"

#include <QtCore/QtGlobal>

#include <array>

namespace ndas::media {

namespace {

struct NoteText {
    PlanNote note;
    const char* name;
    const char* sentence;
};

constexpr std::array notes{
    NoteText{PlanNote::Copied, "copied",
             QT_TRANSLATE_NOOP("PlanNotes", "The picture is taken over unchanged.")},
    NoteText{PlanNote::NotCopiedCodec, "not-copied-codec",
             QT_TRANSLATE_NOOP("PlanNotes", "The picture is converted, because not every player can show it "
                                            "the way it was recorded.")},
    NoteText{PlanNote::NotCopiedTurned, "not-copied-turned",
             QT_TRANSLATE_NOOP("PlanNotes",
                               "The picture is converted, because it has to be turned upright or reshaped.")},
    NoteText{PlanNote::NotCopiedScan, "not-copied-scan",
             QT_TRANSLATE_NOOP("PlanNotes",
                               "The picture is converted, because it was recorded in half pictures.")},
    NoteText{PlanNote::NotCopiedTimestamps, "not-copied-timestamps",
             QT_TRANSLATE_NOOP("PlanNotes",
                               "The picture is converted, because the file does not time its pictures.")},
    NoteText{PlanNote::CopyAbandoned, "copy-abandoned",
             QT_TRANSLATE_NOOP("PlanNotes", "The picture is converted, because a copy of it did not pass the "
                                            "check.")},
    NoteText{PlanNote::NotCopiedSize, "not-copied-size",
             QT_TRANSLATE_NOOP("PlanNotes",
                               "The picture is converted, because its size or kind changes on the way.")},
    NoteText{PlanNote::Turned, "turned", QT_TRANSLATE_NOOP("PlanNotes", "The picture is turned upright.")},
    NoteText{PlanNote::Mirrored, "mirrored",
             QT_TRANSLATE_NOOP("PlanNotes", "The picture is mirrored, as the recording asks for.")},
    NoteText{
        PlanNote::SquarePixels, "square-pixels",
        QT_TRANSLATE_NOOP("PlanNotes", "The picture gets the shape that players show, without distortion.")},
    NoteText{PlanNote::Scaled, "scaled",
             QT_TRANSLATE_NOOP("PlanNotes", "The picture is made smaller to fit the chosen quality.")},
    NoteText{PlanNote::MadeEven, "made-even",
             QT_TRANSLATE_NOOP("PlanNotes",
                               "The picture becomes one row or column of dots smaller, so that every player "
                               "can show it.")},
    NoteText{
        PlanNote::Padded, "padded",
        QT_TRANSLATE_NOOP("PlanNotes", "The picture is tiny and is enlarged, so that players can show it.")},
    NoteText{PlanNote::Deinterlaced, "deinterlaced",
             QT_TRANSLATE_NOOP("PlanNotes",
                               "Half pictures are joined to whole ones, so that movement shows no "
                               "comb lines.")},
    NoteText{PlanNote::HdrToSdr, "hdr-to-sdr",
             QT_TRANSLATE_NOOP("PlanNotes", "The wide range of brightness is fitted to ordinary screens.")},
    NoteText{
        PlanNote::DepthReduced, "depth-reduced",
        QT_TRANSLATE_NOOP("PlanNotes", "Very fine shades of colour are reduced to what players can show.")},
    NoteText{PlanNote::ColoursUncertain, "colours-uncertain",
             QT_TRANSLATE_NOOP("PlanNotes", "The recording describes its colours in a way only some devices "
                                            "understand; they may come out wrong.")},
    NoteText{PlanNote::ChromaReduced, "chroma-reduced",
             QT_TRANSLATE_NOOP("PlanNotes", "Very fine colour detail is reduced to what players can show.")},
    NoteText{PlanNote::RangeReduced, "range-reduced",
             QT_TRANSLATE_NOOP("PlanNotes", "Brightness is stored the way all players expect it.")},
    NoteText{PlanNote::AlphaFlattened, "alpha-flattened",
             QT_TRANSLATE_NOOP("PlanNotes", "Transparent parts of the picture are shown on black.")},
    NoteText{PlanNote::SizeUnified, "size-unified",
             QT_TRANSLATE_NOOP("PlanNotes", "The picture changes its size or shape on the way; all of it is "
                                            "shown in one size.")},
    NoteText{PlanNote::VariableFrameRateKept, "variable-frame-rate-kept",
             QT_TRANSLATE_NOOP("PlanNotes", "Every picture keeps its exact time.")},
    NoteText{PlanNote::HighFrameRateKept, "high-frame-rate-kept",
             QT_TRANSLATE_NOOP("PlanNotes", "The recording has very many pictures a second; all are kept.")},
    NoteText{PlanNote::LengthMeasured, "length-measured",
             QT_TRANSLATE_NOOP("PlanNotes", "The recording does not say correctly how long it is; its length "
                                            "was measured.")},
    NoteText{PlanNote::SeveralRecordings, "several-recordings",
             QT_TRANSLATE_NOOP("PlanNotes",
                               "The file holds several recordings, one behind the other; they are "
                               "shown as one.")},
    NoteText{
        PlanNote::SpeedAsRecorded, "speed-as-recorded",
        QT_TRANSLATE_NOOP("PlanNotes",
                          "The recording asks players to show some of it faster, slower or as a still; all "
                          "of it is shown at the speed at which it was recorded.")},
    NoteText{PlanNote::Silent, "silent", QT_TRANSLATE_NOOP("PlanNotes", "The recording has no sound.")},
    NoteText{PlanNote::AudioReencoded, "audio-reencoded",
             QT_TRANSLATE_NOOP("PlanNotes", "The sound is converted.")},
    NoteText{PlanNote::AudioNotCopiedCodec, "audio-not-copied-codec",
             QT_TRANSLATE_NOOP("PlanNotes",
                               "The sound is converted, because not every player can play it the "
                               "way it was recorded.")},
    NoteText{PlanNote::AudioNotCopiedContainer, "audio-not-copied-container",
             QT_TRANSLATE_NOOP("PlanNotes",
                               "The sound is converted, because this kind of file stores it in a "
                               "way of its own.")},
    NoteText{PlanNote::AudioNotCopiedTimes, "audio-not-copied-times",
             QT_TRANSLATE_NOOP("PlanNotes",
                               "The sound is converted, so that it stays together with the picture.")},
    NoteText{PlanNote::AudioDownmixed, "audio-downmixed",
             QT_TRANSLATE_NOOP("PlanNotes", "Surround sound is mixed down to stereo.")},
    NoteText{PlanNote::AudioUnreadable, "audio-unreadable",
             QT_TRANSLATE_NOOP("PlanNotes", "A sound track cannot be read and is left out.")},
    NoteText{PlanNote::OtherAudioDropped, "other-audio-dropped",
             QT_TRANSLATE_NOOP("PlanNotes", "Only the main sound track is kept.")},
    NoteText{PlanNote::OtherVideoDropped, "other-video-dropped",
             QT_TRANSLATE_NOOP("PlanNotes", "Only the main picture track is kept.")},
    NoteText{
        PlanNote::StreamsDropped, "streams-dropped",
        QT_TRANSLATE_NOOP("PlanNotes", "Subtitles, extra pictures and other attached data are left out.")},
    NoteText{PlanNote::PrivateDataRemoved, "private-data-removed",
             QT_TRANSLATE_NOOP("PlanNotes", "Place, device and other personal details are removed.")},
    NoteText{PlanNote::OrientationRounded, "orientation-rounded",
             QT_TRANSLATE_NOOP("PlanNotes", "The recording asks for a slanted picture; it is turned to the "
                                            "nearest upright position.")},
    NoteText{
        PlanNote::EdgesShown, "edges-shown",
        QT_TRANSLATE_NOOP("PlanNotes",
                          "The recording asks players to hide the edges of its picture; all of it is kept.")},
    NoteText{PlanNote::LargerThanSource, "larger-than-source",
             QT_TRANSLATE_NOOP("PlanNotes", "The result will probably be larger than the recording; "
                                            "\"Original\" may be the better choice.")},
    NoteText{PlanNote::HardwareUsed, "hardware-used",
             QT_TRANSLATE_NOOP("PlanNotes", "The graphics chip converted the picture.")},
    NoteText{PlanNote::HardwareFailed, "hardware-failed",
             QT_TRANSLATE_NOOP("PlanNotes", "The graphics chip could not be used; the picture was converted "
                                            "on the processor instead.")},
    NoteText{PlanNote::HardwareTooLate, "hardware-too-late",
             QT_TRANSLATE_NOOP("PlanNotes",
                               "The processor had begun to convert the picture and also finished "
                               "it; the graphics chip was not used.")},
    NoteText{
        PlanNote::SourceDamaged, "source-damaged",
        QT_TRANSLATE_NOOP("PlanNotes", "The recording is damaged or ends early; what can be read is kept.")},
};

constexpr bool isInOrder()
{
    for (std::size_t i = 0; i < notes.size(); ++i) {
        if (static_cast<std::size_t>(notes[i].note) != i)
            return false;
    }
    return notes.size() == static_cast<std::size_t>(PlanNote::SourceDamaged) + 1;
}

static_assert(isInOrder(), "one row per PlanNote, in the order of the enum");

constexpr auto namesOfNotes()
{
    std::array<const char*, notes.size()> names{};
    for (std::size_t i = 0; i < notes.size(); ++i)
        names[i] = notes[i].name;
    return names;
}

} // namespace

constinit const std::array<const char*, notes.size()> json::Names<PlanNote>::values = namesOfNotes();

const char* name(PlanNote note)
{
    return json::nameOf(note);
}

const char* sentence(PlanNote note)
{
    const auto index = static_cast<std::size_t>(note);
    return index < notes.size() ? notes[index].sentence : "";
}

} // namespace ndas::media
