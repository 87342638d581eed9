// Patients, videos, renditions and thumbnails in the database. Blocking (SQL); any thread.
#pragma once

#include "core/db/database_pool.h"
#include "core/jobs/job_store.h"
#include "core/library/video_edit.h"
#include "core/library/video_summary.h"

#include <vector>

namespace ndas::library {

struct NewVideo {
    QString originalPath;
    QString title; ///< "" = the file's name without its extension
    qint64 sizeBytes = 0;
    EpochMs fileModifiedAt = 0;
    Storage storage = Storage::Copied;
    QString patientCode; ///< "" = none; the patient is created when new
    QStringList presets; ///< queued once the ingest has succeeded
    bool evenIfDuplicate = false;
    std::optional<media::RecordingDate> typedDate = {}; ///< stands above what the file says
    QString uuid = {};                                  ///< "" = a new one
};

struct IngestedFacts {
    QString sha256;
    QString storedName; ///< "" when in place
    media::MediaInfo info;
    qint64 sizeBytes = 0;         ///< of the original, as it was read
    EpochMs fileModifiedAt = 0;   ///< of the original
    bool evenIfDuplicate = false; ///< false: AlreadyImported when the same content became ready meanwhile
    QString thumbnailFile;        ///< "" when none could be made
    media::PixelSize thumbnailSize;
    media::Micros thumbnailAt{0};
    qint64 thumbnailBytes = 0;
};

/// The picture a recording is shown by.
struct ThumbnailRecord {
    QString fileName; ///< below thumbnails/
    media::PixelSize size;
    media::Micros at{0};
    qint64 sizeBytes = 0;
};

/// A patient, and how much hangs on them.
struct PatientUse {
    Patient patient;
    int recordings = 0;

    friend bool operator==(const PatientUse&, const PatientUse&) = default;
};

struct Registered {
    VideoId video;
    JobId job;
};

struct VideoFilter {
    QString text = {}; ///< in title, notes, patient code; "" = all
    std::vector<VideoState> states = {};
    std::optional<PatientId> patient = {};
};

class LibraryStore {
public:
    LibraryStore(db::DatabasePool& pool, jobs::JobStore& jobs, const Clock& clock);

    /// Video row and its ingest job in one transaction: from here on it cannot be forgotten.
    /// RecordedBeforeBirth for a typed date before the patient's birth.
    Result<Registered> registerVideo(const NewVideo& video);
    /// For an original found in originals/ under `uuid` after the database was restored: registers it unless
    /// it is known, has one that is not ready taken from there when its ingest runs next, and queues those of
    /// `presets` that are not known. True when there was something to do.
    Result<bool> adoptOriginal(const NewVideo& found);
    /// The ready video with this content, if any.
    Result<std::optional<Video>> findByContent(const QString& sha256) const;
    /// Ready videos of this size exist? (a cheap question before hashing)
    Result<bool> hasSize(qint64 sizeBytes) const;
    /// Paths of all recordings that stay where they were found and may have this size.
    Result<QStringList> originalsInPlace(qint64 sizeBytes) const;

    /// One transaction: video ready, streams, thumbnail, transcode jobs for `presets`, ingest job succeeded.
    /// Nothing is written with AlreadyImported, when another video with this content became ready first, and
    /// RecordedBeforeBirth, when the file dates itself before the patient's birth.
    Result<void> finishIngest(const jobs::Claim& claim, VideoId id, const IngestedFacts& facts,
                              const QStringList& presets);
    /// One transaction each: what the recording is, and its ingest job failed for this reason. LostLease when
    /// the job is another's now: nothing is written.
    Result<void> refuse(const jobs::Claim& claim, VideoId id, const Error& reason);
    Result<void> turnAway(const jobs::Claim& claim, VideoId id, VideoId original, const Error& reason);

    /// Queues a transcode and its pending rendition; AlreadyExists when ready or under way.
    Result<JobId> queueRendition(VideoId id, const QString& preset, int priority = 0);
    /// Another preset for a job that has not begun: InvalidTransition once it runs or is over, AlreadyExists
    /// when there is or will be such a rendition.
    Result<void> changePreset(JobId job, const QString& preset);
    /// Commits name, size and hash before the file gets its name; of a ready one too, whose file the caller
    /// has found missing or changed. LostLease when the job is another's now.
    Result<void> recordPublishing(const jobs::Claim& claim, VideoId id, const Rendition& rendition);
    /// The rendition is ready (or was already) and its job succeeded.
    Result<void> finishRendition(const jobs::Claim& claim, VideoId id, const QString& preset);
    /// For a ready rendition whose file is missing or changed: queues it to be made again.
    Result<JobId> remakeRendition(VideoId id, const QString& preset);

    /// Removes one rendition's row, which stays in the history when it was ready; returns its file, relative
    /// to the library folder, that may now be deleted, noted until forgetRemoved() or until it is made again.
    /// Busy while a job is to make it; NoSuchItem.
    Result<QStringList> removeRendition(VideoId id, const QString& preset);

    Result<Video> find(VideoId id) const;
    Result<std::vector<Video>> list(const VideoFilter& filter = {}) const; ///< newest first, with renditions
    /// Summaries of up to `limit` videos with ids below `below` (0: from the newest on), newest first.
    Result<std::vector<VideoSummary>> summaries(VideoId below, int limit) const;
    /// Of these; those that are gone are left out.
    Result<std::vector<VideoSummary>> summaries(const std::vector<VideoId>& ids) const;

    /// One transaction: the facts and a line of history for each that changes. Returns the edit that takes it
    /// back. BadOption for an empty title; RecordedBeforeBirth.
    Result<VideoEdit> edit(VideoId id, const VideoEdit& change);
    Result<std::vector<VideoChange>> changesOf(VideoId id) const; ///< newest first

    /// A copy of that rendition, or of the original (""), was saved in this folder.
    Result<void> noteCopy(VideoId id, const QString& preset, const QString& folder);
    Result<std::vector<VideoDeed>> deedsOf(VideoId id) const; ///< newest first

    Result<std::optional<ThumbnailRecord>> thumbnailOf(VideoId id) const; ///< nullopt: it has none
    /// By the user: in the place of whatever it had; nullopt = none. The files are the caller's, see
    /// thumbnails.h.
    Result<void> setThumbnail(VideoId id, const std::optional<ThumbnailRecord>& record);

    Result<std::vector<Patient>> patients() const;       ///< by code
    Result<std::vector<PatientUse>> patientUses() const; ///< by code
    /// AlreadyExists for a code that is taken, BadOption for none. The id of `patient` is used when it has
    /// one (to put back who was removed).
    Result<PatientId> addPatient(const Patient& patient);
    /// Who it was. Busy while recordings belong to them, NoSuchItem.
    Result<Patient> removePatient(PatientId id);
    /// By id; returns what it was before. AlreadyExists when another has that code; BadOption for an empty
    /// one; RecordedBeforeBirth when a recording is older than the birth date.
    Result<Patient> changePatient(const Patient& patient);

    /// Removes the video's rows; returns the files, relative to the library folder, that may now be deleted
    /// (never the original in place). They stay noted until forgetRemoved(). Busy while one of its jobs runs.
    Result<QStringList> removeVideo(VideoId id);
    /// Files of removed videos that may still be there: those noted up to `until`, or all.
    Result<QStringList> removedFiles(std::optional<EpochMs> until = {}) const;
    /// These are gone, durably; see forgetGone() of cleanup.h.
    Result<void> forgetRemoved(const QStringList& files);

private:
    db::DatabasePool& pool_;
    jobs::JobStore& jobs_;
    const Clock& clock_;
};

} // namespace ndas::library
