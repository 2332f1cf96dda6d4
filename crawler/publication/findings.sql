-- What does not fit together across years, and across the parts of a report. Findings are for
-- people to judge: no number was ever changed for one.

CREATE TABLE findings (
    finding TEXT NOT NULL,
    agency_id TEXT NOT NULL,
    year INTEGER NOT NULL,
    scope TEXT NOT NULL,
    value NUMERIC,
    other_value NUMERIC,
    other_agency_id TEXT,
    other_year INTEGER,
    detail TEXT NOT NULL,
    PRIMARY KEY (finding, agency_id, year, scope),
    FOREIGN KEY (agency_id, year) REFERENCES reports (agency_id, year),
    FOREIGN KEY (other_agency_id, other_year) REFERENCES reports (agency_id, year)
) WITHOUT ROWID;

INSERT INTO findings
SELECT
    'carried_over', agency_id, year, scope, "left", "right", agency_id, year - 1,
    'carried_in ' || "left" || ', carried_out of the year before ' || "right"
FROM identity_failures
WHERE rule = 'carried_over';

INSERT INTO findings
SELECT
    'told_against_table', agency_id, year, rule || ' ' || scope, "left", "right", NULL, NULL,
    'told in a sentence ' || "left" || ', printed in the table ' || "right"
FROM identity_failures
WHERE rule LIKE 'told\_%' ESCAPE '\';

-- 现行有效: what was in force a year before, and what was issued since, less what was repealed.
-- Only numbers as printed are compared, and two unplaced agencies of one name may be two.
INSERT INTO findings
SELECT
    'in_force', d.agency_id, d.year, d.item,
    d.in_force, b.in_force + d.issued - d.repealed, d.agency_id, d.year - 1,
    'in force ' || d.in_force || ', by the year before ' || b.in_force
        || ' + ' || d.issued || ' issued - ' || d.repealed || ' repealed'
FROM disclosures AS d
JOIN disclosures AS b ON b.agency_id = d.agency_id AND b.year = d.year - 1 AND b.item = d.item
WHERE d.in_force <> b.in_force + d.issued - d.repealed
    AND d.agency_id NOT LIKE '0:%'
    AND NOT EXISTS (
        SELECT 1 FROM cell_notes AS n
        WHERE n.agency_id = d.agency_id AND n.year = d.year
            AND n."table" = 'disclosures' AND n."row" = d.item
            AND n."column" IN ('issued', 'repealed', 'in_force') AND n.state = 'inferred'
    )
    AND NOT EXISTS (
        SELECT 1 FROM cell_notes AS n
        WHERE n.agency_id = b.agency_id AND n.year = b.year
            AND n."table" = 'disclosures' AND n."row" = b.item
            AND n."column" = 'in_force' AND n.state = 'inferred'
    );
