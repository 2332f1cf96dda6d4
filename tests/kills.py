"""`python -m tests.kills --times 100`: a crawl killed at any moment loses nothing when run again.

Each time the sample portals are crawled into a fresh corpus, the crawl is killed (SIGKILL) at a
random moment, and the same command is run again to its end. The corpus must then be sound, the
archive readable, and both equal to what an unbroken crawl left. Ends with 1 where one is not.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import TimeoutExpired

from crawler.archive import archive_folder, read_capture
from crawler.errors import ArchiveError
from tests.running import run, start
from tests.sample.portal.server import serve
from tests.sample.portal.sites import Site, family_sites, sites

# What says when, and in which file of the archive, and how often a run was begun.
_NOT_COMPARED = {
    "runs": "*",
    "portal_runs": "*",
    "_sqlite_migrations": "*",
    "sources": "first_seen last_seen",
    "captures": "capture_id fetched_at warc_file warc_offset run_id",
    "skipped": "first_seen last_seen",
    "reports": "first_seen updated_at",
    "sections": "section_id",
    "visits": "planned_at checked_at changed_at",
}
_ON_THE_WAY = "('home', 'hub', 'directory', 'agency')"
_SHOWN = {
    # An answer `not modified` says that the page is as it was.
    ("visits", "http_status"): "replace(http_status, 304, 200)",
    # What a page on the way led to that nobody had met: another thing when it is read again.
    ("visits", "digest"): f"CASE WHEN role NOT IN {_ON_THE_WAY} THEN digest END",
}
_PORTALS = (
    "SELECT portal, home, name, family, state FROM portal_runs"
    " WHERE (portal, started_at) IN (SELECT portal, max(started_at) FROM portal_runs GROUP BY 1)"
)
Rows = frozenset[tuple[object, ...]]


@dataclass(frozen=True)
class Left:
    """What a crawl left: the rows of each table, and what is wrong with file or archive."""

    tables: dict[str, Rows]
    faults: tuple[str, ...]

    def differences(self, other: Left) -> list[str]:
        """What is wrong here, and what the other has or has not, a line for each table."""
        told = list(self.faults)
        for table in sorted(self.tables.keys() | other.tables.keys()):
            here, there = self.tables.get(table, Rows()), other.tables.get(table, Rows())
            if here != there:
                example = next(iter((there - here) or (here - there)))
                told.append(
                    f"{table}: {len(there - here)} rows lost, {len(here - there)} more, "
                    f"for example {str(example)[:300]}"
                )
        return told


@dataclass(frozen=True)
class Crawls:
    """Crawls of the portals in a register, each into a corpus of its own."""

    folder: Path
    register: Path

    def command(self, corpus: Path) -> tuple[str, ...]:
        """The arguments of `scrapy`: the same ones for the first crawl and for the next."""
        settings = ("ALLOW_PRIVATE_HOSTS=1", "DOWNLOAD_DELAY=0", "SUMMARY=0", "BROWSER=")
        told = (f"CORPUS={corpus}", f"PORTALS={self.register}", *settings)
        return ("crawl", "municipal", *(part for setting in told for part in ("-s", setting)))

    def unbroken(self) -> tuple[Left, float]:
        """What a crawl leaves, and its seconds."""
        corpus = self.folder / "unbroken.db"
        begun = time.monotonic()
        self._to_the_end(corpus)
        return read_corpus(corpus), time.monotonic() - begun

    def broken(self, moments: Sequence[float]) -> Left:
        """What is left by crawls that are killed after so many seconds and one that is not."""
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            corpus = Path(folder) / "corpus.db"
            for seconds in moments:
                self._killed(corpus, seconds)
            self._to_the_end(corpus)
            return read_corpus(corpus)

    def _to_the_end(self, corpus: Path) -> None:
        done = run(*self.command(corpus), seconds=600)
        if done.returncode != 0:
            raise RuntimeError(f"the crawl ended with {done.returncode}: {done.stderr[-2000:]}")

    def _killed(self, corpus: Path, seconds: float) -> None:
        """A crawl that is over before that is crawled again from nothing, and killed sooner."""
        while True:
            crawl = start(*self.command(corpus))
            try:
                crawl.communicate(timeout=seconds)
            except TimeoutExpired:
                crawl.kill()
                crawl.communicate()
                return
            seconds /= 2
            shutil.rmtree(archive_folder(corpus))
            for path in corpus.parent.glob(f"{corpus.name}*"):
                path.unlink()


def read_corpus(corpus: Path) -> Left:
    """All that can be compared of a corpus and its archive."""
    with closing(sqlite3.connect(corpus)) as connection:
        names = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%fts%'"
            )
        ]
        tables = {name: _rows(connection, name) for name in names if _compared(name)}
        tables["portal_runs"] = frozenset(connection.execute(_PORTALS))
        return Left(tables, tuple(_faults(connection, archive_folder(corpus))))


def _compared(table: str) -> bool:
    return _NOT_COMPARED.get(table) != "*"


def _rows(connection: sqlite3.Connection, table: str) -> Rows:
    left_out = _NOT_COMPARED.get(table, "").split()
    columns = [column for _, column, *_ in connection.execute(f"PRAGMA table_info({table})")]
    shown = ", ".join(
        _SHOWN.get((table, column), f'"{column}"') for column in columns if column not in left_out
    )
    return frozenset(connection.execute(f"SELECT {shown} FROM {table}"))


def _faults(connection: sqlite3.Connection, archive: Path) -> Iterator[str]:
    for (found,) in connection.execute("PRAGMA integrity_check"):
        if found != "ok":
            yield f"integrity_check: {found}"
    for found in connection.execute("PRAGMA foreign_key_check"):
        yield f"foreign_key_check: {found}"
    (indexed,) = connection.execute("SELECT count(*) FROM sections_fts").fetchone()
    (sections,) = connection.execute("SELECT count(*) FROM sections").fetchone()
    if indexed != sections:
        yield f"{indexed} sections are indexed, there are {sections}"
    twice = "SELECT url, count(*) FROM captures GROUP BY url, source_id HAVING count(*) > 1"
    for url, times in connection.execute(twice):
        yield f"{url} was captured {times} times"
    kept = "SELECT url, source_id, warc_file, warc_offset FROM captures"
    for url, source_id, name, offset in connection.execute(kept):
        try:
            data = read_capture(archive, name, offset)
        except ArchiveError as error:
            yield f"{url}: {error}"
            continue
        if hashlib.sha256(data).hexdigest() != source_id:
            yield f"{url}: the archive has other bytes at {name} {offset}"


@contextmanager
def crawls(chosen: Sequence[Site]) -> Iterator[Crawls]:
    """Serve the sites while the block lasts; everything written is removed after it."""
    with tempfile.TemporaryDirectory() as folder, serve(chosen) as portals:
        register = Path(folder) / "portals.csv"
        lines = ["name,home", *(f"{portal.site.name},{portal.url}/" for portal in portals)]
        register.write_text("\n".join(lines), encoding="utf-8")
        yield Crawls(Path(folder), register)


def sites_named(names: Sequence[str]) -> list[Site]:
    """Sample sites by name. Raises KeyError."""
    known = {site.name: site for site in (*sites(), *family_sites())}
    return [known[name] for name in names]


def main() -> int:
    """Print what each kill came to; 1 where one did harm."""
    parser = argparse.ArgumentParser(prog="python -m tests.kills", description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0, help="of the moments")
    parser.add_argument("--sites", nargs="+", default=["hukou", "yongzhou"])
    options = parser.parse_args()
    moments = random.Random(options.seed)
    harmed = 0
    with crawls(sites_named(options.sites)) as broken:
        expected, seconds = broken.unbroken()
        print(f"unbroken: {seconds:.1f} s, faults: {expected.faults or 'none'}", flush=True)
        for number in range(options.times):
            # One crawl in four is killed twice before it may end.
            after = [moments.uniform(0, seconds) for _ in range(1 + (number % 4 == 3))]
            told = broken.broken(after).differences(expected)
            harmed += bool(told)
            shown = " and ".join(f"{moment:.2f} s" for moment in after)
            print(f"{number + 1}: killed after {shown}: {'; '.join(told) or 'equal'}", flush=True)
    print(f"{options.times - harmed} of {options.times} equal to the unbroken crawl")
    return 1 if harmed or expected.faults else 0


if __name__ == "__main__":
    sys.exit(main())
