-- A database as schema 4 left it. Never changed: what a program of that time wrote.
-- Times are INTEGER epoch milliseconds (UTC) in *_at; durations microseconds in *_us; sizes bytes.
-- Names on disk are opaque ids; nothing here but `patient` and `video.title`/`original_*` may identify a person.
-- JSON columns are looked at with LIKE: SQLite before 3.41 does not let a schema call json_valid() under trusted_schema=OFF.

CREATE TABLE patient (
    id              INTEGER PRIMARY KEY,
    code            TEXT NOT NULL UNIQUE CHECK (code <> ''),
    name            TEXT NOT NULL DEFAULT '',
    birth_date      TEXT CHECK (birth_date IS NULL OR birth_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    gestation_days  INTEGER CHECK (gestation_days BETWEEN 140 AND 310),
    created_at      INTEGER NOT NULL
) STRICT;

CREATE TABLE video (
    id                  INTEGER PRIMARY KEY,
    uuid                TEXT NOT NULL UNIQUE CHECK (length(uuid) = 32),
    patient_id          INTEGER REFERENCES patient(id) ON DELETE RESTRICT,
    title               TEXT NOT NULL,
    notes               TEXT NOT NULL DEFAULT '',
    state               TEXT NOT NULL CHECK (state IN ('importing', 'ready', 'refused', 'duplicate')),
    storage             TEXT NOT NULL CHECK (storage IN ('copied', 'in_place')),
    original_path       TEXT NOT NULL,               -- where it was found; never written to
    original_name       TEXT NOT NULL,
    stored_name         TEXT,                        -- below originals/, when copied
    size_bytes          INTEGER NOT NULL CHECK (size_bytes >= 0),
    file_modified_at    INTEGER NOT NULL,
    sha256              TEXT CHECK (sha256 IS NULL OR length(sha256) = 64),
    duplicate_of        INTEGER REFERENCES video(id) ON DELETE SET NULL,
    refusal_code        TEXT,
    container           TEXT,
    duration_us         INTEGER CHECK (duration_us >= 0),
    display_width       INTEGER CHECK (display_width > 0),
    display_height      INTEGER CHECK (display_height > 0),
    recorded_at         TEXT,                        -- ISO 8601 as the source gave it
    recorded_at_source  TEXT CHECK (recorded_at_source IN ('container', 'file name', 'file time', 'typed')),
    media_info          TEXT CHECK (media_info LIKE '{%}'),
    imported_at         INTEGER NOT NULL,
    CHECK (state <> 'ready' OR (sha256 IS NOT NULL AND media_info IS NOT NULL)),
    CHECK (state <> 'ready' OR storage <> 'copied' OR stored_name IS NOT NULL),
    CHECK (state <> 'refused' OR refusal_code IS NOT NULL)
) STRICT;
CREATE INDEX video_by_hash ON video(sha256) WHERE sha256 IS NOT NULL;
CREATE INDEX video_by_size ON video(size_bytes);
CREATE INDEX video_by_patient ON video(patient_id);

CREATE TABLE media_stream (
    video_id        INTEGER NOT NULL REFERENCES video(id) ON DELETE CASCADE,
    stream_index    INTEGER NOT NULL CHECK (stream_index >= 0),
    kind            TEXT NOT NULL CHECK (kind IN ('video', 'audio', 'subtitle', 'data', 'attachment', 'cover', 'still')),
    codec           TEXT NOT NULL,
    profile         TEXT NOT NULL DEFAULT '',
    language        TEXT NOT NULL DEFAULT '',
    bit_rate        INTEGER,
    width           INTEGER,
    height          INTEGER,
    frame_rate      REAL,
    channels        INTEGER,
    sample_rate     INTEGER,
    chosen          INTEGER NOT NULL DEFAULT 0 CHECK (chosen IN (0, 1)),
    PRIMARY KEY (video_id, stream_index)
) STRICT, WITHOUT ROWID;

CREATE TABLE rendition (
    id              INTEGER PRIMARY KEY,
    video_id        INTEGER NOT NULL REFERENCES video(id) ON DELETE CASCADE,
    preset          TEXT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('pending', 'publishing', 'ready', 'failed')),
    plan_hash       TEXT,
    file_name       TEXT UNIQUE,                     -- below renditions/
    size_bytes      INTEGER CHECK (size_bytes > 0),
    sha256          TEXT CHECK (sha256 IS NULL OR length(sha256) = 64),
    width           INTEGER,
    height          INTEGER,
    duration_us     INTEGER,
    frames          INTEGER,
    removed         TEXT NOT NULL DEFAULT '[]' CHECK (removed LIKE '[%]'),
    notes           TEXT NOT NULL DEFAULT '[]' CHECK (notes LIKE '[%]'),
    created_at      INTEGER NOT NULL,
    ready_at        INTEGER,
    UNIQUE (video_id, preset),
    CHECK (state NOT IN ('publishing', 'ready') OR (file_name IS NOT NULL AND size_bytes IS NOT NULL AND sha256 IS NOT NULL))
) STRICT;

