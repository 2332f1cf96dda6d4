-- What a release has beside the corpus: its own description, and views made into tables.

CREATE TABLE release (
    version TEXT NOT NULL PRIMARY KEY,
    released_at TEXT NOT NULL,
    title TEXT NOT NULL,
    publisher TEXT NOT NULL,
    complete INTEGER NOT NULL,
    unfinished TEXT,
    reports INTEGER NOT NULL,
    verified INTEGER NOT NULL,
    agencies INTEGER NOT NULL,
    first_year INTEGER NOT NULL,
    last_year INTEGER NOT NULL,
    documents INTEGER NOT NULL,
    findings INTEGER NOT NULL,
    licence TEXT NOT NULL,
    licence_url TEXT NOT NULL,
    method TEXT NOT NULL,
    known_gaps TEXT NOT NULL,
    software TEXT NOT NULL
);

CREATE INDEX findings_by_year ON findings (finding, year);
CREATE INDEX findings_by_report ON findings (agency_id, year);
CREATE INDEX panel_by_year ON panel (year, status, kind, total, granted);
CREATE INDEX panel_by_received ON panel (received);
CREATE INDEX panel_by_year_and_received ON panel (year, received);
CREATE INDEX panel_by_place ON panel (province, prefecture, county, year);
CREATE INDEX panel_by_name ON panel (name, year);
CREATE INDEX agencies_by_place ON agencies (province, prefecture, county);
CREATE INDEX identity_failures_by_rule ON identity_failures (rule, year);
CREATE INDEX reports_by_status ON reports (status, year);
