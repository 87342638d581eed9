// What shall become of a recording: decided before any work, in data, not text. Pure.
#pragma once

#include "core/media/media_info.h"
#include "core/media/preset.h"

namespace ndas::media {

enum class StreamAction { Copy, Encode };
enum class Scaler { None, Bicubic, Area };

/// Things worth saying about a plan; `ui` and the CLI turn them into sentences.
enum class PlanNote {
    Copied,          ///< video taken over unchanged
    NotCopiedCodec,  ///< Original wanted to copy, but the codec/format may not live in MP4 everywhere
    NotCopiedTurned, ///< ... because picture must be turned upright / made square
    NotCopiedScan,
    NotCopiedTimestamps,
    CopyAbandoned, ///< the picture was taken over but did not pass the check (known only after trying)
    NotCopiedSize, ///< ... because the picture changes its size on the way
    Turned,
    Mirrored,
    SquarePixels,
    Scaled,
    MadeEven,
    Padded, ///< smaller than an encoder takes (under 16 pixels a side): enlarged by whole factors
    Deinterlaced,
    HdrToSdr,
    DepthReduced,
    ColoursUncertain, ///< Dolby Vision without a base layer that others can show
    ChromaReduced,
    RangeReduced,
    AlphaFlattened, ///< blended with black
    SizeUnified,    ///< the picture changes its size on the way; all of it is fitted into the first
    VariableFrameRateKept,
    HighFrameRateKept,
    LengthMeasured,    ///< the container does not say how long it is, or cannot be right
    SeveralRecordings, ///< one behind the other in one file; all are read
    SpeedAsRecorded,   ///< the recording asks players for another
    Silent,
    AudioReencoded,
    AudioNotCopiedCodec,     ///< Original wanted to copy it, but not every player can play this kind of sound
    AudioNotCopiedContainer, ///< ... its packets are not as an MP4 keeps them
    AudioNotCopiedTimes,     ///< ... it does not run alongside the picture, or does not say so
    AudioDownmixed,
    AudioUnreadable,
    OtherAudioDropped,
    OtherVideoDropped,
    StreamsDropped, ///< data, subtitles, attachments
    PrivateDataRemoved,
    OrientationRounded,
    EdgesShown,       ///< which the recording asks players to cut off
    LargerThanSource, ///< expected size exceeds the source's; Original would be smaller
    HardwareUsed,     ///< graphics hardware encoded the picture (known only after trying)
    HardwareFailed,   ///< ... was asked to and could not
    HardwareTooLate,  ///< ... was asked to, but what was interrupted had been begun by the processor
    SourceDamaged,
};

struct VideoPlan {
    int streamIndex = -1;
    StreamAction action = StreamAction::Encode;
    PixelSize source;              ///< coded size of the pictures that fill the output; others are fitted in
    PixelSize output;              ///< even, square pixels
    Orientation turn;              ///< applied to decoded frames
    bool deinterlace = false;      ///< from the start; frames that say they are interlaced always are
    Scan scan = Scan::Progressive; ///< of the source: the field order where its frames do not say
    bool scanIsInFrames = false;   ///< else all frames are as `scan` has it
    Hdr toneMapFrom = Hdr::None;
    Scaler scaler = Scaler::None;
    int crf = 23;
    std::int64_t maxRate = 0;    ///< bits per second; 0 = no cap
    std::int64_t bufferSize = 0; ///< bits
    QString encoderPreset;       ///< x264's, "medium"
    QString profile;             ///< "high"
    int level = 0;               ///< 31 = 3.1
    Micros keyFrameInterval{0};
    Rational timeBase{1, 90000}; ///< of the output
    QString colorMatrix;         ///< "bt709" / "smpte170m"; limited range always
};

struct AudioPlan {
    int streamIndex = -1;
    StreamAction action = StreamAction::Encode;
    int kbps = 128;
    int sampleRate = 48000;
    int channels = 2;
};

struct TranscodePlan {
    QString preset;
    VideoPlan video;
    std::vector<AudioPlan> audio; ///< empty = silent
    std::vector<PlanNote> notes;
    Micros duration{0};
    std::int64_t expectedBytes = 0;
    Micros expectedWork{0};     ///< wall time on this machine, a first guess
    double decodingShare = 0.5; ///< of the work, in (0, 1): threads are shared out by it
    std::int64_t expectedMemory = 0;
    /// The same where what is to be taken over has to be encoded after all: what limits have to allow for.
    std::int64_t mostBytes = 0;
    std::int64_t mostMemory = 0;
};

/// Total: every MediaInfo with a main video gets a plan; without one streamIndex is -1.
TranscodePlan makePlan(const MediaInfo& info, const Preset& preset);

/// The same picture encoded, as well as eyes can tell: where taking it over failed.
VideoPlan encodedInstead(VideoPlan copied);

/// What is to be said of a finished rendition: the plan's notes and those its making added.
std::vector<PlanNote> withFound(std::vector<PlanNote> planned, const std::vector<PlanNote>& found);

/// Stable hash of everything that decides the output (not the estimates).
QString planHash(const TranscodePlan& plan);

QJsonObject toJson(const TranscodePlan& plan);
const char* name(PlanNote note);     ///< "hdr-to-sdr"
const char* sentence(PlanNote note); ///< English, marked for translation in context "PlanNotes"

} // namespace ndas::media
