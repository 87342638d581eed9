-- Files of removed recordings: noted with the removal, forgotten once they are gone. Nobody may take them in again.
CREATE TABLE removed_file (
    name        TEXT PRIMARY KEY CHECK (name <> ''),  -- below the library folder
    removed_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
