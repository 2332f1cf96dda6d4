"""`scrapy reparse`: the present parser over the whole archive, without fetching anything."""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Never

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings
from scrapy.utils.log import configure_logging
from tqdm import tqdm

from crawler.archive import archive_folder, read_archived
from crawler.commands.told import existing_corpus, tell_error
from crawler.corpus import Capture, Corpus
from crawler.errors import ArchiveError, CrawlerError, ExitCode
from crawler.interrupts import raise_in_command
from crawler.parsing.options import declared_charset, pool_from_settings
from crawler.parsing.pool import ParsingFailed, WorkerPool
from parsers.reading.ocr import WAITING, is_waiting

IN_HAND = 8
"""Documents taken from the archive and not yet stored."""
SHOWN = 20
"""Changed reports and failures told one by one."""

Reports = dict[tuple[str, int], tuple[str, str]]
"""(agency_id, year) to (status, updated_at)."""


def _count(text: str) -> int:
    """A number of documents, for the option --limit."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"expected a number of documents, found {text!r}")
    return int(text)


class Command(ScrapyCommand):
    """Each record is replaced on its own: a reparse that was killed is simply run again."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[-s CORPUS=FILE] [--only-outcome OUTCOME] [--waiting] [--limit N]"

    def short_desc(self) -> str:
        return "Parse the archived documents again"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--only-outcome",
            choices=("report", "not_a_report", "unreadable"),
            help="only documents that had this outcome",
        )
        parser.add_argument(
            "--waiting",
            action="store_true",
            help="only documents with pictures not recognised",
        )
        parser.add_argument("--limit", type=_count, metavar="N", help="at most N documents")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if args:
            raise UsageError(f"unexpected argument {args[0]!r}", print_help=False)
        raise_in_command()
        configure_logging(self.settings)
        try:
            self.exitcode = _reparse(self.settings, opts)
        except CrawlerError as error:
            tell_error(str(error))
            self.exitcode = error.exit_code
        except KeyboardInterrupt:
            self.exitcode = ExitCode.INTERRUPTED


@dataclass
class _Work:
    """What a reparse works with, and what came of it so far."""

    corpus: Corpus
    archive: Path
    pool: WorkerPool
    changes: Counter[str] = field(default_factory=Counter)
    damaged: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    waiting: int = 0  # documents with pictures that were not recognised


def _reparse(settings: BaseSettings, opts: argparse.Namespace) -> ExitCode:
    path = existing_corpus(settings)
    pool = pool_from_settings(settings)
    with Corpus.open(path) as corpus:
        before = _reports(path)
        work = _Work(corpus, archive_folder(path, settings["ARCHIVE"]), pool)
        captures = list(islice(_chosen(corpus, path, opts), opts.limit))
        asyncio.run(_parse_all(work, captures))
        _tell_changes(before, _reports(path), work)
    for line in (work.damaged + work.failed)[:SHOWN]:
        tell_error(line)
    more = len(work.damaged) + len(work.failed) - SHOWN
    if more > 0:
        tell_error(f"{more} more documents keep the record they had")
    if work.damaged:
        return ExitCode.STORAGE
    if work.failed:
        return ExitCode.BUG
    return ExitCode.DONE if captures else ExitCode.NOTHING_FOUND


def _chosen(corpus: Corpus, path: Path, opts: argparse.Namespace) -> Iterator[Capture]:
    captures = corpus.captures()
    if opts.only_outcome is not None:
        asked = "SELECT url, source_id FROM sources WHERE outcome = ?"
        captures = _among(captures, set(_query(path, asked, opts.only_outcome)))
    if opts.waiting:
        asked = "SELECT url, source_id FROM source_records WHERE " + " OR ".join(
            "instr(record, ?)" for _ in WAITING
        )
        captures = _among(captures, set(_query(path, asked, *WAITING)))
    yield from captures


def _among(captures: Iterator[Capture], chosen: set[tuple[Any, ...]]) -> Iterator[Capture]:
    return (capture for capture in captures if (capture.url, capture.source_id) in chosen)


async def _parse_all(work: _Work, captures: list[Capture]) -> None:
    in_hand: set[asyncio.Task[None]] = set()
    # disable=None: no bar where stderr is no terminal
    with tqdm(total=len(captures), unit=" documents", disable=None) as bar:
        try:
            for capture in captures:
                if len(in_hand) >= IN_HAND:
                    in_hand = await _one_less(in_hand)
                in_hand.add(asyncio.create_task(_parse_one(work, capture, bar)))
            while in_hand:
                in_hand = await _one_less(in_hand)
        finally:
            for task in in_hand:
                task.cancel()
            await asyncio.gather(*in_hand, return_exceptions=True)
            await work.pool.close()


async def _one_less(in_hand: set[asyncio.Task[None]]) -> set[asyncio.Task[None]]:
    done, rest = await asyncio.wait(in_hand, return_when=asyncio.FIRST_COMPLETED)
    for task in done:
        task.result()
    return rest


async def _parse_one(work: _Work, capture: Capture, bar: tqdm[Never]) -> None:
    """Give a capture the record of the present parser; where that fails, it keeps its old one."""
    try:
        if capture.warc_file is None or capture.warc_offset is None:
            raise ArchiveError(f"{capture.url} is not in the archive; crawl it again")
        archived = read_archived(work.archive, capture.warc_file, capture.warc_offset)
        charset = declared_charset(archived.content_type)
        record = await work.pool.attempt(archived.data, capture.hints, charset)
    except ArchiveError as error:
        work.damaged.append(str(error))
    except ParsingFailed as error:
        work.failed.append(f"{capture.url}: {error}")
    else:
        stored = work.corpus.replace_record(capture.url, capture.source_id, record)
        work.changes[stored.change] += 1
        work.waiting += is_waiting((record.reason, *record.notes))
    bar.update()


def _tell_changes(before: Reports, after: Reports, work: _Work) -> None:
    """What the reparse did, on stdout."""
    lines = [("new", key) for key in after.keys() - before.keys()]
    lines += [("gone", key) for key in before.keys() - after.keys()]
    lines += [("changed", key) for key in before.keys() & after.keys() if before[key] != after[key]]
    counts = Counter(kind for kind, _ in lines)
    told = work.changes
    print(
        f"{told.total()} documents parsed again: {told['unchanged']} records as before, "
        f"{told['changed']} changed, {len(work.damaged) + len(work.failed)} kept for an error"
    )
    if work.waiting:
        print(f"{work.waiting} documents with pictures that were not recognised: see scrapy doctor")
    print(f"reports: {counts['new']} new, {counts['changed']} changed, {counts['gone']} gone")
    for kind, (agency_id, year) in sorted(lines)[:SHOWN]:
        was = before.get((agency_id, year), ("—", ""))[0]
        now = after.get((agency_id, year), ("—", ""))[0]
        print(f"  {kind:<8}{agency_id} {year}: {was} → {now}")
    if len(lines) > SHOWN:
        print(f"  … and {len(lines) - SHOWN} more")


def _reports(path: Path) -> Reports:
    rows = _query(path, "SELECT agency_id, year, status, updated_at FROM reports")
    return {(agency_id, year): (status, at) for agency_id, year, status, at in rows}


def _query(path: Path, sql: str, *values: str) -> list[tuple[Any, ...]]:
    """Rows of the corpus, by the published names of its tables."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(sql, values).fetchall()
