"""Opening the corpus file: created, migrated, checked to be a corpus and to be ours."""

from __future__ import annotations

import csv
import logging
import os
import sqlite3
from importlib.resources import files
from pathlib import Path

from crawler.corpus.errors import CorpusError, told
from crawler.corpus.migrations import MIGRATION_NAMES, corpus_migrations, packaged_sql
from crawler.corpus.sqlite_tools import Database

logger = logging.getLogger(__name__)

# "OCor": marks the file as a corpus of ours, so that no other database is ever migrated.
APPLICATION_ID = 0x4F436F72
BUSY_TIMEOUT_MS = 5000
# In a large corpus the pages that a report touches lie far apart: they are kept in memory, and
# written back many at a time. What the cache does not use it does not take.
CACHE_KIB = 262_144
PAGES_BETWEEN_CHECKPOINTS = 8_000
# The full-text index is merged little by little from so many segments of one size on, and at once
# from the second number on: terms are written again less often, and a search reads more segments.
MERGED_SEGMENTS = {"automerge": 16, "crisismerge": 32}


def open_for_writing(path: Path, *, back_up: bool = True) -> Database:
    """The corpus file, created where missing and brought to the present schema.

    The caller holds the writer lock. back_up: keep a copy of the file as it was before its
    schema is changed. Raises CorpusError.
    """
    if path.exists() and not os.access(path, os.W_OK):
        raise CorpusError(f"corpus {path} cannot be written; make the file writable")
    with told(path):
        # The one writer may be a thread of its own: the connection moves there, as a whole.
        connection = sqlite3.connect(path, check_same_thread=False)
        try:
            return _prepared(connection, path, back_up)
        except BaseException:
            connection.close()
            raise


def open_for_reading(path: Path) -> Database:
    """The corpus file as it is; nothing is created. Raises CorpusError."""
    if not path.is_file():
        raise CorpusError(f"corpus {path} does not exist; crawl first, or name another file")
    with told(path):
        connection = sqlite3.connect(reading_uri(path), uri=True, check_same_thread=False)
        try:
            connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
            db = Database(connection)
            _check_is_corpus(db, path)
            if corpus_migrations.pending(db):
                raise CorpusError(
                    f"corpus {path} was written by an older version; "
                    "any crawl or reparse brings it up to date"
                )
            return db
        except BaseException:
            connection.close()
            raise


def reading_uri(path: Path) -> str:
    """The file as SQLite opens it for reading, also on a disk or in a folder that is read-only.

    There a database in WAL mode cannot be opened but as one that does not change, and only where
    no `-wal` file holds what is not in the file itself.
    """
    uri = f"{path.resolve().as_uri()}?mode=ro"
    may_write = os.access(path.resolve().parent, os.W_OK)
    return uri if may_write or is_being_written(path) else f"{uri}&immutable=1"


def is_being_written(path: Path) -> bool:
    """Whether a `-wal` file stands beside the database: a writer has it open, or was killed."""
    wal = path.resolve().with_name(path.resolve().name + "-wal")
    return wal.exists()


def _prepared(connection: sqlite3.Connection, path: Path, back_up: bool) -> Database:
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    db = Database(connection)
    if db.table_names():
        _check_is_corpus(db, path)
        if back_up:
            _back_up(db, path)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    db.execute(f"PRAGMA wal_autocheckpoint = {PAGES_BETWEEN_CHECKPOINTS}")
    # Nothing in the file is secret: pages that merges leave free need not be written with zeros.
    db.execute("PRAGMA secure_delete = OFF")
    db.execute("PRAGMA foreign_keys = ON")
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    corpus_migrations.apply(db)
    with db.atomic():
        _renew_views(db)
        _renew_dictionary(db)
        _set_merging(db)
    return db


def _back_up(db: Database, path: Path) -> None:
    """Before a corpus is migrated, a copy of it as it was: `corpus.db.before-<change>`."""
    pending = corpus_migrations.pending(db)
    if not pending or not corpus_migrations.applied(db):  # up to date, or never begun
        return
    copy = path.with_name(f"{path.name}.before-{pending[0].name}")
    unfinished = copy.with_name(f"{copy.name}.part")
    try:
        unfinished.unlink(missing_ok=True)
        db.conn.execute("VACUUM INTO ?", (str(unfinished),))
        flush(unfinished)
        unfinished.replace(copy)
    except OSError as error:
        raise CorpusError(
            f"{copy}, the copy of the corpus before its upgrade, cannot be written "
            f"({error.strerror or error}); free space or make the folder writable"
        ) from error
    logger.warning("corpus %s is brought to a newer schema; a copy of it stays in %s", path, copy)


def flush(path: Path) -> None:
    """Bring a file to the disk: the original is changed only when its copy is safe there."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _check_is_corpus(db: Database, path: Path) -> None:
    found = db.execute("PRAGMA application_id").fetchone()[0]
    if found != APPLICATION_ID:
        raise CorpusError(
            f"{path} is a SQLite database, but no corpus (application id {found:#x}); "
            "name another file"
        )
    newer = [m.name for m in corpus_migrations.applied(db) if m.name not in MIGRATION_NAMES]
    if newer:
        raise CorpusError(
            f"corpus {path} was written by a newer version (schema {newer[-1]}); "
            "update this software, or name another file"
        )


def _renew_views(db: Database) -> None:
    """Views carry no data: they always are as this version words them."""
    wanted = {_view_name(statement): statement for statement in packaged_sql("views.sql")}
    present = dict(db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'").fetchall())
    if present == wanted:
        return
    for name in present:
        db.execute(f'DROP VIEW "{name}"')
    for statement in wanted.values():
        db.execute(statement)


def _view_name(statement: str) -> str:
    return statement.split()[2]


def _renew_dictionary(db: Database) -> None:
    text = files("crawler.corpus").joinpath("dictionary.csv").read_text(encoding="utf-8")
    wanted = [tuple(value or None for value in row) for row in csv.reader(text.splitlines())][1:]
    # Column "" describes the table itself.
    wanted = [(table, column or "", *rest) for table, column, *rest in wanted]
    present = db.execute(
        'SELECT "table", "column", label, meaning, unit FROM data_dictionary'
    ).fetchall()
    if sorted(present, key=lambda r: r[:2]) == sorted(wanted, key=lambda r: r[:2]):
        return
    db.execute("DELETE FROM data_dictionary")
    db.conn.executemany("INSERT INTO data_dictionary VALUES (?, ?, ?, ?, ?)", wanted)


def _set_merging(db: Database) -> None:
    """How the full-text index merges is kept in the file: written only where it differs."""
    present = dict(db.execute("SELECT k, v FROM sections_fts_config").fetchall())
    for option, segments in MERGED_SEGMENTS.items():
        if present.get(option) != segments:
            db.execute(
                "INSERT INTO sections_fts (sections_fts, rank) VALUES (?, ?)", (option, segments)
            )
