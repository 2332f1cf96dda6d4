"""The door to the corpus: what the pipelines and commands do with it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from crawler.corpus import sources
from crawler.corpus.application import Applied, apply_decisions
from crawler.corpus.captures import (
    Capture,
    all_captures,
    archived_capture,
    count_captures,
    latest_capture,
)
from crawler.corpus.database import open_for_reading, open_for_writing
from crawler.corpus.decisions import Decision, Decisions, decisions_in_force
from crawler.corpus.errors import CorpusError, told
from crawler.corpus.lock import WriterLock
from crawler.corpus.portals import (
    KnownPortal,
    known_portals,
    last_crawled,
    note_portal_run,
)
from crawler.corpus.settlement import settle
from crawler.corpus.sqlite_tools import Database
from crawler.corpus.summary import Summary, summarise
from crawler.corpus.times import stamp
from crawler.corpus.unsettled import Unsettled, unsettled
from crawler.corpus.visits import Remembered, note_visit, remembered
from crawler.items import Document, PortalRun, Skipped, Visit
from parsers.record import Outcome, Record, Status

Change = Literal["new", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a document.

    change: `new` (the url was not known), `changed` (other bytes, or another record of the same
    bytes), `unchanged`. agency_id, year, status: of the report that it belongs to, None where it
    belongs to none; reason then says why.
    """

    change: Change
    source_id: str
    outcome: Outcome
    reason: str | None
    agency_id: str | None
    year: int | None
    status: Status | None


