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