CREATE TABLE thumbnail (
    id              INTEGER PRIMARY KEY,
    video_id        INTEGER NOT NULL REFERENCES video(id) ON DELETE CASCADE,
    at_us           INTEGER NOT NULL,
    width           INTEGER NOT NULL CHECK (width > 0),
    height          INTEGER NOT NULL CHECK (height > 0),
    format          TEXT NOT NULL CHECK (format IN ('jpeg', 'png', 'webp')),
    file_name       TEXT NOT NULL UNIQUE,            -- below thumbnails/
    size_bytes      INTEGER NOT NULL CHECK (size_bytes > 0),
    created_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX thumbnail_by_video ON thumbnail(video_id);

CREATE TABLE job (
    id                INTEGER PRIMARY KEY,
    kind              TEXT NOT NULL CHECK (kind IN ('ingest', 'transcode')),
    video_id          INTEGER REFERENCES video(id) ON DELETE CASCADE,
    preset            TEXT NOT NULL DEFAULT '',
    payload           TEXT NOT NULL DEFAULT '{}' CHECK (payload LIKE '{%}'),
    state             TEXT NOT NULL CHECK (state IN ('queued', 'running', 'paused', 'blocked', 'succeeded', 'failed', 'cancelled')),
    priority          INTEGER NOT NULL DEFAULT 0,
    run_at            INTEGER NOT NULL,
    attempt           INTEGER NOT NULL DEFAULT 0 CHECK (attempt >= 0),
    crashes           INTEGER NOT NULL DEFAULT 0 CHECK (crashes >= 0),
    fence             INTEGER NOT NULL DEFAULT 0 CHECK (fence >= 0),
    owner             TEXT,
    lease_until       INTEGER,
    cancel_requested  INTEGER NOT NULL DEFAULT 0 CHECK (cancel_requested IN (0, 1)),
    pause_requested   INTEGER NOT NULL DEFAULT 0 CHECK (pause_requested IN (0, 1)),
    progress          REAL NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 1),
    stage             TEXT NOT NULL DEFAULT '',
    speed             REAL NOT NULL DEFAULT 0,
    error_code        TEXT NOT NULL DEFAULT '',
    error_detail      TEXT NOT NULL DEFAULT '',
    created_at        INTEGER NOT NULL,
    started_at        INTEGER,
    finished_at       INTEGER,
    CHECK ((state = 'running') = (owner IS NOT NULL)),
    CHECK ((state = 'running') = (lease_until IS NOT NULL)),
    CHECK ((state IN ('succeeded', 'failed', 'cancelled')) = (finished_at IS NOT NULL)),
    CHECK (state IN ('running', 'paused', 'queued', 'blocked') OR (cancel_requested = 0 AND pause_requested = 0)),
    CHECK (state <> 'failed' OR error_code <> '')
) STRICT;
CREATE INDEX job_to_claim ON job(priority DESC, run_at, id) WHERE state = 'queued';
CREATE INDEX job_by_state ON job(state);
CREATE INDEX job_by_video ON job(video_id);
-- One unfinished transcode per rendition: nothing is done twice.
CREATE UNIQUE INDEX job_one_per_rendition ON job(video_id, preset)
    WHERE kind = 'transcode' AND state IN ('queued', 'running', 'paused', 'blocked');

