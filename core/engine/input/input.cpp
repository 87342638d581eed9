#include "core/engine/input/input.h"

#include "core/engine/codec/bit_fields.h"
#include "core/engine/container/chain_check.h"
#include "core/engine/container/format_detection.h"
#include "core/engine/container/hidden_edges.h"
#include "core/engine/container/sample_tables.h"
#include "core/engine/container/transport_packets.h"
#include "core/engine/input/auxiliary_tracks.h"
#include "core/engine/input/header_check.h"
#include "core/engine/input/late_sound.h"
#include "core/engine/input/stream_info.h"
#include "core/engine/libav/allowed_formats.h"
#include "core/engine/mending/file_mending.h"
#include "core/engine/mending/flv_joint.h"
#include "core/engine/mending/lost_frames.h"

#include <algorithm>
#include <string_view>
#include <utility>

extern "C" {
#include <libavutil/avstring.h>
}

namespace ndas::engine {

namespace {

constexpr std::int64_t probeBytes = 10'000'000;
constexpr std::int64_t analyzeMicros = 10'000'000;
constexpr int maxStreams = 1000; // beyond, it is no recording
constexpr int maxConsecutiveBadReads = 64;

int refuseToOpen(AVFormatContext*, AVIOContext**, const char*, int, AVDictionary**)
{
    return AVERROR(EPERM);
}

/// Streams without an index of the whole: two files one behind the other are one.
bool isJoinedByCopying(const AVInputFormat& format)
{
    return av_match_name("mpegts", format.name) != 0 || av_match_name("mpeg", format.name) != 0 ||
           av_match_name("flv", format.name) != 0;
}

/// Some writers leave the lengths in their edit lists at 0. Only MP4 and MOV have an index that says so.
bool isAllCutOut(std::span<AVStream* const> streams)
{
    bool anyCut = false;
    for (AVStream* stream : streams) {
        const bool isVideo = stream->codecpar->codec_type == AVMEDIA_TYPE_VIDEO;
        const int entries = isVideo ? avformat_index_get_entries_count(stream) : 0;
        for (int i = 0; i < entries; ++i)
            if ((avformat_index_get_entry(stream, i)->flags & AVINDEX_DISCARD_FRAME) == 0)
                return false;
        anyCut = anyCut || entries > 0;
    }
    return anyCut;
}

/// Where an edit list is followed only at its beginning: what that leaves out has times below 0.
void hideBeforeStart(AVPacket& packet)
{
    if (packet.pts != AV_NOPTS_VALUE && packet.pts + std::max<std::int64_t>(1, packet.duration) <= 0)
        packet.flags |= AV_PKT_FLAG_DISCARD;
}

InputContextPtr makeContext(FileIo& file)
{
    InputContextPtr context(avformat_alloc_context());
    if (!context)
        return context;
    context->pb = file.io();
    context->flags |= AVFMT_FLAG_CUSTOM_IO;
    context->interrupt_callback = file.interrupt();
    context->io_open = refuseToOpen;
    context->probesize = probeBytes;
    context->max_analyze_duration = analyzeMicros;
    context->max_streams = maxStreams;
    context->format_whitelist = av_strdup(allowedDemuxers());
    context->codec_whitelist = av_strdup(allowedDecoders());
    // An empty list would mean "no restriction"; this one matches no protocol.
    context->protocol_whitelist = av_strdup("none");
    return context;
}

} // namespace

Input::Input(std::unique_ptr<FileIo> file)
    : file_(std::move(file))
{
}

Failure Input::failure(int code, Phase phase, const char* what) const
{
    if (file_->token().isCancelled())
        return fail(ErrorCode::Cancelled);
    if (file_->readError())
        return fail(*file_->readError());
    return avFail(code, phase, what);
}

Failure Input::openFailure(int code, bool knownContainer) const
{
    Failure found = failure(code, Phase::Open, "open");
    Error& error = found.value();
    const bool isRefused = code == AVERROR(ENOMEM) && error.code == ErrorCode::NotMedia;
    if (isRefused && countTracks(file_->io(), file_->contentSize()) > maxStreams)
        return fail(ErrorCode::UnsupportedCodec, QStringLiteral("more than %1 tracks").arg(maxStreams));
    if (error.code == ErrorCode::NotMedia && extent_ == Extent::NoHeaders)
        error.code = ErrorCode::Incomplete;
    else if (error.code == ErrorCode::NotMedia && knownContainer)
        error.code = extent_ == Extent::CutOff ? ErrorCode::Incomplete : ErrorCode::Damaged;
    return found;
}

Result<InputContextPtr> Input::openContext(const AVInputFormat& format, bool knownContainer,
                                           EditList edits) const
{
    avio_seek(file_->io(), 0, SEEK_SET);
    InputContextPtr context = makeContext(*file_);
    if (!context)
        return fail(ErrorCode::OutOfMemory);
    AVDictionary* options = nullptr;
    if (edits == EditList::StartOnly)
        av_dict_set(&options, "advanced_editlist", "0", 0);
    AVFormatContext* raw = context.release(); // avformat_open_input() frees it on failure
    const int code = avformat_open_input(&raw, "", &format, &options);
    av_dict_free(&options);
    if (code < 0)
        return openFailure(code, knownContainer);
    return InputContextPtr(raw);
}

Result<void> Input::followEdits(const AVInputFormat& format)
{
    const EditLists lists = EditLists::of(context_->pb, sizeBytes());
    isAsRecorded_ = lists.changeSpeed();
    if (isAsRecorded_) { // libavformat plays as much as fits in, so that some is lost and some comes twice
        edits_ = EditList::StartOnly;
        NDAS_TRY(context_, openContext(format, true, edits_));
        return {};
    }
    emptyEdits_ = EmptyEdits(lists);
    if (!EditShifts::areNeeded(lists))
        return {};
    const std::int64_t before = avio_tell(context_->pb);
    NDAS_TRY(const InputContextPtr plain, openContext(format, true, EditList::StartOnly));
    editShifts_ = EditShifts(lists, streams(), {plain->streams, plain->nb_streams});
    avio_seek(context_->pb, before, SEEK_SET);
    return {};
}

Result<Input> Input::open(const QString& path, const CancellationToken& token, Depth depth,
                          const ReadHandler& onRead)
{
    NDAS_TRY(auto file, FileIo::open(path, token));
    file->onRead(onRead);
    if (file->size() == 0)
        return fail(ErrorCode::EmptyFile);
    Sequels sequels;
    sequels.separate(*file);
    NDAS_TRY(Input input, open(std::move(file), depth));
    input.sequels_ = std::move(sequels);
    return input;
}

Result<Input> Input::open(std::unique_ptr<FileIo> file, Depth depth)
{
    Input input(std::move(file));
    const Result<void> opened = input.open(depth);
    NDAS_CHECK(input.state()); // what cannot be read was taken for what is not there
    NDAS_CHECK(opened);
    return input;
}

Result<void> Input::open(Depth depth)
{
    NDAS_TRY(const Detected detected, detectFormat(file_->io()));
    extent_ = extentOf(file_->io(), file_->contentSize());
    if (extent_ == Extent::Photo) // what moves in it is not what it is
        return fail(ErrorCode::StillImage);
    const Mended mended = mend(*file_, *detected.format);
    damagedReads_ = mended.leaps + mended.lost + (extent_ == Extent::CutOff ? 0 : mended.behindEnd);
    if (mended.header)
        extent_ = extentOf(file_->io(), file_->contentSize());
    NDAS_TRY(context_, openContext(*detected.format, detected.certain, EditList::Honoured));
    if (isAllCutOut(streams())) {
        edits_ = EditList::StartOnly;
        NDAS_TRY(context_, openContext(*detected.format, detected.certain, edits_));
    } else if (hasBoxes()) {
        NDAS_CHECK(followEdits(*detected.format));
    }
    AVFormatContext* raw = context();
    for (const AVStream* stream : streams())
        nameUsualBitFields(*stream->codecpar);
    if (hasBoxes()) {
        markAuxiliaryTracks(*raw, sizeBytes());
        damagedReads_ += picturesWithoutPlace(raw->pb, sizeBytes());
    } else if (keepsFramesWhole()) {
        shapePixelsBesideHiddenEdges(*raw, sizeBytes());
    }
    mayBeJoined_ = isJoinedByCopying(*raw->iformat);
    isFlv_ = av_match_name("flv", raw->iformat->name) != 0;
    hasDvSound_ = DvSound::isIn(*raw);
    isTransportStream_ = av_match_name("mpegts", raw->iformat->name) != 0;
    mayChangeNumbers_ = isTransportStream_ || av_match_name("mpeg", raw->iformat->name) != 0;
    isSurvey_ = depth == Depth::Headers;
    shallow_ = isSurvey_ && headersSuffice(*raw);
    // What it could not find out is no reason to stop: decoding tells.
    const int code = shallow_ ? 0 : avformat_find_stream_info(raw, nullptr);
    if (code < 0 && streams().empty())
        return failure(code, Phase::Open, "stream information");
    repairs_ = PacketRepairs(*raw, sizeBytes());
    const bool mayNameSoundLate = (mayBeJoined_ && !isFlv_) || hasDvSound_;
    const bool isElsewhere = mayNameSoundLate && lookForLateSound(*raw, file_->contentSize(), token());
    const bool isBehindJoint = isFlv_ && hasPassedNextFlv(raw->pb); // what was read ahead is none of its tags
    if (isElsewhere || isBehindJoint)
        NDAS_CHECK(rewind());
    knownStreams_ = streams().size();
    return token().isCancelled() ? fail(ErrorCode::Cancelled) : Result<void>{};
}

Result<void> Input::state() const
{
    return file_->readError() ? fail(*file_->readError()) : Result<void>{};
}

std::span<AVStream* const> Input::streams() const
{
    return {context_->streams, context_->nb_streams};
}

AVStream* Input::stream(int index) const
{
    return index >= 0 && static_cast<unsigned>(index) < context_->nb_streams ? context_->streams[index]
                                                                             : nullptr;
}

bool Input::hasBoxes() const
{
    return engine::hasBoxes(*context_->iformat);
}

bool Input::hasElements() const
{
    return std::string_view(context_->iformat->name).starts_with("matroska,");
}

bool Input::keepsFramesWhole() const
{
    return hasBoxes() || hasElements();
}

bool Input::isSelected(int streamIndex) const
{
    return selected_.empty() || std::ranges::count(selected_, streamIndex) > 0;
}

bool Input::isOfSelectedKind(const AVStream& stream) const
{
    return mayChangeNumbers_ && std::ranges::any_of(selected_, [&](int index) {
               const AVStream* selected = this->stream(index);
               return selected && selected->codecpar->codec_type == stream.codecpar->codec_type;
           });
}

void Input::select(std::span<const int> streamIndexes)
{
    selected_.assign(streamIndexes.begin(), streamIndexes.end());
    discardUnselected(*source());
    sequels_.select(streamIndexes);
}

void Input::discardUnselected(AVFormatContext& context) const
{
    for (AVStream* stream : std::span(context.streams, context.nb_streams)) {
        const bool wanted = isSelected(stream->index) || isOfSelectedKind(*stream);
        stream->discard = wanted ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
    }
}

bool Input::isUnasked(const AVPacket& packet) const
{
    return again_ && (!stream(packet.stream_index) || !isSelected(packet.stream_index));
}

std::int64_t Input::damagedReads() const
{
    return damagedReads_ + succession_.lostPackets() + sequels_.damagedReads();
}

Result<bool> Input::read(AVPacket& packet)
{
    if (sequels_.isReading())
        return sequels_.read(packet, *this);
    NDAS_TRY(const bool more, readOwn(packet));
    if (!more)
        return hasSequels() ? sequels_.read(packet, *this) : Result<bool>(false);
    NDAS_CHECK(sequels_.follow(packet, *stream(packet.stream_index)));
    return true;
}

Result<bool> Input::readOwn(AVPacket& packet)
{
    NDAS_TRY(const bool more, mayChangeNumbers_ ? readFollowing(packet) : readOne(packet));
    if (more)
        editShifts_.apply(packet);
    if (more && !emptyEdits_.isEmpty())
        hideEmptyEdits(packet);
    if (more && isAsRecorded_)
        hideBeforeStart(packet);
    if (more && mayBeJoined_)
        clock_.follow(packet, stream(packet.stream_index)->time_base);
    if (more && hasDvSound_)
        NDAS_CHECK(dvSound_.follow(packet, *stream(packet.stream_index)));
    return more;
}

void Input::hideEmptyEdits(AVPacket& packet) const
{
    const AVStream& from = *stream(packet.stream_index);
    if (packet.pts != AV_NOPTS_VALUE && emptyEdits_.hides(from.id, toMicros(packet.pts, from.time_base)))
        packet.flags |= AV_PKT_FLAG_DISCARD;
}

Result<bool> Input::readFollowing(AVPacket& packet)
{
    for (bool more = true; more;) {
        while (succession_.next(packet)) {
            if (isSelected(packet.stream_index))
                return true;
            av_packet_unref(&packet);
        }
        NDAS_TRY(more, jointEnds_.next(
                           packet, [this](AVPacket& read) { return readOne(read); }, source()->pb));
        if (more)
            NDAS_CHECK(succession_.take(packet, *stream(packet.stream_index)));
        else
            NDAS_CHECK(succession_.finish());
        more = more || succession_.isReady();
    }
    if (!selected_.empty() && succession_.leavesBehind(selected_))
        damagedReads_ = std::max<std::int64_t>(1, damagedReads_);
    return false;
}

Result<bool> Input::readOne(AVPacket& packet)
{
    for (;;) {
        NDAS_TRY(const bool more, readAny(packet));
        if (!more || !isLostFrame(packet, *stream(packet.stream_index)))
            return more;
        ++damagedReads_;
        av_packet_unref(&packet);
    }
}

Result<bool> Input::readAny(AVPacket& packet)
{
    for (int bad = 0; bad < maxConsecutiveBadReads; ++bad) {
        if (isFlv_)
            skipHeaderOfNextFlv(context_->pb);
        int code = av_read_frame(source(), &packet);
        while (code >= 0 && isUnasked(packet)) { // it was read ahead for the headers
            av_packet_unref(&packet);
            code = av_read_frame(source(), &packet);
        }
        if (code >= 0 && !file_->readError()) { // else it may be half a packet
            NDAS_TRY(const std::int64_t missing, repairs_.mend(packet, *stream(packet.stream_index),
                                                               *source()->streams[packet.stream_index]));
            damagedReads_ += missing;
            return true;
        }
        if (file_->token().isCancelled())
            return fail(ErrorCode::Cancelled);
        NDAS_CHECK(state());
        if (code == AVERROR_EOF)
            return atTheEnd();
        if (code != AVERROR(EAGAIN))
            ++damagedReads_;
    }
    return false;
}

Result<bool> Input::atTheEnd()
{
    if (std::exchange(sawEnd_, true))
        return false;
    const std::int64_t position = avio_tell(context_->pb);
    if (isChainBroken(context_->pb, file_->contentSize(), token()) || isScrambled() || isSoundUnknown())
        ++damagedReads_;
    NDAS_CHECK(state());
    avio_seek(context_->pb, position, SEEK_SET);
    return false;
}

/// It came where nobody had looked for it.
bool Input::isSoundUnknown() const
{
    const auto isSound = [](const AVStream* stream) {
        return stream->codecpar->codec_type == AVMEDIA_TYPE_AUDIO;
    };
    const auto all = streams();
    return std::ranges::none_of(all.first(knownStreams_), isSound) &&
           std::ranges::any_of(all.subspan(knownStreams_), isSound);
}

bool Input::isScrambled() const
{
    std::vector<int> wanted;
    for (const AVStream* stream : streams())
        if (isTransportStream_ && (isSelected(stream->index) || isOfSelectedKind(*stream)))
            wanted.push_back(stream->id);
    return !wanted.empty() && isAnyScrambled(context_->pb, file_->contentSize(), wanted, token());
}

Result<void> Input::seek(int streamIndex, std::int64_t pts)
{
    NDAS_CHECK(state());
    NDAS_TRY(const bool isSought,
             sequels_.seek(*this, streamIndex, toMicros(pts, stream(streamIndex)->time_base)));
    if (isSought)
        return {};
    if (isOfPieces())
        return rewind(); // where pieces overlap in its index, libavformat lands in a wrong one
    forgetPlace();
    sawEnd_ = sawEnd_ || isSurvey_; // who looks at the end alone need not look through all before it
    const int code = avformat_seek_file(source(), streamIndex, INT64_MIN, pts, pts, 0);
    if (code < 0)
        return failure(code, Phase::Read, "seek");
    return {};
}

void Input::forgetPlace()
{
    clock_.forget();
    succession_.forget();
    jointEnds_.forget();
    dvSound_.forget();
    repairs_.forget();
}

Result<void> Input::rewind()
{
    NDAS_CHECK(state());
    sequels_.leave();
    forgetPlace();
    if (keepsFramesWhole())
        return openAgain(); // libavformat goes to a key frame in its index, and misses what stands before it
    const std::int64_t start = context_->start_time == AV_NOPTS_VALUE ? 0 : context_->start_time;
    // By time these two land a key frame later.
    const std::string_view name = context_->iformat->name;
    const bool isStream = name == "mpegts" || name == "mpeg" || isFlv_;
    const bool isThere =
        !isStream && avformat_seek_file(context_.get(), -1, INT64_MIN, start, INT64_MAX, 0) >= 0;
    return isThere ? Result<void>{} : goToFirstByte();
}

Result<void> Input::goToFirstByte()
{
    const int code = avformat_seek_file(context_.get(), -1, INT64_MIN, 0, INT64_MAX, AVSEEK_FLAG_BYTE);
    return code < 0 ? failure(code, Phase::Read, "rewind") : Result<void>{};
}

Result<void> Input::openAgain()
{
    again_.reset();
    NDAS_TRY(again_, openContext(*context_->iformat, true, edits_));
    const int code = shallow_ ? 0 : avformat_find_stream_info(again_.get(), nullptr);
    if (token().isCancelled() || file_->readError())
        return failure(code, Phase::Open, "open again");
    discardUnselected(*again_);
    return {};
}

} // namespace ndas::engine
