-- What users did with a recording beside changing its facts: what, when, and of which rendition.
CREATE TABLE video_deed (
    id          INTEGER PRIMARY KEY,
    video_id    INTEGER NOT NULL REFERENCES video(id) ON DELETE CASCADE,
    at          INTEGER NOT NULL,
    deed        TEXT NOT NULL CHECK (deed IN ('rendition deleted', 'copy saved', 'picture chosen')),
    preset      TEXT NOT NULL DEFAULT '',                              -- '' = the original, or no rendition at all
    size_bytes  INTEGER NOT NULL DEFAULT 0 CHECK (size_bytes >= 0),    -- of the rendition
    folder      TEXT NOT NULL DEFAULT ''                               -- of the copy
) STRICT;
CREATE INDEX video_deed_by_video ON video_deed(video_id, id);

-- Ended jobs that were taken off the list: how they ended stays in the history of their recording.
CREATE TABLE past_job (
    id           INTEGER PRIMARY KEY,
    job_id       INTEGER NOT NULL,                                     -- may be given to another job since
    video_id     INTEGER NOT NULL REFERENCES video(id) ON DELETE CASCADE,
    kind         TEXT NOT NULL CHECK (kind IN ('ingest', 'transcode')),
    preset       TEXT NOT NULL DEFAULT '',
    state        TEXT NOT NULL CHECK (state IN ('succeeded', 'failed', 'cancelled')),
    error_code   TEXT NOT NULL DEFAULT '',
    finished_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX past_job_by_video ON past_job(video_id);
