// An opened recording: demuxed by a white list of demuxers from a file we opened ourselves. Nothing the file
// names (playlists, external tracks, URLs) is ever opened. One thread at a time; blocking, cancellable.
#pragma once

#include "core/engine/clock/joined_clock.h"
#include "core/engine/container/container_extent.h"
#include "core/engine/container/joint_ends.h"
#include "core/engine/input/packet_repairs.h"
#include "core/engine/input/sequels.h"
#include "core/engine/input/stream_succession.h"
#include "core/engine/libav/av_error.h"
#include "core/engine/libav/file_io.h"
#include "core/engine/mending/dv_sound.h"
#include "core/engine/mending/edit_shifts.h"
#include "core/engine/mending/empty_edits.h"

#include <span>

namespace ndas::engine {

/// How long to look for stream parameters.
enum class Depth {
    Full,    ///< up to 10 s or 10 MB
    Headers, ///< not at all where the headers suffice; enough to survey packets and decode single frames, but
             ///< reorder delays are unknown: never transcode from it
};

class Input {
public:
    /// NotFound, NotReadable, NotMedia, EmptyFile, StillImage, NoVideoStream (a sound file), UnsupportedCodec
    /// (pictures that nobody timed), Incomplete, Damaged, Cancelled, ... `onRead` hears of each piece that is
    /// read of the file, also now.
    static Result<Input> open(const QString& path, const CancellationToken& token = {},
                              Depth depth = Depth::Full, const ReadHandler& onRead = {});
    /// What is in `file` as one recording.
    static Result<Input> open(std::unique_ptr<FileIo> file, Depth depth);

    /// What the file says of itself; the same until the end, and to be read and sought through the Input
    /// only.
    AVFormatContext* context() const { return context_.get(); }

    const FileIo& file() const { return *file_; }

    std::span<AVStream* const> streams() const;
    /// nullptr when there is no such stream.
    AVStream* stream(int index) const;

    qint64 sizeBytes() const { return file_->size(); }

    QDateTime modified() const { return file_->modified(); }

    Extent extent() const { return extent_; }

    /// A container that can be several recordings one behind the other, and does not know it.
    bool mayBeJoined() const { return mayBeJoined_; }

    /// Further recordings stand behind the first, and are read too.
    bool hasSequels() const { return !sequels_.isEmpty(); }

    /// Its streams may go on under other numbers in mid-file.
    bool mayChangeNumbers() const { return mayChangeNumbers_; }

    /// What was read of this stream so far came under the number of another one, which it continues.
    bool continuesAnother(int streamIndex) const { return succession_.continuesAnother(streamIndex); }

    /// By its edit list it shows nothing for a while, or one piece behind another: what of the index is
    /// shown, and when, is known when it is read.
    bool isPiecedTogether() const { return !emptyEdits_.isEmpty() || isOfPieces(); }

    /// By its edit list, one piece behind another; seek() goes to the beginning.
    bool isOfPieces() const { return !editShifts_.isEmpty(); }

    /// Its edit list asks for other speeds; all from where it begins is read once, as it was recorded.
    bool isAsRecorded() const { return isAsRecorded_; }

    /// A packet is a frame; transport streams may hand out fields.
    bool keepsFramesWhole() const;

    /// Its packets are counted, in the order in which they are decoded, not timed.
    bool timesAreOfDecoding() const { return repairs_.timesAreOfDecoding(); }

    /// Opened with Depth::Headers, and they sufficed.
    bool isShallow() const { return shallow_; }

    const CancellationToken& token() const { return file_->token(); }

    /// Packets of the others are skipped by the demuxer. An empty list means all.
    void select(std::span<const int> streamIndexes);

    /// The next packet (true) or the end (false). Damaged stretches are skipped and counted. Errors are those
    /// of the file (Io, SourceUnreachable) and Cancelled; broken data ends the recording early.
    Result<bool> read(AVPacket& packet);
    /// To the key frame at or before `pts`, in the stream's time base. Decoders must be flushed after it.
    Result<void> seek(int streamIndex, std::int64_t pts);
    /// Back to the very first packet, whatever the container can or cannot seek.
    Result<void> rewind();

    std::int64_t damagedReads() const;

    /// Packets of a transport stream that were asked for need a key. Looks into the file in many places; read
    /// on after rewind().
    bool isScrambled() const;

    /// What went wrong with the file itself, if anything has. Reading and seeking fail from then on.
    Result<void> state() const;

    /// It may have been for the moment: seek() or rewind() go on.
    void tryAgain() { file_->forgetReadError(); }

private:
    enum class EditList { Honoured, StartOnly };

    explicit Input(std::unique_ptr<FileIo> file);

    AVFormatContext* source() const { return again_ ? again_.get() : context_.get(); }

    Result<void> open(Depth depth);
    Result<InputContextPtr> openContext(const AVInputFormat& format, bool knownContainer,
                                        EditList edits) const;
    Result<void> followEdits(const AVInputFormat& format);
    bool hasBoxes() const;    ///< MP4, MOV
    bool hasElements() const; ///< Matroska, WebM
    bool isSelected(int streamIndex) const;
    bool isOfSelectedKind(const AVStream& stream) const;
    Result<bool> readOwn(AVPacket& packet);
    Result<bool> readOne(AVPacket& packet);
    Result<bool> readAny(AVPacket& packet);
    Result<bool> readFollowing(AVPacket& packet);
    void forgetPlace();
    Result<bool> atTheEnd();
    bool isSoundUnknown() const;
    Result<void> openAgain();
    Result<void> goToFirstByte();
    void discardUnselected(AVFormatContext& context) const;
    bool isUnasked(const AVPacket& packet) const;
    void hideEmptyEdits(AVPacket& packet) const;
    Failure failure(int code, Phase phase, const char* what) const;
    Failure openFailure(int code, bool knownContainer) const;

    std::unique_ptr<FileIo> file_; ///< outlives the context, which reads through it
    InputContextPtr context_;
    InputContextPtr again_; ///< where there is no other way back: what is read instead of `context_`
    Extent extent_ = Extent::Unknown;
    EditList edits_ = EditList::Honoured;
    bool isSurvey_ = false; ///< opened at Depth::Headers
    bool shallow_ = false;
    bool mayBeJoined_ = false;
    bool isFlv_ = false;
    bool hasDvSound_ = false;
    bool isTransportStream_ = false;
    bool mayChangeNumbers_ = false; ///< of its streams, in mid-file
    bool isAsRecorded_ = false;
    EmptyEdits emptyEdits_;
    EditShifts editShifts_;
    std::size_t knownStreams_ = 0; ///< when it was opened
    std::vector<int> selected_;    ///< empty = all
    JoinedClock clock_;
    StreamSuccession succession_;
    DvSound dvSound_;
    PacketRepairs repairs_;
    JointEnds jointEnds_;
    Sequels sequels_;
    std::int64_t damagedReads_ = 0;
    bool sawEnd_ = false;
};

} // namespace ndas::engine
