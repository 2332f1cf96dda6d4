"""The door to the corpus: what the pipelines and commands do with it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

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
from crawler.corpus.runs import end_run, has_run, insert_run
from crawler.corpus.settlement import settle
from crawler.corpus.skipping import note_skipped
from crawler.corpus.sqlite_tools import Database
from crawler.corpus.storable import storable_record
from crawler.corpus.storing import Stored, store, stored
from crawler.corpus.summary import Summary, summarise
from crawler.corpus.times import stamp
from crawler.corpus.unsettled import Unsettled, unsettled
from crawler.corpus.visits import Remembered, note_visit, remembered
from crawler.items import Document, PortalRun, Skipped, Visit
from parsers.record import Record


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
            if has_run(self._db.conn, run_id):
                raise CorpusError(f"corpus {self.path} already has a run {run_id!r}")
            insert_run(self._db.conn, run_id, spider, arguments, started_at)

    def finish_run(
        self, run_id: str, finished_at: datetime, finish_reason: str, counts: dict[str, int]
    ) -> None:
        """Note how a crawl ended."""
        with self._transaction():
            self._check_run(run_id)
            end_run(self._db.conn, run_id, finished_at, finish_reason, counts)

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
        record, record_json = storable_record(record)
        with self._transaction():
            self._check_run(run_id)
            publisher_of = self._decisions().publisher
            change = store(self._db.conn, document, record, record_json, publisher_of, run_id)
            if document.visit is not None:
                note_visit(self._db.conn, document.visit)
            return stored(self._db.conn, change, document.url, document.source_id)

    def replace_record(
        self, url: str, source_id: str, record: Record, replaced_at: datetime | None = None
    ) -> Stored:
        """Store a new record of bytes that are known: the work of a better parser.

        One for which pictures were not read never replaces one for which they were.
        replaced_at: noted as updated_at on reports that change; now, where it is None.
        """
        record, record_json = storable_record(record)
        with self._transaction():
            known = sources.known_source(self._db.conn, url, source_id)
            if known is None:
                raise CorpusError(f"corpus {self.path} has no source {source_id} at {url}")
            if known.record_json == record_json or sources.is_poorer(record_json, known):
                return stored(self._db.conn, "unchanged", url, source_id)
            publisher = self._decisions().publisher(url, record)
            sources.update_record(self._db.conn, url, source_id, record, record_json, publisher)
            settle(self._db.conn, {source_id}, stamp(replaced_at or datetime.now(UTC)))
            return stored(self._db.conn, "changed", url, source_id)

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
        with self._transaction():
            self._check_run(run_id)
            note_skipped(self._db.conn, skipped, seen_at)

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

    def _check_run(self, run_id: str) -> None:
        """Looked up once: a run that was begun stays."""
        if run_id != self._checked_run and not has_run(self._db.conn, run_id):
            raise CorpusError(
                f"corpus {self.path} has no run {run_id!r}; its table `runs` names those it has"
            )
        self._checked_run = run_id
