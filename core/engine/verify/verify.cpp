#include "core/engine/verify/verify.h"

#include "core/engine/codec/aac_user_data.h"
#include "core/engine/codec/h264_user_data.h"
#include "core/engine/container/mp4_layout.h"
#include "core/engine/decode/decoder.h"
#include "core/engine/decode/display_matrix.h"
#include "core/engine/input/input.h"
#include "core/engine/libav/field_flags.h"
#include "core/engine/libav/side_data.h"
#include "core/engine/probe/scrub.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

namespace ndas::engine {

namespace {

constexpr AVRational micros{1, AV_TIME_BASE};
/// Edit lists round the start of a track to the movie's time scale (1/1000 at the coarsest).
constexpr std::int64_t timeTolerance = 1000;

Failure mismatch(const QString& what)
{
    return fail(ErrorCode::VerificationFailed, what);
}

/// One track of the rendition while it is read.
class TrackCheck {
public:
    static Result<TrackCheck> make(AVStream& stream, const TrackRecord& record, int threads);

    Result<void> feed(const AVPacket& packet);
    Result<void> finish();
    /// What came out against what went in.
    Result<void> compare() const;

    bool isVideo() const { return record_->isVideo; }

    bool isCopy() const { return record_->isCopy; }

    std::int64_t bytes() const { return bytes_; }

    std::int64_t frames() const { return static_cast<std::int64_t>(pts_.size()); }

    std::int64_t damagedPackets() const { return decoder_.damagedPackets() + damagedFrames_; }

private:
    TrackCheck(AVStream& stream, const TrackRecord& record, Decoder decoder);
    Result<void> note(const AVFrame& frame);
    void noteSound(const AVFrame& frame);
    bool hasOtherSize(const AVFrame& frame) const;
    Result<void> comparePictures() const;
    Result<void> compareSound() const;

