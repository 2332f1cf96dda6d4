"""One writer at a time, and files that are no corpus."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.corpus import Corpus, CorpusError, CorpusLocked
from tests.corpus.documents import (
    NOON,
    assert_sound,
    document,
    dump,
    one,
    received,
    report,
    tables,
)
from tests.running import ROOT


def test_one_writer_at_a_time(corpus: Corpus, path: Path) -> None:
    with pytest.raises(CorpusLocked, match=f"process {os.getpid()}"):
        Corpus.open(path)
    with Corpus.open(path, read_only=True) as reader:
        assert reader.summary().sources == {}
        with pytest.raises(CorpusError, match="reading only"):
            reader.begin_run("run-9", "files", {}, NOON)
    corpus.close()
    corpus.close()
    Corpus.open(path).close()


def test_a_killed_writer_leaves_nothing_locked(path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from crawler.corpus import Corpus;"
        "from datetime import datetime; c = Corpus.open(Path(sys.argv[1]));"
        "c.begin_run('run-1', 'files', {}, datetime.now());"
        "print('open', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, cwd=ROOT
    ) as writer:
        assert writer.stdout is not None and writer.stdout.readline() == b"open\n"
        with pytest.raises(CorpusLocked, match=f"process {writer.pid}"):
            Corpus.open(path)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
    Corpus.open(path).close()
    assert one(path, "SELECT run_id, finished_at FROM runs") == ("run-1", None)
    assert_sound(path)


def test_settings_of_the_file(corpus: Corpus, path: Path) -> None:
    assert one(path, "PRAGMA journal_mode") == ("wal",)
    corpus.close()
    assert not path.with_name("corpus.db-wal").exists()


def test_a_run_must_be_begun_once(corpus: Corpus) -> None:
    with pytest.raises(CorpusError, match="run-7"):
        corpus.store(document("https://a.gov.cn/1", b"1", report()), "run-7")
    with pytest.raises(CorpusError, match="run-1"):
        corpus.begin_run("run-1", "files", {}, NOON)
    with pytest.raises(CorpusError, match="run-7"):
        corpus.finish_run("run-7", NOON, "finished", {})


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "corpus.db"
    path.write_text("这不是数据库。" * 100, encoding="utf-8")
    for read_only in (False, True):
        with pytest.raises(CorpusError, match=r"corpus\.db is not a SQLite database; name another"):
            Corpus.open(path, read_only=read_only)
    assert path.read_text(encoding="utf-8").startswith("这不是数据库")


def test_a_database_that_is_no_corpus(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE kept (a)")
    connection.close()
    with pytest.raises(CorpusError, match="no corpus"):
        Corpus.open(path)
    assert tables(path) == ["kept"]


def test_a_corpus_cut_short(corpus: Corpus, path: Path) -> None:
    corpus.store(document("https://a.gov.cn/1", b"1", report()), "run-1")
    corpus.close()
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(CorpusError, match="damaged; restore"):
        Corpus.open(path)


def test_a_corpus_of_a_newer_version(corpus: Corpus, path: Path) -> None:
    corpus.close()
    connection = sqlite3.connect(path)
    connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        " VALUES ('corpus', '0099_future', '2030-01-01')"
    )
    connection.commit()
    connection.close()
    with pytest.raises(CorpusError, match=r"newer version .*0099_future"):
        Corpus.open(path)


def test_paths_that_cannot_hold_a_corpus(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(CorpusError, match="is a folder"):
        Corpus.open(tmp_path)
    with pytest.raises(CorpusError, match="cannot be made"):
        Corpus.open(tmp_path / "file" / "corpus.db")
    with pytest.raises(CorpusError, match="does not exist"):
        Corpus.open(tmp_path / "none.db", read_only=True)


def test_an_error_in_the_middle_leaves_nothing_behind(corpus: Corpus, path: Path) -> None:
    corpus.store(document("https://a.gov.cn/1", b"1", report()), "run-1")
    before = dump(path)
    twice = (*received("3 0 0 0 0 0 3"), *received("3 0 0 0 0 0 3"))
    later = NOON + timedelta(days=1)
    with pytest.raises(CorpusError, match="twice"):
        corpus.store(
            document("https://a.gov.cn/1", b"2", report(cells=twice), fetched_at=later), "run-1"
        )
    assert dump(path) == before
    assert corpus.store(document("https://a.gov.cn/2", b"3", report()), "run-1").change == "new"
