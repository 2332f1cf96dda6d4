-- What crawls of portals remember, so that the next one asks for little. A published migration:
-- never edited, only followed by another.

CREATE TABLE visits (
    portal TEXT NOT NULL,
    key TEXT NOT NULL,
    role TEXT NOT NULL,
    url TEXT NOT NULL,
    errand TEXT NOT NULL,
    planned_at TEXT NOT NULL,
    checked_at TEXT,
    changed_at TEXT,
    http_status INTEGER,
    failures INTEGER NOT NULL,
    etag TEXT,
    last_modified TEXT,
    digest TEXT,
    newest TEXT,
    PRIMARY KEY (portal, key)
) WITHOUT ROWID;
CREATE INDEX visits_by_url ON visits (url);

CREATE TABLE portal_runs (
    run_id TEXT NOT NULL REFERENCES runs DEFERRABLE INITIALLY DEFERRED,
    portal TEXT NOT NULL,
    home TEXT NOT NULL,
    name TEXT,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    family TEXT,
    evidence TEXT,
    state TEXT NOT NULL,
    counts TEXT NOT NULL,
    troubles TEXT NOT NULL,
    PRIMARY KEY (run_id, portal)
);
CREATE INDEX portal_runs_by_portal ON portal_runs (portal, started_at);