CREATE TABLE job_event (
    id          INTEGER PRIMARY KEY,
    job_id      INTEGER NOT NULL REFERENCES job(id) ON DELETE CASCADE,
    at          INTEGER NOT NULL,
    from_state  TEXT NOT NULL,
    to_state    TEXT NOT NULL,
    attempt     INTEGER NOT NULL,
    reason      TEXT NOT NULL DEFAULT '',
    detail      TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX job_event_by_job ON job_event(job_id, id);

-- Whole-queue facts shared by all instances on this library, e.g. ('queue_paused', '1').
CREATE TABLE app_state (
    key    TEXT PRIMARY KEY,
    value  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
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
-- How far an unfinished job's journal reaches (RELIABILITY.md): the newest checkpoint of each.
CREATE TABLE checkpoint (
    job_id         INTEGER PRIMARY KEY REFERENCES job(id) ON DELETE CASCADE,
    fence          INTEGER NOT NULL CHECK (fence > 0),    -- of the attempt that wrote it
    at_us          INTEGER NOT NULL CHECK (at_us >= 0),   -- what is shown before is in the journal
    journal_bytes  INTEGER NOT NULL CHECK (journal_bytes > 0),
    buffer_bits    INTEGER NOT NULL CHECK (buffer_bits >= 0),
    furthest_us    INTEGER NOT NULL CHECK (furthest_us >= at_us), -- also by attempts whose journal was lost
    saved_at       INTEGER NOT NULL
) STRICT;
-- How much of the recording is seen in a rendition: SSIM of a sample of pictures, where it was asked for; 1 = identical.
-- likeness_luma: of brightness alone; likeness_pictures: how many were compared.
ALTER TABLE rendition ADD COLUMN likeness REAL CHECK (likeness BETWEEN 0 AND 1);
ALTER TABLE rendition ADD COLUMN likeness_luma REAL CHECK (likeness_luma BETWEEN 0 AND 1);
ALTER TABLE rendition ADD COLUMN likeness_pictures INTEGER CHECK (likeness_pictures > 0);
-- Files of removed recordings: noted with the removal, forgotten once they are gone. Nobody may take them in again.
CREATE TABLE removed_file (
    name        TEXT PRIMARY KEY CHECK (name <> ''),  -- below the library folder
    removed_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO patient (id, code, name, birth_date, gestation_days, created_at)
    VALUES (1, 'P-0042', 'Leo', '2026-01-05', 280, 1000);
INSERT INTO video (id, uuid, patient_id, title, notes, state, storage, original_path, original_name, stored_name, size_bytes,
    file_modified_at, sha256, container, duration_us, recorded_at, recorded_at_source, media_info, imported_at)
    VALUES (1, '0123456789abcdef0123456789abcdef', 1, 'Visit', 'calm', 'ready', 'copied', '/card/a.mp4', 'a.mp4',
    '0123456789abcdef0123456789abcdef.mp4', 1000, 500, printf('%064d', 7), 'mp4', 2000000, '2026-03-01T10:00:00', 'container',
    '{}', 1000);
INSERT INTO video (id, uuid, title, state, storage, original_path, original_name, size_bytes, file_modified_at, refusal_code,
    imported_at) VALUES (2, 'fedcba9876543210fedcba9876543210', 'Song', 'refused', 'copied', '/card/b.mp4', 'b.mp4', 5, 5,
    'no-video-stream', 2000);
INSERT INTO media_stream (video_id, stream_index, kind, codec, chosen) VALUES (1, 0, 'video', 'h264', 1);
INSERT INTO rendition (id, video_id, preset, state, file_name, size_bytes, sha256, created_at, ready_at)
    VALUES (1, 1, 'low', 'ready', 'low.mp4', 42, printf('%064d', 8), 1000, 3000);
INSERT INTO rendition (id, video_id, preset, state, created_at) VALUES (2, 1, 'high', 'failed', 1000);
INSERT INTO thumbnail (video_id, at_us, width, height, format, file_name, size_bytes, created_at)
    VALUES (1, 0, 360, 640, 'jpeg', 'a-1.jpg', 5, 1000);
INSERT INTO job (id, kind, video_id, preset, state, run_at, attempt, fence, progress, created_at, finished_at)
    VALUES (1, 'transcode', 1, 'low', 'succeeded', 1000, 1, 1, 1, 1000, 3000);
INSERT INTO job (id, kind, video_id, preset, state, run_at, created_at) VALUES (2, 'transcode', 1, 'high', 'queued', 1000, 1000);
INSERT INTO job_event (job_id, at, from_state, to_state, attempt) VALUES (1, 1000, '', 'queued', 0);
INSERT INTO job_event (job_id, at, from_state, to_state, attempt) VALUES (1, 2000, 'queued', 'running', 1);
INSERT INTO job_event (job_id, at, from_state, to_state, attempt) VALUES (1, 3000, 'running', 'succeeded', 1);
INSERT INTO job_event (job_id, at, from_state, to_state, attempt) VALUES (2, 1000, '', 'queued', 0);
INSERT INTO app_state (key, value) VALUES ('queue_paused', '1');
INSERT INTO video_change (video_id, at, field, before, after) VALUES (1, 4000, 'title', 'a', 'Visit');
INSERT INTO checkpoint (job_id, fence, at_us, journal_bytes, buffer_bits, furthest_us, saved_at)
    VALUES (2, 1, 5000000, 100, 0, 6000000, 4000);
UPDATE rendition SET likeness = 0.98, likeness_luma = 0.97, likeness_pictures = 32 WHERE id = 1;
INSERT INTO removed_file (name, removed_at) VALUES ('renditions/gone.mp4', 5000);
PRAGMA application_id=1313096019;
PRAGMA user_version=5;
