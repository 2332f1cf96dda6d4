"""Corpora of earlier versions: each opens, is copied, and is brought to the present schema.

The saved files in `tests/documents/corpora` were written by the versions that had these schemas,
from two made-up reports and a note; a new migration adds the file of the schema before it.
"""

from __future__ import annotations

import gzip
import os
import shutil
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from crawler.corpus import Corpus, CorpusError
from crawler.corpus import database as opening
from crawler.corpus import migrations as history
from crawler.corpus.migrations import MIGRATION_NAMES
from parsers.record import Record
from tests.running import ROOT, rows

SAVED = ROOT / "tests" / "documents" / "corpora"
KEPT = {
    "reports": "SELECT agency_id, year, status, text FROM reports ORDER BY 1, 2",
    "applications": "SELECT * FROM applications ORDER BY 1, 2, 3",
    "captures": "SELECT url, source_id, fetched_at, warc_offset, run_id FROM captures ORDER BY 1",
    "records": "SELECT source_id, url, record FROM source_records ORDER BY 1, 2",
    "runs": "SELECT * FROM runs",
    "facts": "SELECT * FROM narrative_facts ORDER BY 1, 2, 3",
}


def saved(schema: str, folder: Path) -> Path:
    path = folder / "corpus.db"
    path.write_bytes(gzip.decompress((SAVED / f"{schema}.db.gz").read_bytes()))
    return path


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    return {name: rows(path, query) for name, query in KEPT.items()}


def schema_of(path: Path) -> list[str]:
    return [name for (name,) in rows(path, "SELECT name FROM _sqlite_migrations ORDER BY id")]


def shape_of(path: Path) -> list[tuple[object, ...]]:
    """Tables with their columns, indexes and views."""
    return rows(
        path,
        "SELECT m.type, m.name, group_concat(c.name) FROM sqlite_master AS m"
        " LEFT JOIN pragma_table_info(m.name) AS c GROUP BY 1, 2 ORDER BY 1, 2",
    )


def merging_of(path: Path) -> set[tuple[object, ...]]:
    """What the file says on how its full-text index is merged."""
    return set(rows(path, "SELECT k, v FROM sections_fts_config"))


def test_every_schema_but_the_present_one_has_a_saved_corpus() -> None:
    assert sorted(path.name for path in SAVED.iterdir()) == [
        f"{name}.db.gz" for name in MIGRATION_NAMES[:-1]
    ]


@pytest.mark.parametrize("schema", MIGRATION_NAMES[:-1])
def test_a_corpus_of_an_earlier_schema_is_brought_up_to_date(schema: str, tmp_path: Path) -> None:
    path = saved(schema, tmp_path)
    before = contents(path)
    assert [(a, y, s) for a, y, s, _ in before["reports"]] == [
        ("360429:人民政府", 2023, "verified"),
        ("360429:人民政府", 2024, "verified"),
    ]
    with Corpus.open(path) as corpus:
        assert sum(corpus.summary().reports.values()) == 2
        assert len(list(corpus.captures())) == 3
    for _, _, record in before["records"]:  # a settlement reads them again
        assert Record.model_validate_json(str(record)).outcome in ("report", "not_a_report")
    assert contents(path) == before
    assert schema_of(path) == list(MIGRATION_NAMES)
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    assert rows(path, "PRAGMA foreign_key_check") == []
    with Corpus.open(tmp_path / "new.db"):
        pass
    assert shape_of(path) == shape_of(tmp_path / "new.db")
    assert merging_of(path) == merging_of(tmp_path / "new.db") >= {("automerge", 16)}
    following = MIGRATION_NAMES[MIGRATION_NAMES.index(schema) + 1]
    copy = tmp_path / f"corpus.db.before-{following}"
    assert schema_of(copy)[-1] == schema
    assert contents(copy) == before


