"""Storing into a corpus that grows: seconds a thousand documents, small corpus against large.

`python -m benchmarks.store_scale 1000 100000 1000000` takes sizes of its own; the largest needs
some minutes and eight gigabytes of disk. Corpora are filled by multiplying the rows of one stored
report, with what tells one agency from another put into every text; then documents of the same
kinds are stored into all of them in turns, so that a busy machine slows all alike.
"""

from __future__ import annotations

import hashlib
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from benchmarks.measuring import filled_at_once, tell
from crawler.corpus import Corpus
from crawler.corpus.fulltext import search_terms
from crawler.items import Document
from parsers.record import Agency, Cell, Hints, Record, Section

SIZES = (1_000, 100_000)
TARGET = 1.5  # times the time in the smallest corpus
DOCUMENTS = 1_000
BATCH = 25
RUN = "benchmark"
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
COLUMNS = ("natural_person", "company", "research", "nonprofit", "legal", "other", "total")
ROWS = ("received", "total")
_TABLES = (
    "agencies",
    "agency_names",
    "sources",
    "source_records",
    "captures",
    "reports",
    "applications",
    "sections",
    "number_keys",
)
_TEMPLATE = 999_999_999  # the number of the agency whose rows are multiplied
_HOSTS = 3_000
_SPACE = 900_000_000  # agencies' numbers are spread over it, as real codes and hashes are


def results(sizes: Sequence[int] = SIZES) -> Iterator[bool]:
    """One line a size after the first; whether each target is met."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {size: Path(folder) / f"{size}.db" for size in sizes}
        for size, path in paths.items():
            started = time.perf_counter()
            fill(path, size)
            print(f"  {size:>9,} reports made in {time.perf_counter() - started:.0f} s", flush=True)
        taken = _stored_in_turns(paths)
    first, *others = sizes
    print(f"  {first:>9,} reports: {_per_thousand(taken[first]):.2f} s a thousand", flush=True)
    for size in others:
        pairs = list(zip(taken[first], taken[size], strict=True))
        ratio = median(large.clock / small.clock for small, large in pairs)
        worked = median(large.processor / small.processor for small, large in pairs)
        found = (
            f"{ratio:.2f} times ({_per_thousand(taken[size]):.2f} s a thousand),"
            f" {worked:.2f} by the processor"
        )
        yield tell(
            f"Storing beside {size:,} reports, against {first:,}",
            found,
            f"at most {TARGET:g} times",
            ratio <= TARGET,
        )


def fill(path: Path, reports: int) -> None:
    """A corpus with so many synthetic reports of as many agencies."""
    with Corpus.open(path) as corpus:
        corpus.begin_run(RUN, "files", {}, NOON)
        corpus.store(document(_TEMPLATE, 2020), RUN)
    with filled_at_once(path) as db:
        db.create_function("search_terms", 1, search_terms, deterministic=True)
        db.execute("CREATE TEMP TABLE numbers (n INTEGER PRIMARY KEY, h TEXT)")
        templates = [_template(db, table) for table in _TABLES]
        step, hashes = _SPACE // reports, (1 << 32) // reports
        # In two turns: leaves filled in order are full, and each of the third that is put between
        # would split one, as no index does whose keys came in any order.
        for turn in (True, False):
            db.execute("DELETE FROM numbers")
            db.executemany(
                "INSERT INTO numbers VALUES (?, ?)",
                ((i * step, f"{i * hashes:08x}") for i in range(reports) if (i % 3 > 0) is turn),
            )
            for statement in templates:
                db.execute(statement)
            _index_sections(db)


def _template(db: sqlite3.Connection, table: str) -> str:
    """Keeps the template's rows of a table; the statement that multiplies them."""
    columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    columns = [c for c in columns if c not in ("section_id", "capture_id")]
    names = ", ".join(f'"{c}"' for c in columns)
    values = ", ".join(_value(c) for c in columns)
    db.execute(f"CREATE TEMP TABLE template_{table} AS SELECT * FROM {table}")
    return (
        f"INSERT INTO {table} ({names})"
        f" SELECT {values} FROM numbers CROSS JOIN template_{table} AS t"
    )


def _value(column: str) -> str:
    """The column of the template's row, made another report's."""
    if column == "key":
        return "t.key + n"
    if column == "source_id":
        return f"h || substr(t.{column}, 9)"
    return _another(f't."{column}"')  # a number that comes out as text is stored as a number


def _another(text: str) -> str:
    """SQL that puts another report's number and host into a text of the template's."""
    host = f"replace({text}, '{_host(_TEMPLATE)}', printf('p%04d.gov.cn', n % {_HOSTS}))"
    return f"replace({host}, '{_TEMPLATE:09d}', printf('%09d', n))"


