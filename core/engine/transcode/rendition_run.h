// One run at a rendition, from the first item of a broadcast to the finished file: begun anew or gone on with
// from its journal. One thread at a time.
#pragma once

#include "core/engine/input/progress_meter.h"
#include "core/engine/journal/journal_sink.h"
#include "core/engine/journal/mp4_muxer.h"
#include "core/engine/tracks/rendition_tracks.h"
#include "core/engine/transcode/rendition_writer.h"

namespace ndas::engine {

/// Where to go on when there is something to go on with.
enum class Resume { NearCheckpoint, FromStart, Anew };

/// What writing a rendition left behind for its verification.
struct Written {
    std::vector<TrackRecord> records;
    std::int64_t damagedPackets = 0;
    QStringList removed;
    std::vector<media::PlanNote> notes; ///< what the source turned out to be
    SourceTime start;                   ///< what its times are counted from
};

class RenditionRun {
public:
    /// Opens journal, decoders of sound and encoders. lostPlace: another kind of Resume is needed;
    /// media::begunByProcessor.
    static Result<std::unique_ptr<RenditionRun>> prepare(const Input& input,
                                                         const media::TranscodeRequest& request,
                                                         Resume resume, OutputFile& output,
                                                         const CheckpointHandler& onCheckpoint);

    /// There is a journal of an earlier run.
    bool wentOn() const { return from_ > media::Micros(0); }

    Wanted wanted() const { return reader_.wanted(); }

    /// The track because of which run() failed: it was to be taken over and cannot.
    std::optional<std::size_t> failedCopy() const
    {
        return isPictureAmiss_ ? std::optional<std::size_t>(0) : reader_.failedCopy();
    }

    /// Pictures of the source shown before are not needed; everyPicture where all are.
    std::int64_t picturesFrom() const { return picturesFrom_; }

    /// Everything in `source`, until the end or until asked to stop; `broadcast` fills it.
    Result<Written> run(ItemQueue& source, const Broadcast& broadcast, const CancellationToken& token,
                        const CancellationToken& pause, ProgressMeter& progress);

private:
    RenditionRun(RenditionTracks tracks, const JournalSpec& spec, std::optional<JournalContent> written,
                 media::Micros from, OutputFile& output);
    Result<void> begin();
    Result<void> take(MediaItem&& item, ProgressMeter& progress);
    Result<void> pauseBefore(const MediaItem& item);

    std::int64_t picturesFrom_;
    media::Micros from_; ///< what is shown before only leads up to the place where an earlier run stopped
    QStringList removed_;
    std::size_t plannedTracks_ = 0;
    bool plansToDeinterlace_ = false;
    SourceReader reader_;
    OutputFile& output_;
    Mp4Muxer muxer_;
    std::optional<JournalSink> journal_; ///< none: nothing is kept
    RenditionWriter writer_;
    bool begun_ = false;
    bool isPictureAmiss_ = false; ///< it does not show what the recording's packets promise
    bool isNew_ = false;          ///< what comes now was not there before
};

} // namespace ndas::engine
