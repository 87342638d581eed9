// What parent and worker say to each other: one JSON object per line, requests on stdin, events on stdout.
// The worker says Hello first. One request is under way at a time; Cancel, Pause and Ping are answered while
// it runs. Every request has one end, Done or Failed; each rendition of a group has one of its own.
#pragma once

#include "core/media/transcode_plan.h"

#include <variant>

namespace ndas::media {

inline constexpr int protocolVersion = 1;
inline constexpr qsizetype maxEventBytes = 64 * 1024;
inline constexpr qsizetype maxRequestBytes = 1024 * 1024; ///< the longest paths take far less

enum class ImageFormat { Jpeg, Png, Webp };

/// A contact sheet of this many pictures, read row by row.
struct SheetGrid {
    int columns = 0;
    int rows = 0;

    bool isEmpty() const { return columns <= 0 || rows <= 0; }

    int count() const { return columns * rows; }

    friend bool operator==(const SheetGrid&, const SheetGrid&) = default;
};

inline constexpr int mostSheetSide = 32; ///< columns or rows

struct ThumbnailSpec {
    std::optional<Micros> at; ///< absent: a good frame is chosen
    SheetGrid grid{};         ///< not empty: pictures spread over the whole recording, `box` is that of each
    PixelSize box{320, 320};  ///< the upright picture fits into it, never enlarged; empty = full size
    ImageFormat format = ImageFormat::Jpeg;
    QString outputPath; ///< a new file
};

struct ProbeRequest {
    QString path;
    std::vector<ThumbnailSpec> thumbnails; ///< made while the file is open; a failed one is no failed probe
};

/// Who makes H.264 of pictures: the processor, or one kind of graphics hardware.
enum class VideoEncoder { X264, Nvenc, Qsv, VideoToolbox, MediaFoundation, Vaapi };

/// What a rendition ends with that hardware was to go on with: its journal is of the processor.
inline constexpr ErrorCode begunByProcessor = ErrorCode::InvalidTransition;

struct TranscodeRequest {
    QString path;
    QString outputPath; ///< a new file in the work folder
    QString
        journalPath; ///< "" = none; else encoded pictures are kept there, and what it holds is gone on with
    TranscodePlan plan;
    int threads = 0;        ///< of the encoder; 0 = all cores
    int decoderThreads = 1; ///< of the group's one decoder: the first request's counts
    VideoEncoder encoder = VideoEncoder::X264;
    bool checkLikeness = false; ///< compare a sample of pictures with the recording; costs some seconds
};

inline constexpr std::size_t mostAtOnce = 8;

/// Renditions of one recording, made from a single decode. Each is spoken of by a number of its own, that of
/// the request and upwards, and ends on its own.
struct TranscodeGroup {
    TranscodeGroup() = default;

    TranscodeGroup(TranscodeRequest alone)
        : renditions{std::move(alone)}
    {
    }

    explicit TranscodeGroup(std::vector<TranscodeRequest> all)
        : renditions(std::move(all))
    {
    }

    std::vector<TranscodeRequest> renditions; ///< at least one, all of the same path
};

/// What `doctor` asks of a worker: versions, encoders, decoders.
struct CapabilitiesRequest {};

/// Whether this machine's hardware encodes a few pictures; how it fails when it does not.
struct EncoderTrialRequest {
    VideoEncoder encoder = VideoEncoder::X264;
};

/// Opens a recording to look at its frames, each with a ReadFrameRequest. It stays open, with where its
/// frames are and those decoded last, until a request of another kind comes (which cancels a read under way)
/// or the input ends.
struct OpenFramesRequest {
    QString path;
    QString exchangePath; ///< a new file: what is too large for a message stands there, from its beginning,
                          ///< until the next request
    std::int64_t cacheBytes = 96'000'000; ///< of decoded frames; at least a few are kept
};

/// One frame of the recording that is open; BadOption when none is.
struct ReadFrameRequest {
    std::int64_t index = 0;              ///< from 0
    PixelSize box{};                     ///< as in ThumbnailSpec
    std::optional<ImageFormat> format{}; ///< absent: rows of RGBA bytes
};

struct CancelRequest {};

/// A rendition with a journal ends, as soon as all that was done is kept there, with Paused; anything else
/// ends as if cancelled.
struct PauseRequest {};

struct PingRequest {};

using RequestBody =
    std::variant<ProbeRequest, TranscodeGroup, CapabilitiesRequest, EncoderTrialRequest, OpenFramesRequest,
                 ReadFrameRequest, CancelRequest, PauseRequest, PingRequest>;

/// What a request may take; 0 = unlimited.
struct RequestLimits {
    std::int64_t memoryBytes = 0; ///< address space
    std::int64_t fileBytes = 0;   ///< the largest file it may write

