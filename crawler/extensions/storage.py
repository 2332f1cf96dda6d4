"""The corpus and the archive of one run, worked by one thread of their own.

The reactor never waits for a disk: every read and write is a short job for this thread, and
jobs are done in the order in which they were given. What the archive has not got on disk, the
corpus never points to.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import ParamSpec, TypeVar

from crawler.archive import ArchiveWriter
from crawler.corpus import Corpus
from crawler.corpus.visits import Remembered
from crawler.items import Document, PortalRun, Skipped, Visit

_P = ParamSpec("_P")
_T = TypeVar("_T")


@dataclass
class _Open:
    """What lives in the thread."""

    corpus: Corpus
    archive: ArchiveWriter
    run_id: str


class Storage:
    """Opens the corpus and begins a run in it; `close` ends both.

    Every method raises StorageError (CorpusBusy where another run holds the corpus).
    """

    def __init__(
        self, corpus: Path, archive: Path, run_id: str, spider: str, arguments: Mapping[str, str]
    ) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="storage")
        try:
            job = self._thread.submit(_open, corpus, archive, run_id, spider, arguments)
            self._open = job.result()
        except BaseException:
            self._thread.shutdown()
            raise

    async def archive(self, document: Document) -> None:
        """Name the document by its bytes, and put these into the archive, unless it has them from
        this address already."""
        await self._do(_archive, self._open, document)

    async def store(self, document: Document) -> None:
        """Put the document and its record into the corpus."""
        await self._do(_store, self._open, document)

    async def skip(self, skipped: Skipped) -> None:
        """Note an address that was not captured, and why."""
        await self._do(_skip, self._open, skipped)

    async def visit(self, visit: Visit) -> None:
        """Note how a request of a portal's crawl went."""
        await self._do(_visit, self._open, visit)

    async def portal_run(self, found: PortalRun) -> None:
        """Note what this run found on a portal."""
        await self._do(_portal_run, self._open, found)

    async def remembered(self, portal: str) -> list[Remembered]:
        """What earlier crawls of a portal asked for, or planned to."""
        return await self._do(_remembered, self._open, portal)

    async def last_crawled(self) -> dict[str, datetime]:
        """When portals were last crawled to their end, by key."""
        return await self._do(_last_crawled, self._open)

    async def finish(self, reason: str, counts: Mapping[str, int]) -> None:
        """End the run: its record is completed, the archive closed, the corpus let go."""
        try:
            await self._do(_finish, self._open, reason, counts)
        finally:
            self._thread.shutdown()

    async def _do(self, job: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: job(*args, **kwargs))


def _open(
    corpus: Path, archive: Path, run_id: str, spider: str, arguments: Mapping[str, str]
) -> _Open:
    opened = Corpus.open(corpus)
    try:
        opened.begin_run(run_id, spider, dict(arguments), datetime.now(UTC))
    except BaseException:
        opened.close()
        raise
    return _Open(opened, ArchiveWriter(archive, run_id, "openness-corpus"), run_id)


def _archive(run: _Open, document: Document) -> None:
    document.source_id = hashlib.sha256(document.data).hexdigest()
    known = run.corpus.latest_capture(document.url)
    if known and known.source_id == document.source_id and known.warc_file:
        document.warc_file, document.warc_offset = known.warc_file, known.warc_offset
        return
    document.warc_file, document.warc_offset = run.archive.write(document)


def _store(run: _Open, document: Document) -> None:
    run.archive.sync()
    run.corpus.store(document, run.run_id)


def _skip(run: _Open, skipped: Skipped) -> None:
    run.corpus.skip(skipped, run.run_id, datetime.now(UTC))


def _visit(run: _Open, visit: Visit) -> None:
    run.corpus.visit(visit, run.run_id)


def _portal_run(run: _Open, found: PortalRun) -> None:
    run.corpus.portal_run(found, run.run_id)


def _remembered(run: _Open, portal: str) -> list[Remembered]:
    return run.corpus.remembered(portal)


def _last_crawled(run: _Open) -> dict[str, datetime]:
    return run.corpus.last_crawled()


def _finish(run: _Open, reason: str, counts: Mapping[str, int]) -> None:
    try:
        run.archive.close()
        run.corpus.finish_run(run.run_id, datetime.now(UTC), reason, dict(counts))
    finally:
        run.corpus.close()
