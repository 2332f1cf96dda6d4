-- What operators decided on agencies that the evidence does not settle. A published migration:
-- never edited, only followed by another.

CREATE TABLE agency_decisions (
    source TEXT NOT NULL,
    name TEXT NOT NULL,
    agency_id TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (source, name)
) WITHOUT ROWID;

ALTER TABLE source_records ADD COLUMN decided INTEGER NOT NULL DEFAULT 0;
CREATE INDEX source_records_decided ON source_records (decided) WHERE decided = 1;
CREATE INDEX agencies_unsettled ON agencies (resolution)
    WHERE resolution IN ('ambiguous', 'unresolved');
CREATE INDEX sources_by_host ON sources (host);
