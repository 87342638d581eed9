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
