"""`scrapy coverage`: agencies by years: expected, found, verified, missing, overdue."""

from __future__ import annotations

import argparse
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings

from crawler.commands.told import answering, existing_corpus
from crawler.corpus.database import open_for_reading
from crawler.corpus.errors import told
from crawler.coverage import telling
from crawler.coverage.counting import Coverage, Entry, Wanted, count, entries
from crawler.coverage.expecting import LEVELS
from crawler.coverage.page import html
from crawler.due_dates import FIRST_YEAR, last_year_due
from crawler.errors import BadArgument, StorageError
from crawler.terminals import terminal_width
from spiders.register import read_register

FORMATS = ("table", "csv", "json")
LISTS = ("found", "verified", "missing", "overdue", "not_looked_for")
_YEARS = re.compile(r"((?:19|20)\d\d)(?:-((?:19|20)\d\d))?")


class Command(ScrapyCommand):
    """Reads the corpus, changes nothing; a crawl may be running."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return (
            "[-s CORPUS=FILE] [--place NAME_OR_CODE] [--level LEVEL] [--years 2019-2025] "
            "[--list STATE] [--format table|csv|json] [--html FILE]"
        )

    def short_desc(self) -> str:
        return "Show which reports are expected, found, verified, missing and overdue"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--place", default="", help="a division's name, its beginning, or that of its code"
        )
        parser.add_argument("--level", default="", choices=("", *LEVELS))
        parser.add_argument("--years", default="", metavar="FIRST-LAST", help="or one year")
        parser.add_argument("--list", dest="listed", choices=LISTS, help="name them one by one")
        parser.add_argument("--format", default="table", choices=FORMATS)
        parser.add_argument("--html", metavar="FILE", help="write a page as well")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if args:
            raise UsageError(f"unexpected argument {args[0]!r}", print_help=False)
        with answering(self):
            print(_answer(self.settings, opts))


def _answer(settings: BaseSettings, opts: argparse.Namespace) -> str:
    now = datetime.now(UTC)
    path = existing_corpus(settings)
    register = settings["PORTALS"]
    portals = read_register(Path(register) if register else None)
    codes = {portal.key: portal.division_code for portal in portals}
    with told(path), closing(open_for_reading(path)) as db:
        wanted = Wanted(_years(db.conn, opts.years, now), opts.place.strip(), opts.level)
        found = list(entries(db.conn, wanted, now, codes))
    if not found:
        raise BadArgument(
            f"nothing is expected of --place {opts.place or '(all)'} --level "
            f"{opts.level or '(all)'}: name a division of the register or the beginning of its code"
        )
    coverage = count(found, wanted)
    if opts.html:
        narrowed = f"scrapy coverage --years {wanted.years[0]}-{wanted.years[1]}"
        narrowed += f" --place {wanted.place}" if wanted.place else ""
        narrowed += f" --level {wanted.level}" if wanted.level else ""
        overdue = _listed(found, "overdue")
        _write(Path(opts.html), html(coverage, overdue, narrowed, str(path), now))
    if opts.listed:
        shown = _listed(found, opts.listed)
        forms = (telling.listed_as_table, telling.listed_as_csv, telling.listed_as_json)
        return dict(zip(FORMATS, forms, strict=True))[opts.format](shown)
    as_table = partial(telling.as_table, width=terminal_width())
    whole: tuple[Callable[[Coverage], str], ...] = (as_table, telling.as_csv, telling.as_json)
    return dict(zip(FORMATS, whole, strict=True))[opts.format](coverage)


def _listed(found: list[Entry], state: str) -> list[Entry]:
    return [entry for entry in found if getattr(entry.counts(), state)]


def _years(connection: sqlite3.Connection, told_: str, now: datetime) -> tuple[int, int]:
    """As asked for, else from the corpus's first year to the newest that is due or found."""
    if told_:
        match = _YEARS.fullmatch(told_)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
        if first > last:
            raise BadArgument(f"--years {told_[:40]}: expected 2024 or 2019-2025")
        return first, last
    low, high = connection.execute("SELECT min(year), max(year) FROM reports").fetchone()
    due = last_year_due(now)
    # A year that was misread far away must not widen the table to a century.
    first = max(FIRST_YEAR, low or due)
    return min(first, due), min(max(high or due, due), now.year)


def _write(path: Path, page: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise StorageError(
            f"{path} cannot be written ({error.strerror or error}); name another file"
        ) from error
