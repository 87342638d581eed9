-- What users changed about a recording: when, from what to what, and why.
CREATE TABLE video_change (
    id          INTEGER PRIMARY KEY,
    video_id    INTEGER NOT NULL REFERENCES video(id) ON DELETE CASCADE,
    at          INTEGER NOT NULL,
    field       TEXT NOT NULL CHECK (field IN ('title', 'patient', 'notes', 'recorded')),
    before      TEXT NOT NULL,
    after       TEXT NOT NULL,
    reason      TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX video_change_by_video ON video_change(video_id, id);
