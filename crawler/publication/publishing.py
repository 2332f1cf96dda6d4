"""A release, from the corpus to its place: built in a hidden folder, whole or not at all."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.errors import CrawlerError, ExitCode, StorageError
from crawler.publication import browsing, codebook, page
from crawler.publication.about import About, Release, about_releases, release_of
from crawler.publication.changes import Changes, write_changes
from crawler.publication.database import (
    State,
    build_database,
    copy_corpus,
    one_moment,
    opened,
    state_of,
)
from crawler.publication.exports import (
    PARQUET_MISSING,
    has_parquet,
    write_table,
)
from crawler.publication.package import (
    File,
    checksums,
    citation,
    datapackage,
    file_of,
)
from crawler.publication.place import CHECKSUMS, Place, place_of_releases, writing
from crawler.publication.shapes import Table, tables_of

DATABASE = "corpus.sqlite"
CHANGES = "CHANGES.csv"
_WORK = ".work"


class IncompleteCorpus(CrawlerError):
    """A crawl is half done: its corpus is not given out as if it were whole."""

    exit_code = ExitCode.SOURCES_FAILING


class NothingToPublish(CrawlerError):
    """The corpus holds no report."""

    exit_code = ExitCode.NOTHING_FOUND


@dataclass(frozen=True, slots=True)
class Published:
    """A release in its place.

    is_new: False where the same release was there already. left_out: one line for each part that
    could not be made here.
    """

    folder: Path
    release: Release
    changes: Changes
    is_new: bool
    left_out: tuple[str, ...]


def publish(
    corpus: Path, folder: Path, settings: Mapping[str, Any], *, force: bool = False
) -> Published:
    """Make a release of the corpus in a folder of releases. A crawl may be running.

    force: publish although a crawl is half done; the release then says so. Raises
    IncompleteCorpus, NothingToPublish, BadArgument (the folder is none of releases), CorpusBusy
    (another process publishes there) and StorageError; the folder then is as it was.
    """
    about = about_releases(settings)
    with place_of_releases(folder) as place:
        revision = 1
        while True:
            published = _attempt(corpus, place, about, force, revision)
            if published is not None:
                return published
            revision += 1  # another release of the same moment is there: it is not touched


def _attempt(
    corpus: Path, place: Place, about: About, force: bool, revision: int
) -> Published | None:
    """Build and settle; None where another release bears this name."""
    staging = place.empty_staging()
    with writing(staging):
        snapshot = staging / _WORK / "corpus.db"
        snapshot.parent.mkdir()
        with one_moment(corpus) as connection:
            state = state_of(connection)
            _check_publishable(corpus, state, force)
            copy_corpus(connection, snapshot)
        version = state.version if revision == 1 else f"{state.version}-{revision}"
        previous = place.before(version, DATABASE)
        build_database(snapshot, staging / DATABASE, version, state, about)
        shutil.rmtree(snapshot.parent)
        left_out = () if has_parquet() else (PARQUET_MISSING,)
        release, changes = _write_files(staging, about, previous, left_out)
    there = place.folder / version
    if there in place.releases():
        if (there / CHECKSUMS).read_bytes() != (staging / CHECKSUMS).read_bytes():
            return None
        place.point_to(version)  # a run may have been killed just before it did
        return Published(there, release, changes, False, left_out)
    if there.exists():
        raise StorageError(f"{there} is in the way and is no release; move it away and run again")
    return Published(place.settle(version), release, changes, True, left_out)


def _check_publishable(corpus: Path, state: State, force: bool) -> None:
    if not state.reports:
        raise NothingToPublish(f"corpus {corpus} holds no report; crawl first")
    if state.unfinished and not force:
        more = len(state.unfinished) - 1
        raise IncompleteCorpus(
            f"corpus {corpus} is not complete: {state.unfinished[0].told()}"
            + (f", and {more} more" if more else "")
            + "; let the crawl come to its end, or publish with --force: the release will say so"
        )


def _write_files(
    staging: Path, about: About, previous: Path | None, left_out: tuple[str, ...]
) -> tuple[Release, Changes]:
    """Everything beside the database; SHA256SUMS last."""
    database = staging / DATABASE
    with opened(database) as connection:
        release = release_of(connection)
        tables = tables_of(connection)
        filled = _export(connection, tables, staging)
        changes = write_changes(
            database,
            previous / DATABASE if previous else None,
            previous.name if previous else None,
            staging / CHANGES,
        )
        files: dict[str, File] = {}
        _add_new_files(files, staging)
        texts = {
            "datapackage.json": datapackage(release, about, tables, files, filled),
            "CITATION.cff": citation(release, about),
            "codebook.html": codebook.html(release, tables),
            browsing.METADATA: browsing.metadata(release, tables),
            browsing.COUNTS: browsing.counts(tables, files[DATABASE]),
        }
        for name, text in texts.items():
            (staging / name).write_text(text, encoding="utf-8")
        _add_new_files(files, staging)
        contents = page.Contents(connection, release, about, changes, tables, files, left_out)
        (staging / "index.html").write_text(page.html(contents), encoding="utf-8")
    _add_new_files(files, staging)
    (staging / CHECKSUMS).write_text(checksums(files.values()), encoding="utf-8")
    return release, changes


def _export(
    connection: sqlite3.Connection, tables: list[Table], staging: Path
) -> dict[str, frozenset[str]]:
    """Every table as CSV and Parquet; gives the columns of each that are never empty."""
    with_parquet = has_parquet()
    for folder in ("csv", "parquet") if with_parquet else ("csv",):
        (staging / folder).mkdir()
    filled = {}
    for table in tables:
        csv_file = staging / "csv" / f"{table.name}.csv"
        parquet_file = staging / "parquet" / f"{table.name}.parquet" if with_parquet else None
        filled[table.name] = write_table(connection, table, csv_file, parquet_file)
    return filled


def _add_new_files(files: dict[str, File], staging: Path) -> None:
    """Add what has been written since: a large file is read only once."""
    for path in sorted(path for path in staging.rglob("*") if path.is_file()):
        if path.relative_to(staging).as_posix() not in files:
            file = file_of(staging, path)
            files[file.path] = file