@pytest.mark.parametrize("schema", MIGRATION_NAMES[:-1])
def test_one_step_at_a_time_leads_to_the_same_schema(schema: str, tmp_path: Path) -> None:
    """As a corpus does that was opened by every version in between."""
    path = saved(schema, tmp_path)
    before = contents(path)
    for step in range(MIGRATION_NAMES.index(schema) + 1, len(MIGRATION_NAMES)):
        until = [*MIGRATION_NAMES, None][step + 1]
        with closing(sqlite3.connect(path)) as connection:
            db = history.Database(connection)
            history.corpus_migrations.apply(db, stop_before=until)
        assert schema_of(path) == list(MIGRATION_NAMES[: step + 1])
        assert contents(path) == before
    with Corpus.open(path), Corpus.open(tmp_path / "new.db"):
        pass
    assert shape_of(path) == shape_of(tmp_path / "new.db")


def _killed(path: Path, prepare: Callable[[Callable[[], None]], None]) -> None:
    """Open a corpus in a process that is killed where `prepare` has put the call."""
    child = os.fork()
    if child == 0:
        prepare(lambda: os.kill(os.getpid(), signal.SIGKILL))
        Corpus.open(path).close()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def _at_statement(number: int) -> Callable[[Callable[[], None]], None]:
    def prepare(kill: Callable[[], None]) -> None:
        known, counted = history.packaged_sql, iter(range(1_000_000))

        def statements(name: str) -> object:
            for statement in known(name):
                if next(counted) == number:
                    kill()
                yield statement
            if number < 0:
                kill()

        history.packaged_sql = statements  # type: ignore[assignment]

    return prepare


def _at_backup(kill: Callable[[], None]) -> None:
    opening.flush = lambda path: kill()  # type: ignore[assignment]


def _at_views(kill: Callable[[], None]) -> None:
    opening._renew_views = lambda db: kill()  # type: ignore[assignment]


def _at_dictionary(kill: Callable[[], None]) -> None:
    opening._renew_dictionary = lambda db: kill()  # type: ignore[assignment]


@pytest.mark.parametrize(
    "moment", [_at_backup, *map(_at_statement, (0, 1, 2, 3, -1)), _at_views, _at_dictionary]
)
def test_killed_on_the_way_it_is_the_old_one_or_the_new_one(
    moment: Callable[[Callable[[], None]], None], tmp_path: Path
) -> None:
    path = saved(MIGRATION_NAMES[0], tmp_path)
    before = contents(path)
    _killed(path, moment)
    reached = schema_of(path)
    assert reached == list(MIGRATION_NAMES[: len(reached)])
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    assert contents(path) == before
    with Corpus.open(path):
        pass
    assert schema_of(path) == list(MIGRATION_NAMES)
    assert contents(path) == before
    assert not list(tmp_path.glob("*.part"))


def test_without_room_for_the_copy_nothing_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(MIGRATION_NAMES[0], tmp_path)

    def full(path: Path) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(opening, "flush", full)
    with pytest.raises(CorpusError, match=r"before-.*cannot be written \(No space left"):
        Corpus.open(path)
    assert schema_of(path) == [MIGRATION_NAMES[0]]


def test_a_reader_leaves_an_old_corpus_alone_and_says_what_to_do(tmp_path: Path) -> None:
    path = saved(MIGRATION_NAMES[0], tmp_path)
    with pytest.raises(CorpusError, match="any crawl or reparse brings it up to date"):
        Corpus.open(path, read_only=True)
    assert schema_of(path) == [MIGRATION_NAMES[0]]


def test_a_first_crawl_that_was_killed_leaves_no_copy_of_nothing(tmp_path: Path) -> None:
    path = tmp_path / "corpus.db"
    _killed(path, _at_statement(3))
    with Corpus.open(path):
        pass
    assert schema_of(path) == list(MIGRATION_NAMES)
    assert not list(tmp_path.glob("*before*"))
    shutil.rmtree(tmp_path)
