"""corpus.sqlite of a release: a snapshot of the corpus, described, indexed and compact.

The snapshot is taken in one read transaction, so a crawl may go on meanwhile. The file is a
function of the corpus and of the version's name alone: the same corpus gives the same bytes.
"""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from crawler.corpus.database import (
    APPLICATION_ID,
    is_being_written,
    open_for_writing,
    reading_uri,
)
from crawler.corpus.errors import CorpusError, CorpusLocked, told
from crawler.publication.about import About, known_gaps, software
from crawler.publication.completeness import UnfinishedRun, unfinished_runs
from crawler.publication.resemblance import add_resemblances

RELEASE_ID = 0x4F52656C
"""Application id "ORel": no crawl ever writes to a release by mistake."""

MADE_INTO_TABLES = ("applications_wide", "panel")
"""Views that are tables in a release: there nothing changes, and a table answers at once."""
_LEFT_OUT = ("source_records", "visits", "number_keys", "_sqlite_migrations")
"""The crawler's working tables, of no meaning without the crawler."""
_PAGES_A_STEP = 16_384


@dataclass(frozen=True, slots=True)
class State:
    """What a corpus is at one moment. changed_at: ISO 8601, UTC; empty where it has no run."""

    changed_at: str
    reports: int
    unfinished: tuple[UnfinishedRun, ...]

    @property
    def version(self) -> str:
        """The moment as a folder's name: `2026-11-21T234512Z`."""
        return self.changed_at[:19].replace(":", "") + "Z"


@contextmanager
def one_moment(corpus: Path) -> Iterator[sqlite3.Connection]:
    """The corpus as it is at one moment, while it may be written to. Raises CorpusError."""
    if not corpus.is_file():
        raise CorpusError(f"corpus {corpus} does not exist; crawl first, or name another file")
    uri = reading_uri(corpus)
    with told(corpus), closing(sqlite3.connect(uri, uri=True)) as connection:
        connection.execute("BEGIN")
        found = connection.execute("PRAGMA application_id").fetchone()[0]
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the moment is now
        if found != APPLICATION_ID:
            raise CorpusError(f"{corpus} is a SQLite database, but no corpus; name another file")
        yield connection
        if "immutable" in uri and is_being_written(corpus):
            raise CorpusLocked(f"corpus {corpus} was written to while it was read; run again")


def state_of(connection: sqlite3.Connection) -> State:
    """What a corpus holds."""
    changed_at, reports = connection.execute(
        "SELECT (SELECT max(moment) FROM ("
        "     SELECT max(started_at) AS moment FROM runs"
        "     UNION ALL SELECT max(finished_at) FROM runs"
        "     UNION ALL SELECT max(updated_at) FROM reports)),"
        " (SELECT count(*) FROM reports)"
    ).fetchone()
    return State(changed_at or "", reports, tuple(unfinished_runs(connection)))


def copy_corpus(connection: sqlite3.Connection, target: Path) -> None:
    """Copy the corpus of `one_moment`, and bring the copy to the present schema where an older
    version wrote it. Raises CorpusError."""
    with told(target), closing(sqlite3.connect(target)) as copy:
        # All steps see the moment at which the connection's transaction began.
        connection.backup(copy, pages=_PAGES_A_STEP, sleep=0)
    with closing(open_for_writing(target, back_up=False).conn) as copy:
        copy.execute("PRAGMA journal_mode = DELETE")


def build_database(snapshot: Path, target: Path, version: str, state: State, about: About) -> None:
    """Write the release's database. snapshot: changed on the way, of no use afterwards."""
    with told(snapshot), closing(sqlite3.connect(snapshot)) as work:
        work.execute("PRAGMA journal_mode = OFF")  # a broken build is thrown away as a whole
        work.execute("PRAGMA synchronous = OFF")
        _spell_out_references(work)
        for table in _LEFT_OUT:
            work.execute(f"DROP TABLE IF EXISTS {table}")
        _check_references(work, snapshot)
        _make_tables(work)
        for statement in _packaged_sql("findings.sql"):
            work.execute(statement)
        add_resemblances(work)
        for statement in _packaged_sql("release.sql"):
            work.execute(statement)
        _describe(work)
        _insert_release(work, version, state, about)
        work.commit()
        work.execute(f"PRAGMA application_id = {RELEASE_ID}")
        work.execute("PRAGMA analysis_limit = 1000")
        work.execute("ANALYZE")
        work.commit()
        work.execute("VACUUM INTO ?", (str(target),))


@contextmanager
def opened(database: Path) -> Iterator[sqlite3.Connection]:
    """A release's database, for reading; nothing else writes to it. Raises CorpusError."""
    uri = f"{database.resolve().as_uri()}?mode=ro&immutable=1"
    with told(database), closing(sqlite3.connect(uri, uri=True)) as connection:
        yield connection


