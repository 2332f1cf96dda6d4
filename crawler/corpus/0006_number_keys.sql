-- Sources by the numbers that they print, to find copies under a misread or ambiguous name. A
-- published migration: never edited, only followed by another.

CREATE TABLE number_keys (
    key INTEGER NOT NULL,
    source_id TEXT NOT NULL,
    PRIMARY KEY (key, source_id)
) WITHOUT ROWID;
CREATE INDEX number_keys_by_source ON number_keys (source_id);
