"""A release of 300,000 reports: time and memory of `scrapy publish`, and what its queries take.

`python -m benchmarks.release_scale 30000` takes a size of its own; the full one needs 30 gigabytes
of disk and half an hour, most of it to be made. A corpus is filled by multiplying made-up reports
that the real parser has read, six years of every sample agency; prose and names differ from copy to
copy, so that reports do not all resemble one another. Records of the parser, which no release has,
are left out. Seconds of the processor are told beside those of the clock: they are what counts on a
machine that does other things as well.
"""

from __future__ import annotations

import hashlib
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from benchmarks.measuring import filled_at_once, seconds, tell
from crawler.corpus import Corpus
from crawler.corpus.fulltext import search_terms
from crawler.items import Document
from crawler.publication.publishing import DATABASE
from crawler.publication.queries import Query, ready_queries
from parsers import Hints, parse
from tests.sample.reports import agencies, html, make_report

REPORTS = 300_000
ROOM = 100_000  # bytes of disk a report, for the corpus and its release
PUBLISHING, MEMORY = 600.0, 1_000_000_000  # seconds, bytes
QUERY, SEARCH = 200.0, 500.0  # milliseconds
YEARS = range(2019, 2025)
BEST_OF = 3
RUN = "benchmark"
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
_HOST = "sample.gov.cn"
_TABLES = (
    "agencies",
    "agency_names",
    "sources",
    "captures",
    "reports",
    "disclosures",
    "applications",
    "proceedings",
    "identity_failures",
    "cell_notes",
    "narrative_facts",
    "sections",
)
_PROVINCES = 31
# Words of most sentences, in whose place a copy has others.
_WORDS = ("公开", "工作", "信息", "政府", "制度")
_CHARACTERS = "安保备查常成传达登定督发范改格贯规核化环集检建健接进考科控联领落明内培评普勤全日深"
# What a reader fills in.
_FILLED_IN = {"agency": "湖口县人民政府17", "year": 2023, "province": "省5"}
_SEARCHED = ("复议", "诉讼", "培训", "政府信息公开")


def results(reports: int = REPORTS) -> Iterator[bool]:
    """Whether publishing, memory, queries and search meet their targets; not met where the disk
    has no room for a corpus of that size."""
    free, needed = shutil.disk_usage(tempfile.gettempdir()).free, reports * ROOM
    if free < needed:
        found = f"not measured: {free / 1e9:.0f} GB free in {tempfile.gettempdir()}"
        yield tell(f"scrapy publish, {reports:,} reports", found, f"{needed / 1e9:.0f} GB", False)
        return
    with tempfile.TemporaryDirectory() as name:
        corpus, folder = Path(name) / "corpus.db", Path(name) / "releases"
        started = time.perf_counter()
        made = fill(corpus, reports)
        size = corpus.stat().st_size / 1e9
        print(f"  {made:,} reports made in {time.perf_counter() - started:.0f} s: {size:.1f} GB")
        yield from _publishing(corpus, folder, made)
        yield from _asking(folder / "latest" / DATABASE)


