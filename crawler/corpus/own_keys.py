"""The key that a document gives its bytes by itself: what the best resolved of its rows says."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from crawler.corpus.ranking import KIND_RANK, RESOLUTION_RANK
from parsers.record import Agency

Key = tuple[str, int]
"""agency_id, year."""

UNPLACED = "0:"
"""Beginning of the agency_id of an agency whose division is not known."""


@dataclass(frozen=True, slots=True)
class Own:
    """Agency and year of the same bytes, whatever their addresses, and the record that tells."""

    key: Key
    agency: Agency
    record_json: str

    @property
    def is_placed(self) -> bool:
        """Whether the agency's division is known."""
        return not self.key[0].startswith(UNPLACED)


def own_key(connection: sqlite3.Connection, source_id: str) -> Own | None:
    """What the best resolved of the current rows of the same bytes tells; decisions come first.

    None where the bytes are no report any more, or tell no agency or no year.
    """
    rows = connection.execute(
        "SELECT s.url, s.kind, r.agency, r.decided, r.year, r.record FROM sources AS s"
        " JOIN source_records AS r ON r.source_id = s.source_id AND r.url = s.url"
        " WHERE s.source_id = ? AND s.current = 1 AND s.outcome = 'report'"
        "     AND r.agency IS NOT NULL AND r.year IS NOT NULL",
        (source_id,),
    )
    ranked: list[tuple[tuple[bool, int, int, str], Own]] = []
    for url, kind, agency_json, decided, year, record_json in rows:
        agency = Agency.model_validate_json(agency_json)
        rank = (not decided, RESOLUTION_RANK[agency.resolution], KIND_RANK[kind], url)
        ranked.append((rank, Own((agency.agency_id, year), agency, record_json)))
    return min(ranked, key=lambda pair: pair[0])[1] if ranked else None
