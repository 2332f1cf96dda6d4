"""Decisions of operators on agencies that the evidence does not settle.

A decision never changes what was read: the record stays, and with the decision's line its effect
goes. What a document's agency is follows from its record and the decisions in force, and from
nothing else; so a crawl, a reparse and an application of the file come to the same corpus.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from crawler.corpus.sources import Publisher, host_of
from parsers.attribution import agency_of_id, plain
from parsers.record import Agency, Record

_UNSETTLED = ("ambiguous", "unresolved")


@dataclass(frozen=True, slots=True)
class Decision:
    """Documents of a source that bear a name as read are an agency's.

    source: an address; the beginning of addresses, ended by `*`; or a host. name: as read, empty
    for any. Without a name, the beginning of addresses or a host settles only what is not settled
    by its own name.
    """

    source: str
    name: str
    agency_id: str
    note: str

    @property
    def is_address(self) -> bool:
        """Whether the source is one address, not many."""
        return "://" in self.source and not self.source.endswith("*")


class Decisions:
    """All decisions in force; asked for every document, so by table and not one by one."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self.all = tuple(sorted(decisions, key=lambda d: (d.source, d.name)))
        self._agencies: dict[str, Agency | None] = {}
        self._by_source: dict[tuple[str, str], Decision] = {
            (d.source, plain(d.name)): d for d in self.all
        }
        beginnings = {d.source.removesuffix("*") for d in self.all if d.source.endswith("*")}
        self._beginnings = sorted(beginnings, key=len, reverse=True)

    def publisher(self, url: str, record: Record) -> Publisher:
        """Who a document is from, given the decisions: the narrowest one that fits counts."""
        read = record.agency
        decision = self.fitting(url, read)
        if decision is None:
            return Publisher(read)
        agency = self._agency(decision.agency_id)
        if agency is None:  # of a register that no longer has the place
            return Publisher(read)
        names = read.names if read else ()
        told = {"names": names, "reason": f"{_told(decision)}; {_was(read)}"}
        return Publisher(agency.model_copy(update=told), decided=True)

    def fitting(self, url: str, read: Agency | None) -> Decision | None:
        """The decision that counts for a document, the one of the narrowest source."""
        if not self.all:
            return None
        names = _names(read)
        settled = read is not None and read.resolution not in _UNSETTLED
        for source in self._sources(url):
            for name in names:
                if found := self._by_source.get((source, name)):
                    return found
            found = self._by_source.get((source, ""))
            if found and (found.is_address or not settled):
                return found
        return None

    def _sources(self, url: str) -> Iterator[str]:
        yield url
        for beginning in self._beginnings:
            if url.startswith(beginning):
                yield f"{beginning}*"
        yield host_of(url) or ""

    def _agency(self, agency_id: str) -> Agency | None:
        if agency_id not in self._agencies:
            self._agencies[agency_id] = agency_of_id(agency_id)
        return self._agencies[agency_id]


def _told(decision: Decision) -> str:
    return f"decided by an operator: {decision.note or 'no note'}"


def _was(read: Agency | None) -> str:
    if read is None:
        return "no name was read"
    name = read.names[0] if read.names else read.name
    return f"read as {name}, {read.resolution}: {read.reason or 'no reason given'}"


def _names(read: Agency | None) -> list[str]:
    """The names as read that a decision may bear: the one printed, and the one made of it."""
    if read is None:
        return []
    return list(dict.fromkeys(plain(name) for name in (*read.names[:1], read.name)))


def decisions_in_force(connection: sqlite3.Connection) -> Decisions:
    """The decisions that the corpus was told last."""
    rows = connection.execute("SELECT source, name, agency_id, note FROM agency_decisions")
    return Decisions(Decision(*row) for row in rows)


def replace_decisions(connection: sqlite3.Connection, decisions: Iterable[Decision]) -> None:
    """Let these be in force, and no others."""
    connection.execute("DELETE FROM agency_decisions")
    connection.executemany(
        "INSERT INTO agency_decisions (source, name, agency_id, note) VALUES (?, ?, ?, ?)",
        [(d.source, d.name, d.agency_id, d.note) for d in decisions],
    )


def sources_concerned(
    connection: sqlite3.Connection, decisions: Iterable[Decision]
) -> set[tuple[str, str]]:
    """(url, source_id) of all documents that any of the decisions may be about, and of those
    that a decision was applied to."""
    found = set(
        connection.execute("SELECT url, source_id FROM source_records WHERE decided = 1").fetchall()
    )
    for decision in decisions:
        source = decision.source
        if decision.is_address:
            where, value = "url = ?", source
        elif source.endswith("*"):
            where, value = "url >= ? AND url < ?", source.removesuffix("*")
        else:
            where, value = "host = ?", source
        values = (value, value + "\U0010ffff") if source.endswith("*") else (value,)
        found.update(
            connection.execute(f"SELECT url, source_id FROM sources WHERE {where}", values)
        )
    return found