    AVStream* stream_;
    const TrackRecord* record_;
    Decoder decoder_;
    NalFraming framing_;
    std::optional<AacFormat> aac_;  ///< of sound that can be taken apart
    std::vector<std::int64_t> pts_; ///< of pictures, in microseconds
    std::int64_t samples_ = 0;
    std::int64_t soundStart_ = 0; ///< in samples
    std::int64_t soundEnd_ = 0;
    std::int64_t damagedFrames_ = 0;
    std::int64_t bytes_ = 0;
};

TrackCheck::TrackCheck(AVStream& stream, const TrackRecord& record, Decoder decoder)
    : stream_(&stream)
    , record_(&record)
    , decoder_(std::move(decoder))
    , framing_(NalFraming::ofExtradata(extradataOf(*stream.codecpar)))
{
    if (stream.codecpar->codec_id == AV_CODEC_ID_AAC)
        aac_ = AacFormat::ofExtradata(extradataOf(*stream.codecpar));
}

Result<TrackCheck> TrackCheck::make(AVStream& stream, const TrackRecord& record, int threads)
{
    NDAS_TRY(Decoder decoder, Decoder::open(stream, {.threads = threads}));
    // Smoothing block edges finds no errors; without it a picture is checked in two thirds of the time.
    decoder.context()->skip_loop_filter = AVDISCARD_ALL;
    decoder.context()->err_recognition |= AV_EF_CRCCHECK | AV_EF_BITSTREAM | AV_EF_BUFFER;
    return TrackCheck(stream, record, std::move(decoder));
}

Result<void> TrackCheck::feed(const AVPacket& packet)
{
    bytes_ += packet.size;
    const std::span<const std::uint8_t> bytes(packet.data, static_cast<std::size_t>(packet.size));
    if (stream_->codecpar->codec_id == AV_CODEC_ID_H264 && hasUserData(bytes, framing_))
        return mismatch(QStringLiteral("user data left in the video stream"));
    if (aac_ && contentOf(bytes, *aac_) == AacContent::UserData)
        return mismatch(QStringLiteral("user data left in the sound"));
    return decoder_.feed(packet, [this](AVFrame& frame) { return note(frame); });
}

Result<void> TrackCheck::finish()
{
    return decoder_.finish([this](AVFrame& frame) { return note(frame); });
}

Result<void> TrackCheck::note(const AVFrame& frame)
{
    damagedFrames_ += isDamaged(frame) || hasOtherSize(frame) || isInterlaced(frame) ? 1 : 0;
    if (record_->isVideo)
        pts_.push_back(av_rescale_q(frame.pts, stream_->time_base, micros));
    else
        noteSound(frame);
    return {};
}

/// Players make of a picture that changes its size on the way what they like.
bool TrackCheck::hasOtherSize(const AVFrame& frame) const
{
    return record_->isVideo &&
           (frame.width != stream_->codecpar->width || frame.height != stream_->codecpar->height);
}

void TrackCheck::noteSound(const AVFrame& frame)
{
    const std::int64_t time =
        av_rescale_q(frame.pts, stream_->time_base, {1, std::max(1, frame.sample_rate)});
    if (samples_ == 0)
        soundStart_ = time;
    soundEnd_ = time + frame.nb_samples;
    samples_ += frame.nb_samples;
}

Result<void> TrackCheck::compare() const
{
    if (damagedPackets() > 0 && !record_->isCopy)
        return mismatch(QStringLiteral("track %1: %2 packets cannot be decoded")
                            .arg(stream_->index)
                            .arg(damagedPackets()));
    return record_->isVideo ? comparePictures() : compareSound();
}

Result<void> TrackCheck::comparePictures() const
{
    if (damagedPackets() > 0)
        return {}; // a copy keeps the source's damage, and what decoders make of it
    if (pts_.size() != record_->pts.size())
        return mismatch(
            QStringLiteral("%1 pictures written, %2 read back").arg(record_->pts.size()).arg(pts_.size()));
    for (std::size_t i = 0; i < pts_.size(); ++i) {
        const std::int64_t wanted = av_rescale_q(record_->pts[i], record_->timeBase, micros);
        if (std::abs(pts_[i] - wanted) > timeTolerance)
            return mismatch(
                QStringLiteral("picture %1 is shown at %2 us, not %3").arg(i).arg(pts_[i]).arg(wanted));
    }
    return {};
}

/// An encoder's run-up before the first sample is cut off by the container, unless the track starts so late
/// that there is room for it; and the last block is padded.
Result<void> TrackCheck::compareSound() const
{
    const AVRational unit{1, std::max(1, stream_->codecpar->sample_rate)};
    const std::int64_t block = std::max(1024, stream_->codecpar->frame_size);
    const std::int64_t tolerance =
        (record_->isCopy ? 2 * block : block) + av_rescale_q(timeTolerance, micros, unit);
    const auto shown = [&](std::int64_t time) {
        return std::max<std::int64_t>(0, av_rescale_q(time, record_->timeBase, unit));
    };
    const std::int64_t start = shown(record_->pts.front());
    const std::int64_t end = shown(record_->end);
    if (std::abs(soundStart_ - start) > tolerance || std::abs(soundEnd_ - end) > tolerance)
        return mismatch(QStringLiteral("sound from sample %1 to %2, not from %3 to %4")
                            .arg(soundStart_)
                            .arg(soundEnd_)
                            .arg(start)
                            .arg(end));
    if (!record_->isCopy && soundEnd_ - soundStart_ - samples_ > tolerance)
        return mismatch(
            QStringLiteral("%1 samples of sound in %2").arg(samples_).arg(soundEnd_ - soundStart_));
    return {};
}

/// Neither what was encoded nor what may be taken over asks players to turn or stretch it.
Result<void> checkShape(const AVStream& stream)
{
    const media::Orientation turn =
        orientationOf(streamSideData(stream, AV_PKT_DATA_DISPLAYMATRIX)).orientation;
    if (!turn.isUpright())
        return mismatch(QStringLiteral("the picture is turned by %1").arg(turn.clockwiseDegrees));
    for (const AVRational aspect : {stream.sample_aspect_ratio, stream.codecpar->sample_aspect_ratio})
        if (aspect.num != 0 && aspect.num != aspect.den)
            return mismatch(QStringLiteral("pixels are %1:%2").arg(aspect.num).arg(aspect.den));
    return {};
}

Result<void> checkVideoFormat(const AVCodecParameters& found, const media::VideoPlan& plan)
{
    const bool isCopy = plan.action == media::StreamAction::Copy;
    const bool isPlain =
        found.format == AV_PIX_FMT_YUV420P || (isCopy && found.format == AV_PIX_FMT_YUVJ420P);
    if (found.codec_id != AV_CODEC_ID_H264 || !isPlain)
        return mismatch(QStringLiteral("video is not H.264 in yuv420p"));
    if (isCopy)
        return {};
    if (found.width != plan.output.width || found.height != plan.output.height)
        return mismatch(QStringLiteral("size is %1x%2").arg(found.width).arg(found.height));
    if (plan.profile == QLatin1String("high") && found.profile != FF_PROFILE_H264_HIGH)
        return mismatch(QStringLiteral("profile is %1").arg(found.profile));
    if (plan.level > 0 && found.level != plan.level)
        return mismatch(QStringLiteral("level is %1, not %2").arg(found.level).arg(plan.level));
    return {};
}

Result<void> checkHeaders(const Input& input, const Expectation& expected)
{
    if (expected.tracks.empty() || !expected.tracks.front().isVideo)
        return mismatch(QStringLiteral("no picture"));
    if (const QStringList tags = foreignTags(*input.context()); !tags.isEmpty())
        return mismatch(QStringLiteral("tags left: ") + tags.join(QLatin1Char(' ')));
    if (input.streams().size() != expected.tracks.size())
        return mismatch(QStringLiteral("%1 tracks instead of %2")
                            .arg(input.streams().size())
                            .arg(expected.tracks.size()));
    for (std::size_t i = 0; i < expected.tracks.size(); ++i) {
        const AVCodecParameters& found = *input.streams()[i]->codecpar;
        if (expected.tracks[i].isVideo)
            NDAS_CHECK(checkVideoFormat(found, expected.plan.video));
        else if (found.codec_id != AV_CODEC_ID_AAC)
            return mismatch(QStringLiteral("sound is not AAC"));
    }
    return {};
}

/// A whole track can exceed its cap by what the player's buffer holds, no more.
Result<void> checkRate(const TrackCheck& picture, const Expectation& expected)
{
    const media::VideoPlan& plan = expected.plan.video;
    if (plan.action == media::StreamAction::Copy || plan.maxRate <= 0)
        return {};
    const TrackRecord& record = expected.tracks.front();
    const std::int64_t shown = av_rescale_q(record.end - record.pts.front(), record.timeBase, micros);
    const std::int64_t most = av_rescale(plan.maxRate, shown, AV_TIME_BASE) + plan.bufferSize;
    if (8 * picture.bytes() <= most)
        return {};
    return mismatch(
        QStringLiteral("%1 bits of pictures where %2 are allowed").arg(8 * picture.bytes()).arg(most));
}

Result<void> decodeAll(Input& input, std::vector<TrackCheck>& checks, const CancellationToken& token,
                       ProgressMeter& progress)
{
    const PacketPtr packet = makePacket();
    if (!packet)
        return fail(ErrorCode::OutOfMemory);
    for (;;) {
        if (token.isCancelled())
            return fail(ErrorCode::Cancelled);
        NDAS_TRY(const bool more, input.read(*packet));
        if (!more)
            break;
        const auto track = static_cast<std::size_t>(packet->stream_index);
        if (track == 0)
            progress.reached(media::Micros(av_rescale_q(packet->pts, input.stream(0)->time_base, micros)));
        else
            progress.tick();
        const Result<void> fed = checks[track].feed(*packet);
        av_packet_unref(packet.get());
        NDAS_CHECK(fed);
    }
    for (TrackCheck& check : checks)
        NDAS_CHECK(check.finish());
    return {};
}

media::Micros endOf(const std::vector<TrackRecord>& tracks)
{
    std::int64_t end = 0;
    for (const TrackRecord& track : tracks)
        end = std::max(end, av_rescale_q(track.end, track.timeBase, micros));
    return media::Micros(end);
}

} // namespace

Result<Verified> verify(const QString& path, const Expectation& expected, const CancellationToken& token,
                        ProgressMeter& progress)
{
    NDAS_TRY(const bool indexFirst, hasIndexInFront(path));
    if (!indexFirst)
        return mismatch(QStringLiteral("the index is not in front"));
    NDAS_TRY(Input input, Input::open(path, token));
    NDAS_CHECK(checkHeaders(input, expected));
    const Result<void> shape = checkShape(*input.streams()[0]);
    if (!shape && expected.plan.video.action != media::StreamAction::Copy)
        return fail(shape.error());
    std::vector<TrackCheck> checks;
    for (std::size_t i = 0; i < expected.tracks.size(); ++i) {
        NDAS_TRY(TrackCheck check,
                 TrackCheck::make(*input.streams()[i], expected.tracks[i], expected.threads));
        checks.push_back(std::move(check));
    }
    NDAS_CHECK(decodeAll(input, checks, token, progress));
    NDAS_CHECK(checkRate(checks.front(), expected));
    Verified verified;
    verified.copiedPictureDamaged = !shape; // the source's container and its picture do not agree
    for (const TrackCheck& check : checks) {
        const Result<void> compared = check.compare();
        if (!compared && !check.isCopy())
            return fail(compared.error());
        (check.isVideo() ? verified.copiedPictureDamaged : verified.copiedSoundDamaged) |=
            !compared || check.damagedPackets() > 0;
    }
    const AVCodecParameters& picture = *input.streams()[0]->codecpar;
    verified.sizeBytes = input.sizeBytes();
    verified.size = {picture.width, picture.height};
    verified.duration = endOf(expected.tracks);
    verified.frames = checks.front().frames();
    return verified;
}

} // namespace ndas::engine
