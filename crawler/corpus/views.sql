-- The views of the corpus, created anew whenever a newer version words them differently.

CREATE VIEW applications_wide AS
SELECT
    r.agency_id,
    a.name,
    r.year,
    r.template,
    r.status,
    max(t.total) FILTER (WHERE t.outcome = 'received') AS received,
    max(t.total) FILTER (WHERE t.outcome = 'carried_in') AS carried_in,
    max(t.total) FILTER (WHERE t.outcome = 'granted') AS granted,
    max(t.total) FILTER (WHERE t.outcome = 'partial') AS partial,
    max(t.total) FILTER (WHERE t.outcome = 'denied_state_secret') AS denied_state_secret,
    max(t.total) FILTER (WHERE t.outcome = 'denied_by_law') AS denied_by_law,
    max(t.total) FILTER (WHERE t.outcome = 'denied_safety_stability') AS denied_safety_stability,
    max(t.total) FILTER (WHERE t.outcome = 'denied_third_party') AS denied_third_party,
    max(t.total) FILTER (WHERE t.outcome = 'denied_internal_affairs') AS denied_internal_affairs,
    max(t.total) FILTER (WHERE t.outcome = 'denied_process') AS denied_process,
    max(t.total) FILTER (WHERE t.outcome = 'denied_enforcement_file') AS denied_enforcement_file,
    max(t.total) FILTER (WHERE t.outcome = 'denied_inquiry') AS denied_inquiry,
    max(t.total) FILTER (WHERE t.outcome = 'unavailable_not_held') AS unavailable_not_held,
    max(t.total) FILTER (WHERE t.outcome = 'unavailable_needs_creation')
        AS unavailable_needs_creation,
    max(t.total) FILTER (WHERE t.outcome = 'unavailable_unclear') AS unavailable_unclear,
    max(t.total) FILTER (WHERE t.outcome = 'unprocessed_petition') AS unprocessed_petition,
    max(t.total) FILTER (WHERE t.outcome = 'unprocessed_repeat') AS unprocessed_repeat,
    max(t.total) FILTER (WHERE t.outcome = 'unprocessed_publication') AS unprocessed_publication,
    max(t.total) FILTER (WHERE t.outcome = 'unprocessed_excessive') AS unprocessed_excessive,
    max(t.total) FILTER (WHERE t.outcome = 'unprocessed_confirmation') AS unprocessed_confirmation,
    max(t.total) FILTER (WHERE t.outcome = 'other') AS other,
    max(t.total) FILTER (WHERE t.outcome = 'other_uncorrected') AS other_uncorrected,
    max(t.total) FILTER (WHERE t.outcome = 'other_unpaid') AS other_unpaid,
    max(t.total) FILTER (WHERE t.outcome = 'other_other') AS other_other,
    max(t.total) FILTER (WHERE t.outcome = 'total') AS total,
    max(t.total) FILTER (WHERE t.outcome = 'carried_out') AS carried_out
FROM reports AS r
JOIN agencies AS a ON a.agency_id = r.agency_id
LEFT JOIN applications AS t ON t.agency_id = r.agency_id AND t.year = r.year
GROUP BY r.agency_id, r.year;

-- A sum is NULL as soon as one of its parts is: it is never the sum of what happens to be there.
CREATE VIEW panel AS
SELECT
    r.agency_id,
    a.name,
    a.body,
    a.kind,
    a.level,
    a.province,
    a.prefecture,
    a.county,
    a.township,
    a.division_code,
    a.resolution,
    r.year,
    r.status,
    r.template,
    r.published_on,
    w.received,
    w.carried_in,
    w.granted,
    w.partial,
    w.denied_state_secret + w.denied_by_law + w.denied_safety_stability + w.denied_third_party
        + w.denied_internal_affairs + w.denied_process + w.denied_enforcement_file
        + w.denied_inquiry AS denied,
    w.unavailable_not_held + w.unavailable_needs_creation + w.unavailable_unclear AS unavailable,
    w.unprocessed_petition + w.unprocessed_repeat + w.unprocessed_publication
        + w.unprocessed_excessive + w.unprocessed_confirmation AS unprocessed,
    coalesce(w.other, w.other_uncorrected + w.other_unpaid + w.other_other) AS other,
    w.total,
    w.carried_out,
    (SELECT d.decisions FROM disclosures AS d
     WHERE d.agency_id = r.agency_id AND d.year = r.year AND d.item = 'licences')
        AS licence_decisions,
    (SELECT d.decisions FROM disclosures AS d
     WHERE d.agency_id = r.agency_id AND d.year = r.year AND d.item = 'penalties')
        AS penalty_decisions,
    (SELECT d.decisions FROM disclosures AS d
     WHERE d.agency_id = r.agency_id AND d.year = r.year AND d.item = 'coercive_measures')
        AS coercive_decisions,
    (SELECT p.total FROM proceedings AS p
     WHERE p.agency_id = r.agency_id AND p.year = r.year AND p.channel = 'reconsideration')
        AS reconsiderations,
    (SELECT p.total FROM proceedings AS p
     WHERE p.agency_id = r.agency_id AND p.year = r.year AND p.channel = 'litigation_direct')
    + (SELECT p.total FROM proceedings AS p
       WHERE p.agency_id = r.agency_id AND p.year = r.year
           AND p.channel = 'litigation_after_reconsideration') AS litigations,
    r.identities_failed,
    (SELECT count(*) FROM conflicting_cells AS c
     WHERE c.agency_id = r.agency_id AND c.year = r.year) AS conflicts,
    r.source_count,
    r.source_url
FROM reports AS r
JOIN agencies AS a ON a.agency_id = r.agency_id
JOIN applications_wide AS w ON w.agency_id = r.agency_id AND w.year = r.year;

CREATE VIEW coverage AS
WITH RECURSIVE span (year, last_year) AS (
    SELECT min(year), max(year) FROM reports
    UNION ALL
    SELECT year + 1, last_year FROM span WHERE year < last_year
)
SELECT
    a.agency_id,
    a.name,
    a.kind,
    a.level,
    a.province,
    a.prefecture,
    a.county,
    a.township,
    a.division_code,
    span.year,
    r.agency_id IS NOT NULL AS has_report,
    r.status
FROM agencies AS a
CROSS JOIN span
LEFT JOIN reports AS r ON r.agency_id = a.agency_id AND r.year = span.year;

CREATE VIEW conflicts AS
SELECT
    c.agency_id,
    a.name,
    c.year,
    c."table",
    c."row",
    c."column",
    c.value,
    c.unit,
    c.source_id,
    r.source_url,
    s.kind AS source_kind,
    c.other_value,
    c.other_unit,
    c.other_source_id,
    c.other_url,
    o.kind AS other_kind
FROM conflicting_cells AS c
JOIN agencies AS a ON a.agency_id = c.agency_id
JOIN reports AS r ON r.agency_id = c.agency_id AND r.year = c.year
JOIN sources AS s ON s.source_id = r.source_id AND s.url = r.source_url
JOIN sources AS o ON o.source_id = c.other_source_id AND o.url = c.other_url;