def _packaged_sql(name: str) -> list[str]:
    text = files("crawler.publication").joinpath(name).read_text(encoding="utf-8")
    code = "".join(f"{line}\n" for line in text.splitlines() if not line.startswith("--"))
    return [statement.strip() for statement in code.split(";\n") if statement.strip()]


def _spell_out_references(work: sqlite3.Connection) -> None:
    """`REFERENCES agencies` becomes `REFERENCES agencies (agency_id)`: some tools, Datasette
    among them, cannot follow a reference that does not name its column."""
    work.execute("PRAGMA writable_schema = ON")
    tables = work.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    for name, sql in tables:
        spelt = sql
        for parent, column in _unnamed_references(work, name):
            spelt = re.sub(rf"(REFERENCES {parent})(?!\w|\s*\()", rf"\1 ({column})", spelt)
        if spelt != sql:
            work.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (spelt, name))
    work.commit()
    work.execute("PRAGMA writable_schema = RESET")


def _unnamed_references(work: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    """The tables that a table refers to without naming columns, each with its key."""
    keys = work.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
    parents = {row[2] for row in keys if row[4] is None}
    named = []
    for parent in sorted(parents):
        columns = work.execute(f'PRAGMA table_info("{parent}")').fetchall()
        key = [column for _, column in sorted((row[5], row[1]) for row in columns if row[5])]
        named.append((parent, ", ".join(key)))
    return named


def _check_references(work: sqlite3.Connection, snapshot: Path) -> None:
    broken = work.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        raise CorpusError(
            f"the snapshot {snapshot} of the corpus is damaged: table {broken[0]} names a row of "
            f"{broken[2]} that is not there; restore a copy of the corpus"
        )


def _make_tables(work: sqlite3.Connection) -> None:
    """Views become tables, with the types of their columns; the key is agency and year."""
    for view in MADE_INTO_TABLES:
        columns = work.execute(f"PRAGMA table_info({view})").fetchall()
        # Columns that a view computes have no declared type: all of them are counts.
        typed = ", ".join(f'"{name}" {kind or "INTEGER"}' for _, name, kind, *_ in columns)
        work.execute(
            f"CREATE TABLE made_{view} ({typed}, PRIMARY KEY (agency_id, year),"
            " FOREIGN KEY (agency_id, year) REFERENCES reports (agency_id, year)) WITHOUT ROWID"
        )
        # A sum that no integer of SQLite holds is none that anyone published.
        values = ", ".join(
            name if kind else f"CASE WHEN typeof({name}) <> 'real' THEN {name} END"
            for name, kind in ((f'"{column[1]}"', column[2]) for column in columns)
        )
        work.execute(f"INSERT INTO made_{view} SELECT {values} FROM {view}")
    # Without this, a view that uses one of these would be missed while it is being replaced.
    work.execute("PRAGMA legacy_alter_table = ON")
    for view in reversed(MADE_INTO_TABLES):
        work.execute(f"DROP VIEW {view}")
    for view in MADE_INTO_TABLES:
        work.execute(f"ALTER TABLE made_{view} RENAME TO {view}")


def _describe(work: sqlite3.Connection) -> None:
    """The rows of data_dictionary for what a release has of its own."""
    text = files("crawler.publication").joinpath("dictionary.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(text.splitlines()))[1:]
    work.executemany(
        "INSERT INTO data_dictionary VALUES (?, ?, ?, ?, ?)",
        [(*row[:4], row[4] or None) for row in rows],
    )
    tables = {name for (name,) in work.execute("SELECT name FROM sqlite_master")}
    described = {name for (name,) in work.execute('SELECT "table" FROM data_dictionary')}
    work.executemany(
        'DELETE FROM data_dictionary WHERE "table" = ?', [(name,) for name in described - tables]
    )
    work.executemany(
        "UPDATE data_dictionary"
        " SET meaning = replace(meaning, 'View: ', 'Table made of the view: ')"
        ' WHERE "table" = ? AND "column" = ?',
        [(name, "") for name in MADE_INTO_TABLES],
    )


def _insert_release(work: sqlite3.Connection, version: str, state: State, about: About) -> None:
    counts = work.execute(
        "SELECT count(*), sum(status = 'verified'), count(DISTINCT agency_id),"
        " min(year), max(year), (SELECT count(*) FROM sources), (SELECT count(*) FROM findings)"
        " FROM reports"
    ).fetchone()
    unfinished = [run.told() for run in state.unfinished]
    work.execute(
        f"INSERT INTO release VALUES ({', '.join('?' * 18)})",
        (
            *(version, state.changed_at, about.title, about.publisher, not unfinished),
            _json(unfinished) if unfinished else None,
            *counts,
            *(about.licence, about.licence_url, about.method),
            _json(known_gaps(work, about)),
            software(),
        ),
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