def _index_sections(db: sqlite3.Connection) -> None:
    """The number is a term's only part that differs, so that the template's terms do for all."""
    db.execute(
        "CREATE TEMP TABLE IF NOT EXISTS terms AS"
        " SELECT search_terms(heading) AS heading, search_terms(text) AS text"
        " FROM sections WHERE section_id = 1"
    )
    db.execute(
        "INSERT INTO sections_fts (rowid, heading, text)"
        f" SELECT s.section_id, t.heading, {_another('t.text')} FROM numbers CROSS JOIN terms AS t"
        " JOIN sections AS s ON s.agency_id = printf('%09d:人民政府', n) AND s.section_id > 1"
    )


def document(number: int, year: int, copy: str = "", name: str = "") -> Document:
    """The report of an agency; copy: a word for another source of it; name: of an agency
    without a place."""
    url = f"https://{_host(number)}/{number:09d}{copy}.html"
    data = f"{number} {year} {copy}".encode()
    return Document(
        url=url,
        data=data,
        headers=(),
        fetched_at=NOON,
        http_status=200,
        kind="mirror" if copy else "official",
        source_id=hashlib.sha256(data).hexdigest(),
        hints=Hints(url=url),
        record=_record(number, year, name),
    )


def _host(number: int) -> str:
    return f"p{number % _HOSTS:04d}.gov.cn"


def _record(number: int, year: int, name: str) -> Record:
    values = random.Random(f"{number} {year}")
    cells = tuple(
        Cell(table="applications", row=row, column=column, state="number", value=value, raw=value)
        for row in ROWS
        for column in COLUMNS
        for value in (str(values.randrange(50)),)
    )
    printed = name or f"第{number:09d}镇人民政府"
    text = (
        f"{printed}本年度主动公开{values.randrange(10_000)}条，受理申请{values.randrange(90)}件。"
    )
    agency_id = f"0:{name}" if name else f"{number:09d}:人民政府"
    agency = Agency(
        agency_id=agency_id,
        name=printed,
        body="人民政府",
        kind="government",
        level="township",
        resolution="unresolved" if name else "exact",
        names=(printed,),
    )
    return Record(
        outcome="report",
        extractor="html",
        title=f"{year}年政府信息公开工作年度报告",
        text=text,
        agency=agency,
        year=year,
        template="2021",
        status="verified",
        cells=cells,
        cells_expected=len(cells),
        cells_read=len(cells),
        sections=(Section(number=1, heading="总体情况", text=text),),
    )


@dataclass(frozen=True, slots=True)
class _Taken:
    """Seconds that a batch took, by the clock and of the processor."""

    clock: float
    processor: float


def _stored_in_turns(paths: dict[int, Path]) -> dict[int, list[_Taken]]:
    """What every batch took, by size."""
    taken: dict[int, list[_Taken]] = {size: [] for size in paths}
    corpora = {size: Corpus.open(path) for size, path in paths.items()}
    for turn in range(DOCUMENTS // BATCH + 1):
        for size, corpus in corpora.items():
            batch = list(_batch(turn, size))
            clock, processor = time.perf_counter(), time.process_time()
            for one in batch:
                corpus.store(one, RUN)
            if turn:  # the first one loads what the rest use
                spent = _Taken(time.perf_counter() - clock, time.process_time() - processor)
                taken[size].append(spent)
    for corpus in corpora.values():
        corpus.close()
    return taken


def _batch(turn: int, size: int) -> Iterator[Document]:
    """What a crawl brings: mostly new agencies, some years, copies and unplaced names."""
    draw = random.Random(turn)
    step = _SPACE // size
    for _ in range(BATCH):
        known = draw.randrange(size) * step
        kind = draw.random()
        if kind < 0.1:
            yield document(known, 2020, copy=f"-{turn}")
        elif kind < 0.2:
            yield document(known, 2021)
        elif kind < 0.25:
            yield document(draw.randrange(_SPACE), 2020, name=f"胜利{draw.randrange(20)}镇人民政府")
        else:
            yield document(
                draw.randrange(_SPACE // step) * step + 1 + draw.randrange(step - 1), 2020
            )


def _per_thousand(taken: Sequence[_Taken]) -> float:
    return median(one.clock for one in taken) * 1000 / BATCH


if __name__ == "__main__":
    chosen = [int(size) for size in sys.argv[1:]] or list(SIZES)
    sys.exit(0 if all(list(results(chosen))) else 1)