    friend bool operator==(const RequestLimits&, const RequestLimits&) = default;
};

struct Request {
    std::int64_t id = 0; ///< chosen by the parent; events about the request repeat it
    RequestBody body;
    std::optional<RequestLimits> limits{}; ///< absent: what the worker was started with

    /// How many numbers, from `id` on, speak of it.
    std::int64_t numbers() const;
};

enum class Stage { Opening, Reading, Encoding, Finishing, Checking, Comparing };

struct HelloEvent {
    int version = protocolVersion;
    std::int64_t pid = 0;
};

struct ProgressEvent {
    Stage stage = Stage::Opening;
    Micros done{0};   ///< media time; may exceed `total` where a header says too little
    Micros total{0};  ///< 0 = unknown
    double speed = 0; ///< media seconds per second
};

/// What was encoded before `at` is in the journal to stay.
struct CheckpointEvent {
    Micros at{0};                  ///< when the next picture is shown
    std::int64_t journalBytes = 0; ///< that are durable
    std::int64_t bufferBits = 0;   ///< fill of the player's buffer that a bitrate cap assumes
};

struct ThumbnailResult {
    Micros at{0}; ///< of the only or first picture
    PixelSize size;
    SheetGrid grid{};            ///< empty unless it is a contact sheet; smaller where frames are few
    std::vector<Micros> tiles{}; ///< a contact sheet's times
    QString path;                ///< "" = could not be made
};

struct ProbeResult {
    MediaInfo info;
    std::vector<ThumbnailResult> thumbnails; ///< one per spec
};

/// What a stage took: elapsed time, and processor time of all threads.
struct StageCost {
    Stage stage = Stage::Opening;
    Micros elapsed{0};
    Micros processor{0};
};

/// SSIM of a sample of pictures against the recording's, filtered as the plan says; 1 = identical.
struct Likeness {
    double all = 0; ///< brightness and colours, weighted by their dots
    double luma = 0;
    int pictures = 0;

    friend bool operator==(const Likeness&, const Likeness&) = default;
};

struct TranscodeResult {
    std::int64_t sizeBytes = 0;
    QString sha256;
    PixelSize size;
    Micros duration{0};
    std::int64_t frames = 0;
    std::int64_t damagedPackets = 0;
    std::int64_t peakMemory = 0;
    QStringList removed;                ///< what the source said and the rendition does not
    std::vector<StageCost> stages{};    ///< in the order they were entered
    std::vector<PlanNote> notes;        ///< what the plan could not foresee
    std::optional<Likeness> likeness{}; ///< where it was asked for and could be had
};

struct CapabilitiesResult {
    QStringList versions; ///< "libavcodec 59.37.100"
    QStringList encoders; ///< those found of libx264, aac, mjpeg, png, libwebp
    QStringList filters;  ///< those found of the ones the engine needs
};

struct EncoderTrialResult {};

struct OpenFramesResult {
    MediaInfo info;
    std::int64_t frames = 0; ///< the exchange file holds when each is shown: as many little-endian 64-bit
                             ///< numbers of microseconds from the recording's start
};

struct ReadFrameResult {
    std::int64_t index = 0; ///< the one before where the recording is damaged
    Micros at{0};
    PixelSize size;
    std::int64_t bytes = 0; ///< of the exchange file
};

struct DoneEvent {
    std::variant<ProbeResult, TranscodeResult, CapabilitiesResult, EncoderTrialResult, OpenFramesResult,
                 ReadFrameResult>
        result;
};

struct FailedEvent {
    Error error;
};

struct PongEvent {};

using EventBody = std::variant<HelloEvent, ProgressEvent, CheckpointEvent, DoneEvent, FailedEvent, PongEvent>;

struct Event {
    std::int64_t id = 0;
    EventBody body;
};

/// One line with its newline.
QByteArray encode(const Request& request);
/// The same, never longer than maxEventBytes: what a recording says may be, and is shortened.
QByteArray encode(const Event& event);
/// ProtocolError for anything else than a well-formed message of this version.
Result<Request> decodeRequest(QByteArrayView line);
Result<Event> decodeEvent(QByteArrayView line);
const char* name(Stage stage);
const char* name(VideoEncoder encoder); ///< libavcodec's, "h264_nvenc"
/// How much of a whole transcode is done, 0..1: encoding is most of it, the checks decode everything once
/// more.
double fractionOf(const ProgressEvent& event);

} // namespace ndas::media
