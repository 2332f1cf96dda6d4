-- The tables of the corpus. A published migration: never edited, only followed by another.

CREATE TABLE runs (
    run_id TEXT PRIMARY KEY,
    spider TEXT NOT NULL,
    arguments TEXT NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    finish_reason TEXT,
    counts TEXT
);

CREATE TABLE agencies (
    agency_id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    kind TEXT NOT NULL,
    level TEXT,
    province TEXT,
    prefecture TEXT,
    county TEXT,
    township TEXT,
    division_code TEXT,
    resolution TEXT NOT NULL,
    candidates TEXT,
    reason TEXT
);
CREATE INDEX agencies_by_division ON agencies (division_code);
CREATE INDEX agencies_by_name ON agencies (name);

CREATE TABLE agency_names (
    agency_id TEXT NOT NULL REFERENCES agencies ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL,
    source_id TEXT NOT NULL,
    PRIMARY KEY (agency_id, name, source_id)
) WITHOUT ROWID;
CREATE INDEX agency_names_by_name ON agency_names (name);

CREATE TABLE sources (
    source_id TEXT NOT NULL,
    url TEXT NOT NULL,
    kind TEXT NOT NULL,
    host TEXT,
    media_type TEXT,
    charset TEXT,
    bytes INTEGER NOT NULL,
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT,
    agency_id TEXT,
    year INTEGER,
    extractor TEXT,
    title TEXT,
    agency_name TEXT,
    resolution TEXT,
    current INTEGER NOT NULL,
    PRIMARY KEY (source_id, url),
    FOREIGN KEY (agency_id, year) REFERENCES reports (agency_id, year)
        DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX sources_by_url ON sources (url);
CREATE INDEX sources_by_report ON sources (agency_id, year);

CREATE TABLE source_records (
    source_id TEXT NOT NULL,
    url TEXT NOT NULL,
    key_agency_id TEXT,
    key_year INTEGER,
    agency TEXT,
    year INTEGER,
    hints TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (source_id, url),
    FOREIGN KEY (source_id, url) REFERENCES sources (source_id, url)
        ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX source_records_by_key ON source_records (key_agency_id, key_year);

CREATE TABLE captures (
    capture_id INTEGER PRIMARY KEY,
    url TEXT NOT NULL,
    fetched_at TEXT NOT NULL,
    http_status INTEGER,
    etag TEXT,
    last_modified TEXT,
    source_id TEXT NOT NULL,
    warc_file TEXT,
    warc_offset INTEGER,
    run_id TEXT NOT NULL REFERENCES runs DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (source_id, url) REFERENCES sources (source_id, url)
        DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX captures_by_source ON captures (source_id, url);
CREATE INDEX captures_by_url ON captures (url);
CREATE INDEX captures_by_run ON captures (run_id);

CREATE TABLE skipped (
    url TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    title TEXT,
    host TEXT,
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL
);

CREATE TABLE reports (
    agency_id TEXT NOT NULL REFERENCES agencies DEFERRABLE INITIALLY DEFERRED,
    year INTEGER NOT NULL,
    title TEXT,
    template TEXT,
    disclosure_template TEXT,
    period_start TEXT,
    period_end TEXT,
    published_on TEXT,
    source_id TEXT NOT NULL,
    source_url TEXT NOT NULL,
    source_count INTEGER NOT NULL,
    status TEXT NOT NULL,
    cells_expected INTEGER NOT NULL,
    cells_read INTEGER NOT NULL,
    cells_blank INTEGER NOT NULL,
    identities_checked INTEGER NOT NULL,
    identities_failed INTEGER NOT NULL,
    year_reason TEXT,
    notes TEXT,
    first_seen TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (agency_id, year),
    FOREIGN KEY (source_id, source_url) REFERENCES sources (source_id, url)
        DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX reports_by_year ON reports (year, status);
CREATE INDEX reports_by_source ON reports (source_id, source_url);

CREATE TABLE disclosures (
    agency_id TEXT NOT NULL,
    year INTEGER NOT NULL,
    item TEXT NOT NULL,
    made INTEGER,
    newly_disclosed INTEGER,
    disclosed_total INTEGER,
    items_last_year INTEGER,
    items_change INTEGER,
    decisions INTEGER,
    procurement_count INTEGER,
    procurement_amount REAL,
    procurement_amount_text TEXT,
    issued INTEGER,
    repealed INTEGER,
    in_force INTEGER,
    fee_amount REAL,
    fee_amount_text TEXT,
    amount_unit TEXT,
    PRIMARY KEY (agency_id, year, item),
    FOREIGN KEY (agency_id, year) REFERENCES reports (agency_id, year)
        ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
) WITHOUT ROWID;

CREATE TABLE applications (
    agency_id TEXT NOT NULL,
    year INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    position INTEGER NOT NULL,
    natural_person INTEGER,
    company INTEGER,
    research INTEGER,
    nonprofit INTEGER,
    legal INTEGER,
    other INTEGER,
    total INTEGER,
    PRIMARY KEY (agency_id, year, outcome),
    FOREIGN KEY (agency_id, year) REFERENCES reports (agency_id, year)
        ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
) WITHOUT ROWID;

CREATE TABLE proceedings (
    agency_id TEXT NOT NULL,
    year INTEGER NOT NULL,
    channel TEXT NOT NULL,
    upheld INTEGER,
    corrected INTEGER,
    other INTEGER,
    pending INTEGER,
    total INTEGER,
    PRIMARY KEY (agency_id, year, channel),
    FOREIGN KEY (agency_id, year) REFERENCES reports (agency_id, year)
        ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
) WITHOUT ROWID;

CREATE TABLE identity_failures (
    agency_id TEXT NOT NULL,
    year INTEGER NOT NULL,
    rule TEXT NOT NULL,
    scope TEXT NOT NULL,
    "left" NUMERIC,
    "right" NUMERIC,
    PRIMARY KEY (agency_id, year, rule, scope),
    FOREIGN KEY (agency_id, year) REFERENCES reports (agency_id, year)
        ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
) WITHOUT ROWID;

CREATE TABLE cell_notes (
    agency_id TEXT NOT NULL,
    year INTEGER NOT NULL,
    "table" TEXT NOT NULL,
    "row" TEXT NOT NULL,
    "column" TEXT NOT NULL,
    state TEXT NOT NULL,
    raw TEXT NOT NULL,
    source_id TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (agency_id, year, "table", "row", "column"),
    FOREIGN KEY (agency_id, year) REFERENCES reports (agency_id, year)
        ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
) WITHOUT ROWID;

CREATE TABLE conflicting_cells (
    agency_id TEXT NOT NULL,
    year INTEGER NOT NULL,
    "table" TEXT NOT NULL,
    "row" TEXT NOT NULL,
    "column" TEXT NOT NULL,
    value TEXT NOT NULL,
    unit TEXT,
    source_id TEXT NOT NULL,
    other_value TEXT NOT NULL,
    other_unit TEXT,
    other_source_id TEXT NOT NULL,
    other_url TEXT NOT NULL,
    PRIMARY KEY (agency_id, year, "table", "row", "column", other_source_id, other_url),
    FOREIGN KEY (agency_id, year) REFERENCES reports (agency_id, year)
        ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE narrative_facts (
    agency_id TEXT NOT NULL,
    year INTEGER NOT NULL,
    position INTEGER NOT NULL,
    indicator TEXT NOT NULL,
    value NUMERIC,
    value_text TEXT NOT NULL,
    unit TEXT,
    qualifier TEXT NOT NULL,
    quote TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    PRIMARY KEY (agency_id, year, position),
    FOREIGN KEY (agency_id, year) REFERENCES reports (agency_id, year)
        ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
) WITHOUT ROWID;
CREATE INDEX narrative_facts_by_indicator ON narrative_facts (indicator, year);

CREATE TABLE sections (
    section_id INTEGER PRIMARY KEY,
    agency_id TEXT NOT NULL,
    year INTEGER NOT NULL,
    position INTEGER NOT NULL,
    number INTEGER,
    heading TEXT NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (agency_id, year, position),
    FOREIGN KEY (agency_id, year) REFERENCES reports (agency_id, year)
        ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);

-- Fed with search terms (see fulltext.py), shows the sections' own text. Positions are not
-- kept (detail=none): every word of up to 16 characters is a term of its own.
CREATE VIRTUAL TABLE sections_fts USING fts5 (
    agency_id UNINDEXED,
    year UNINDEXED,
    heading,
    text,
    content = 'sections',
    content_rowid = 'section_id',
    detail = none
);

CREATE TABLE data_dictionary (
    "table" TEXT NOT NULL,
    "column" TEXT NOT NULL,
    label TEXT NOT NULL,
    meaning TEXT NOT NULL,
    unit TEXT,
    PRIMARY KEY ("table", "column")
);