def fill(path: Path, reports: int) -> int:
    """A corpus of about so many reports; their number."""
    with Corpus.open(path) as corpus:
        corpus.begin_run(RUN, "files", {}, NOON)
        for agency in agencies().values():
            for year in YEARS:
                page = html.render(make_report(1, agency, year))
                corpus.store(_document(agency.name, year, page.encode()), RUN)
        corpus.finish_run(RUN, NOON, "finished", {})
    with filled_at_once(path) as db:
        (first,) = db.execute("SELECT count(*) FROM reports").fetchone()
        _number_copies(db, reports // first - 1)
        for table in ("source_records", "number_keys"):
            db.execute(f"DELETE FROM {table}")
        terms = _terms_of_sections(db)
        for table in _TABLES:
            _multiply(db, table)
        db.execute(terms)
        (made,) = db.execute("SELECT count(*) FROM reports").fetchone()
    return int(made)


def _document(name: str, year: int, page: bytes) -> Document:
    url = f"https://{_HOST}/{name}/{year}.html"
    hints = Hints(url=url, link_text=f"{name}{year}年政府信息公开工作年度报告")
    return Document(
        url=url,
        data=page,
        fetched_at=NOON,
        http_status=200,
        kind="official",
        source_id=hashlib.sha256(page).hexdigest(),
        hints=hints,
        record=parse(page, hints),
    )


def _number_copies(db: sqlite3.Connection, copies: int) -> None:
    """A number for each copy, and the words that it has in the place of usual ones."""
    draw = random.Random(0)
    words = ", ".join(f"w{place} TEXT" for place in range(len(_WORDS)))
    db.execute(f"CREATE TEMP TABLE numbers (n INTEGER PRIMARY KEY, {words})")
    db.executemany(
        f"INSERT INTO numbers VALUES (?{', ?' * len(_WORDS)})",
        (
            (n, *("".join(draw.choices(_CHARACTERS, k=len(word))) for word in _WORDS))
            for n in range(1, copies + 1)
        ),
    )


def _multiply(db: sqlite3.Connection, table: str) -> None:
    """Every row of a table once more for each copy."""
    columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    names = ", ".join(f'"{column}"' for column in columns)
    values = ", ".join(_value(column, table) for column in columns)
    db.execute(f"CREATE TEMP TABLE first_{table} AS SELECT * FROM {table}")
    db.execute(
        f"INSERT INTO {table} ({names}) SELECT {values} FROM numbers CROSS JOIN first_{table} AS t"
    )


def _value(column: str, table: str) -> str:
    """SQL for the value that a copy has in a column."""
    own = f't."{column}"'
    if column in ("section_id", "capture_id"):
        return f"{own} + n * (SELECT max({column}) FROM first_{table})"
    if column in ("source_id", "other_source_id"):
        return f"printf('%08x', n) || substr({own}, 9)"
    if column == "agency_id":
        return f"replace({own}, ':', printf('%06d:', n))"
    if column == "province":
        return f"'省' || (n % {_PROVINCES})"
    if column in ("name", "agency_name", "prefecture", "county", "township"):
        return f"{own} || n"
    if column == "division_code":
        return f"{own} || printf('%06d', n)"
    if column in ("url", "source_url"):
        return f"replace({own}, '//', printf('//p%04d.%d.', n % 3000, n))"
    if column in ("text", "quote"):
        for place, word in enumerate(_WORDS):
            own = f"replace({own}, '{word}', w{place})"
    return own


def _terms_of_sections(db: sqlite3.Connection) -> str:
    """Keeps the terms of the first sections; the statement that indexes all copies under them."""
    db.create_function("search_terms", 1, search_terms, deterministic=True)
    db.execute(
        "CREATE TEMP TABLE terms AS SELECT section_id,"
        " search_terms(heading) AS heading, search_terms(text) AS text FROM sections"
    )
    return (
        "INSERT INTO sections_fts (rowid, heading, text)"
        " SELECT t.section_id + n * (SELECT max(section_id) FROM terms), t.heading, t.text"
        " FROM numbers CROSS JOIN terms AS t"
    )


def _publishing(corpus: Path, folder: Path, reports: int) -> Iterator[bool]:
    """`scrapy publish` as an operator runs it, in a process of its own."""
    command = [sys.executable, "-m", "scrapy", "publish", str(folder), "-s", f"CORPUS={corpus}"]
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"scrapy publish ended with {process.returncode}")
    took, processor = time.perf_counter() - started, used.ru_utime + used.ru_stime
    memory = used.ru_maxrss * 1024
    yield tell(
        f"scrapy publish, {reports:,} reports",
        f"{took:.0f} s ({processor:.0f} s of the processor)",
        f"under {PUBLISHING:g} s",
        processor < PUBLISHING,
    )
    yield tell(
        f"scrapy publish, {reports:,} reports, memory",
        f"{memory / 1e6:.0f} MB",
        f"under {MEMORY / 1e6:g} MB",
        memory < MEMORY,
    )


def _asking(database: Path) -> Iterator[bool]:
    """The ready queries, and full-text search for words."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro&immutable=1", uri=True)) as db:
        db.create_function("escape_fts", 1, _escape_fts, deterministic=True)
        queries = [query for query in ready_queries() if ":words" not in query.sql]
        times = {query.name: _milliseconds(db, query, _FILLED_IN) for query in queries}
        yield _told(f"{len(times)} ready queries, slowest", times, QUERY)
        search = next(query for query in ready_queries() if ":words" in query.sql)
        times = {word: _milliseconds(db, search, {"words": word}) for word in _SEARCHED}
        yield _told("search for words, slowest", times, SEARCH)


def _told(what: str, times: dict[str, float], target: float) -> bool:
    slowest = max(times, key=lambda name: times[name])
    found = f"{times[slowest]:.1f} ms ({slowest}), median {median(times.values()):.1f} ms"
    return tell(what, found, f"under {target:g} ms", times[slowest] < target)


def _milliseconds(db: sqlite3.Connection, query: Query, values: dict[str, object]) -> float:
    """Of the processor, the best of some runs; the first one also fills the cache."""
    given = {name: values[name] for name in re.findall(r":(\w+)", query.sql)}
    return 1000 * min(
        seconds(lambda: db.execute(query.sql, given).fetchall()) for _ in range(BEST_OF)
    )


def _escape_fts(words: str) -> str:
    """As Datasette's function does: every word in quotation marks."""
    return " ".join(f'"{word}"' for word in words.split())


if __name__ == "__main__":
    sys.exit(0 if all(list(results(*map(int, sys.argv[1:])))) else 1)
