"""The corpus, its lock, its archive, the folder of reports, and the disk that they are on."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scrapy.settings import BaseSettings

from crawler.archive import archive_folder, read_capture
from crawler.corpus.database import APPLICATION_ID, reading_uri
from crawler.corpus.migrations import MIGRATION_NAMES
from crawler.corpus.times import moment
from crawler.doctor.model import Check
from crawler.errors import CrawlerError
from crawler.reporting.files import reports_folder

LEAST_FREE = 1 << 30
"""Bytes; a crawl of one portal with its archive takes a tenth of it."""
LAST_RECORDS = 3
"""Records of the archive that are read to see whether it can be."""
_GIB = 1 << 30


def storage(settings: BaseSettings, thorough: bool) -> Iterator[Check]:
    """thorough: the whole file is checked, which takes minutes for a large one."""
    corpus = Path(settings["CORPUS"] or "data/corpus.db")
    archive = archive_folder(corpus, settings["ARCHIVE"])
    yield _folder(corpus)
    yield _free(corpus)
    yield _lock(corpus)
    if not corpus.exists():
        yield Check("corpus", "ok", f"there is no {corpus} yet: the first crawl makes it")
    else:
        yield from _corpus(corpus, archive, thorough)
    yield _reports(reports_folder(corpus, settings["RUN_REPORTS"]))


def _folder(corpus: Path) -> Check:
    place = _existing(corpus.parent)
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        remedy = f"make {place} a folder that {_user()} may write to, or name another: -s CORPUS="
        return Check("folder", "broken", f"{place} cannot be written", remedy)
    return Check("folder", "ok", f"{corpus.parent.resolve()} can be written")


def _free(corpus: Path) -> Check:
    place = _existing(corpus.parent)
    try:
        free = shutil.disk_usage(place).free
        size = corpus.stat().st_size if corpus.is_file() else 0
    except OSError as error:
        return Check("disk", "broken", f"{place}: {error.strerror}", "check the disk")
    told = f"{free / _GIB:.1f} GiB free on {place}, the corpus has {size / _GIB:.2f}"
    if free < LEAST_FREE:
        return Check("disk", "broken", told, "free at least 1 GiB")
    if free < 2 * size:
        remedy = f"free {(2 * size - free) / _GIB:.1f} GiB: upgrades and releases copy the file"
        return Check("disk", "missing", told, remedy)
    return Check("disk", "ok", told)


def _lock(corpus: Path) -> Check:
    path = corpus.with_name(corpus.name + ".lock")
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return Check("lock", "ok", "no run holds the corpus")
    except OSError as error:
        remedy = f"make {path} readable for {_user()}"
        return Check("lock", "broken", f"{path}: {error.strerror}", remedy)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip() or "unknown"
        return Check("lock", "ok", f"process {holder} is writing to the corpus now")
    except OSError as error:
        remedy = "keep the corpus on a file system with locks"
        return Check("lock", "broken", f"{path} cannot be locked: {error.strerror}", remedy)
    finally:
        os.close(descriptor)
    return Check("lock", "ok", "no run holds the corpus")


def _corpus(corpus: Path, archive: Path, thorough: bool) -> Iterator[Check]:
    restore = "restore a copy of it: docs/operations.md"
    if not os.access(corpus, os.R_OK | os.W_OK):
        told = f"{corpus} cannot be {'written' if os.access(corpus, os.R_OK) else 'read'}"
        yield Check("corpus", "broken", told, f"make it a file that {_user()} may write to")
    if not os.access(corpus, os.R_OK):
        return
    try:
        with closing(sqlite3.connect(reading_uri(corpus), uri=True, timeout=5)) as connection:
            found = connection.execute("PRAGMA application_id").fetchone()[0]
            if found != APPLICATION_ID:
                told = f"{corpus} is a SQLite database, but no corpus"
                yield Check("corpus", "broken", told, "name another file: -s CORPUS=FILE")
                return
            yield _schema(connection, corpus)
            yield _integrity(connection, corpus, thorough)
            yield _last_run(connection)
            places = connection.execute(
                "SELECT warc_file, warc_offset FROM captures WHERE warc_file IS NOT NULL"
                " ORDER BY capture_id DESC LIMIT ?",
                (LAST_RECORDS,),
            ).fetchall()
    except sqlite3.Error as error:
        if "disk I/O error" in str(error):  # as where there is no room for the file -shm
            restore = "free space on the disk, and check the disk"
        yield Check("corpus", "broken", f"{corpus} cannot be read (SQLite: {error})", restore)
        return
    yield _archive(archive, places)


def _schema(connection: sqlite3.Connection, corpus: Path) -> Check:
    applied = [
        name
        for (name,) in connection.execute(
            "SELECT name FROM _sqlite_migrations WHERE migration_set = 'corpus' ORDER BY id"
        )
    ]
    if any(name not in MIGRATION_NAMES for name in applied):
        told = f"{corpus} was written by a newer version (schema {applied[-1]})"
        return Check("corpus", "broken", told, "update this software")
    if len(applied) < len(MIGRATION_NAMES):
        told = f"{corpus} has the schema {applied[-1] if applied else 'none'}"
        return Check("corpus", "ok", f"{told}: the next crawl copies it and brings it up to date")
    return Check("corpus", "ok", f"{corpus}, schema {applied[-1]}")


def _integrity(connection: sqlite3.Connection, corpus: Path, thorough: bool) -> Check:
    pragma = "integrity_check" if thorough else "quick_check"
    [(found,), *_] = connection.execute(f"PRAGMA {pragma}(1)").fetchall()
    if found != "ok":
        told = f"{corpus} is damaged ({found})"
        return Check("integrity", "broken", told, "restore a copy of it: docs/operations.md")
    how = "every page and index" if thorough else "every page (indexes, too, with --thorough)"
    return Check("integrity", "ok", how)


def _last_run(connection: sqlite3.Connection) -> Check:
    row = connection.execute(
        "SELECT run_id, started_at, finished_at, finish_reason FROM runs"
        " ORDER BY started_at DESC, run_id DESC LIMIT 1"
    ).fetchone()
    if row is None:
        return Check("last run", "ok", "none yet")
    run_id, started, finished, reason = row
    if moment(finished or started) > datetime.now(UTC) + timedelta(minutes=5):
        told = f"run {run_id} ended at {finished or started}, which is in the future"
        return Check("clock", "broken", told, "set this machine's clock (timedatectl)")
    if finished is None:
        return Check("last run", "ok", f"{run_id} runs still, or was killed; the next goes on")
    return Check("last run", "ok", f"{run_id} ended at {finished}: {reason}")


def _archive(folder: Path, places: list[tuple[str, int]]) -> Check:
    if not places:
        return Check("archive", "ok", f"{folder}: nothing kept yet")
    for name, offset in places:
        try:
            read_capture(folder, name, offset)
        except CrawlerError as error:
            remedy = "restore the file from a copy, or name the folder: -s ARCHIVE="
            return Check("archive", "broken", str(error), remedy)
    if not os.access(folder, os.W_OK):
        return Check("archive", "broken", f"{folder} cannot be written", "make it writable")
    return Check("archive", "ok", f"{folder}, its last {len(places)} documents can be read")


def _reports(folder: Path) -> Check:
    place = _existing(folder)
    if not place.is_dir() or not os.access(place, os.W_OK):
        remedy = "make it a folder that can be written, or name another: -s RUN_REPORTS="
        return Check("reports", "broken", f"{place} cannot be written", remedy)
    kept = sum(1 for path in folder.glob("*.json") if not path.is_symlink())
    return Check("reports", "ok", f"{folder}, {kept} kept")


def _existing(path: Path) -> Path:
    """The path, or the nearest above it that exists."""
    path = path.absolute()
    while not path.exists() and path != path.parent:
        path = path.parent
    return path


def _user() -> str:
    return f"user {os.geteuid()}"