class Corpus:
    """One corpus file. Opened for writing it is held by this process alone until `close`.

    It may be handed to another thread, and is used by one thread at a time. Every method
    raises CorpusError where the file cannot be read or written, and then has changed nothing.
    """

    def __init__(self, path: Path, db: Database, lock: WriterLock | None) -> None:
        self.path = path
        self._db = db
        self._lock = lock
        self._in_force: Decisions | None = None
        self._checked_run = ""

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Corpus:
        """Open a corpus, or create it with its folder where it is missing.

        Raises CorpusLocked while another process writes to it; CorpusError where the file is
        damaged, no corpus, not writable, or written by a newer version.
        """
        if path.is_dir():
            raise CorpusError(f"corpus {path} is a folder; name a file in it")
        if read_only:
            return cls(path, open_for_reading(path), None)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CorpusError(
                f"folder {path.parent} of the corpus cannot be made ({error.strerror}); "
                "name another place"
            ) from error
        lock = WriterLock(path)
        try:
            return cls(path, open_for_writing(path), lock)
        except BaseException:
            lock.release()
            raise

    def __enter__(self) -> Corpus:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and let the next writer in. Harmless when called again."""
        self._db.close()
        if self._lock:
            self._lock.release()

    def begin_run(
        self, run_id: str, spider: str, arguments: dict[str, str], started_at: datetime
    ) -> None:
        """Note that a crawl has begun; a run_id is used once."""
        with self._transaction():
            if self._has_run(run_id):
                raise CorpusError(f"corpus {self.path} already has a run {run_id!r}")
            self._db.conn.execute(
                "INSERT INTO runs (run_id, spider, arguments, started_at) VALUES (?, ?, ?, ?)",
                (run_id, spider, _json(arguments), stamp(started_at)),
            )

    def finish_run(
        self, run_id: str, finished_at: datetime, finish_reason: str, counts: dict[str, int]
    ) -> None:
        """Note how a crawl ended."""
        with self._transaction():
            self._check_run(run_id)
            self._db.conn.execute(
                "UPDATE runs SET finished_at = ?, finish_reason = ?, counts = ? WHERE run_id = ?",
                (stamp(finished_at), finish_reason, _json(counts), run_id),
            )

    def store(self, document: Document, run_id: str) -> Stored:
        """Store a document with its record, and settle the report that it belongs to.

        A document that is known, bytes and record, only moves the last_seen of its source.
        The run must have been begun.
        """
        record = document.record
        if record is None:
            raise CorpusError(f"{document.url} has no record; parse it before it is stored")
        if not document.source_id:
            source_id = hashlib.sha256(document.data).hexdigest()
            document = document.model_copy(update={"source_id": source_id})
        record, record_json = sources.storable_record(record)
        with self._transaction():
            self._check_run(run_id)
            change = self._store(document, record, record_json, run_id)
            if document.visit is not None:
                note_visit(self._db.conn, document.visit)
            return self._stored(change, document.url, document.source_id)

    def replace_record(
        self, url: str, source_id: str, record: Record, replaced_at: datetime | None = None
    ) -> Stored:
        """Store a new record of bytes that are known: the work of a better parser.

        One for which pictures were not read never replaces one for which they were.
        replaced_at: noted as updated_at on reports that change; now, where it is None.
        """
        record, record_json = sources.storable_record(record)
        with self._transaction():
            known = sources.known_source(self._db.conn, url, source_id)
            if known is None:
                raise CorpusError(f"corpus {self.path} has no source {source_id} at {url}")
            if known.record_json == record_json or sources.is_poorer(record_json, known):
                return self._stored("unchanged", url, source_id)
            publisher = self._decisions().publisher(url, record)
            sources.update_record(self._db.conn, url, source_id, record, record_json, publisher)
            settle(self._db.conn, {source_id}, stamp(replaced_at or datetime.now(UTC)))
            return self._stored("changed", url, source_id)

    def decisions(self) -> tuple[Decision, ...]:
        """The decisions on agencies that the corpus was told last."""
        with told(self.path):
            return self._decisions().all

    def apply_decisions(
        self, decisions: Sequence[Decision], applied_at: datetime | None = None
    ) -> Applied:
        """Let these decisions be in force and no others, for all that is stored and to come.

        applied_at: noted as updated_at on reports that change; now, where it is None.
        """
        with self._transaction():
            self._in_force = None  # should the transaction fail, they are read again
            at = stamp(applied_at or datetime.now(UTC))
            return apply_decisions(self._db.conn, decisions, at)

    def unsettled(self) -> list[Unsettled]:
        """Everyone whose agency is not settled, those with most reports first."""
        with told(self.path):
            return unsettled(self._db.conn)

    def skip(self, skipped: Skipped, run_id: str, seen_at: datetime) -> None:
        """Note an address that was seen and not captured, and why."""
        seen = stamp(seen_at)
        text = sources.storable_text
        with self._transaction():
            self._check_run(run_id)
            self._db.conn.execute(
                "INSERT INTO skipped (url, reason, title, host, first_seen, last_seen)"
                " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (url) DO UPDATE SET"
                " reason = excluded.reason, title = coalesce(excluded.title, title),"
                " first_seen = min(first_seen, excluded.first_seen),"
                " last_seen = max(last_seen, excluded.last_seen)",
                (
                    skipped.url,
                    text(skipped.reason),
                    text(skipped.title) or None,
                    skipped.host or sources.host_of(skipped.url),
                    seen,
                    seen,
                ),
            )

    def visit(self, visit: Visit, run_id: str) -> None:
        """Note how a request of a portal's crawl went, and what its answer led to."""
        with self._transaction():
            self._check_run(run_id)
            note_visit(self._db.conn, visit)

    def remembered(self, portal: str) -> list[Remembered]:
        """All requests that crawls of a portal made or planned; `portal` as in `Visit`."""
        with told(self.path):
            return remembered(self._db.conn, portal)

    def portal_run(self, found: PortalRun, run_id: str) -> None:
        """Note what a run found on a portal; a later word on the same portal replaces it."""
        with self._transaction():
            self._check_run(run_id)
            note_portal_run(self._db.conn, found, run_id)

    def portals(self) -> list[KnownPortal]:
        """Every portal that a run has gone to, with what is known of it."""
        with told(self.path):
            return known_portals(self._db.conn)

    def last_crawled(self) -> dict[str, datetime]:
        """When portals were last crawled, by key; without those whose last crawl did not end."""
        with told(self.path):
            return last_crawled(self._db.conn)

    def captures(self) -> Iterator[Capture]:
        """The last capture of every source row, in archive order: what a reparse goes through.

        The corpus may be written to meanwhile.
        """
        with told(self.path):
            yield from all_captures(self._db.conn)

    def count_captures(self) -> int:
        """How many captures `captures` gives."""
        with told(self.path):
            return count_captures(self._db.conn)

    def latest_capture(self, url: str) -> Capture | None:
        """The capture of what a url held when it was last seen; None for an unknown url."""
        with told(self.path):
            return latest_capture(self._db.conn, url)

    def archived_capture(self, source_id: str) -> Capture | None:
        """A capture of these bytes, from any url, that the archive keeps; None where none is."""
        with told(self.path):
            return archived_capture(self._db.conn, source_id)

    def summary(self, run_id: str | None = None) -> Summary:
        """Counts of a run, or of the whole corpus."""
        with told(self.path):
            if run_id is not None:
                self._check_run(run_id)
            return summarise(self._db.conn, run_id)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        if self._lock is None:
            raise CorpusError(f"corpus {self.path} was opened for reading only")
        with told(self.path), self._db.atomic():
            yield

    def _decisions(self) -> Decisions:
        """Read once: this process alone writes to the file."""
        if self._in_force is None:
            self._in_force = decisions_in_force(self._db.conn)
        return self._in_force

    def _has_run(self, run_id: str) -> bool:
        found = self._db.conn.execute("SELECT 1 FROM runs WHERE run_id = ?", (run_id,))
        return found.fetchone() is not None

    def _check_run(self, run_id: str) -> None:
        """Looked up once: a run that was begun stays."""
        if run_id != self._checked_run and not self._has_run(run_id):
            raise CorpusError(
                f"corpus {self.path} has no run {run_id!r}; its table `runs` names those it has"
            )
        self._checked_run = run_id

    def _store(self, document: Document, record: Record, record_json: str, run_id: str) -> Change:
        connection, url, source_id = self._db.conn, document.url, document.source_id
        seen = stamp(document.fetched_at)
        replaced = sources.current_source_id(connection, url)
        affected = {source_id, replaced or source_id}
        connection.execute("DELETE FROM skipped WHERE url = ?", (url,))  # it is captured now
        known = sources.known_source(connection, url, source_id)
        if known is None:
            publisher = self._decisions().publisher(url, record)
            sources.insert_source(connection, document, record, record_json, publisher)
            sources.insert_capture(connection, document, run_id)
            sources.mark_current(connection, url, source_id)
            settle(connection, affected, seen)
            return "changed" if replaced else "new"

        sources.touch_source(connection, document, known, seen)
        is_back = not known.current and seen > known.last_seen
        is_same = known.kind == document.kind and (
            known.record_json == record_json or sources.is_poorer(record_json, known)
        )
        is_renewed = not is_same and seen >= known.last_seen
        if is_back:
            sources.insert_capture(connection, document, run_id)
            sources.mark_current(connection, url, source_id)
        if is_renewed:
            publisher = self._decisions().publisher(url, record)
            sources.update_record(connection, url, source_id, record, record_json, publisher)
            sources.update_kind_and_hints(connection, document)
        if is_back or is_renewed or seen < known.first_seen:
            settle(connection, affected, seen)
        return "changed" if is_back or is_renewed else "unchanged"

    def _stored(self, change: Change, url: str, source_id: str) -> Stored:
        row = self._db.conn.execute(
            "SELECT s.source_id, s.outcome, s.reason, s.agency_id, s.year, r.status"
            " FROM sources AS s"
            " LEFT JOIN reports AS r ON r.agency_id = s.agency_id AND r.year = s.year"
            " WHERE s.url = ? AND s.source_id = ?",
            (url, source_id),
        ).fetchone()
        return Stored(change, *row)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
