"""Complete or not at all: what is not published, and what goes wrong on the way."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import time
from pathlib import Path

import pytest

from crawler.corpus import Corpus
from crawler.errors import BadArgument, CorpusBusy, ExitCode
from crawler.publication import IncompleteCorpus
from crawler.publication.place import place_of_releases
from crawler.publication.publishing import NothingToPublish
from tests.corpus.documents import JIANGJING
from tests.publication.releases import (
    add,
    begin,
    files,
    finish,
    made,
    query,
)
from tests.running import run, run_afresh, start


def test_a_running_crawl_is_not_published_unless_forced(path: Path, tmp_path: Path) -> None:
    with Corpus.open(path) as corpus:
        begin(corpus, "run-2", 24)
        add(corpus, JIANGJING, 2022, run_id="run-2")
        with pytest.raises(IncompleteCorpus, match=r"run run-2 .* still runs, or was killed"):
            made(path, tmp_path / "out")
        assert not [p for p in (tmp_path / "out").iterdir() if not p.name.startswith(".")]
        published = made(path, tmp_path / "out", force=True)
        add(corpus, JIANGJING, 2021, run_id="run-2")  # the writer was never in the way
    assert query(published.folder, "SELECT complete, reports FROM release") == [(0, 5)]
    page = (published.folder / "index.html").read_text()
    assert 'id="incomplete"' in page and "run-2" in page
    assert (
        "INCOMPLETE" in json.loads((published.folder / "datasette.json").read_text())["description"]
    )


@pytest.mark.parametrize(
    ("url", "brings", "ends", "refused"),
    [
        ("https://a.cn/", True, "closespider_timeout", True),
        ("https://b.cn/", True, None, True),  # killed, whatever other portals did since
        ("https://b.cn/", False, None, False),  # mistyped once: nothing of it is in the corpus
        ("https://a.cn/", True, "finished", False),
    ],
)
def test_a_portal_half_crawled_is_not_published(
    path: Path, tmp_path: Path, url: str, brings: bool, ends: str | None, refused: bool
) -> None:
    with Corpus.open(path) as corpus:
        begin(corpus, "run-2", 24, url)
        if brings:
            add(corpus, JIANGJING, 2022, run_id="run-2")
        if ends:
            finish(corpus, "run-2", 25, ends)
        begin(corpus, "run-3", 48, "https://c.cn/")
        finish(corpus, "run-3", 49)
    if not refused:
        assert made(path, tmp_path / "out").release.complete
        return
    with pytest.raises(IncompleteCorpus, match="run-2"):
        made(path, tmp_path / "out")


def test_an_empty_corpus_is_not_published(tmp_path: Path) -> None:
    Corpus.open(tmp_path / "corpus.db").close()
    with pytest.raises(NothingToPublish):
        made(tmp_path / "corpus.db", tmp_path / "out")


def test_folders_that_are_none_of_releases(path: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadArgument, match="is a file"):
        made(path, tmp_path / "file")
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").write_text("")
    with pytest.raises(BadArgument, match=r"cat\.jpg"):
        made(path, tmp_path / "photos")
    assert [p.name for p in (tmp_path / "photos").iterdir()] == ["cat.jpg"]


def test_one_publisher_at_a_time(path: Path, tmp_path: Path) -> None:
    with place_of_releases(tmp_path / "out"), pytest.raises(CorpusBusy):
        made(path, tmp_path / "out")
    assert made(path, tmp_path / "out").is_new


def test_a_corpus_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "corpus.db").write_bytes(b"no database" * 1000)
    done = run("publish", "-s", f"CORPUS={tmp_path / 'corpus.db'}", tmp_path / "out")
    assert done.returncode == ExitCode.STORAGE
    assert re.fullmatch(r"error: corpus .*corpus\.db is not a SQLite database.*\n", done.stderr)


def whole_releases(folder: Path) -> list[Path]:
    """The releases that a reader sees, each checked to be whole."""
    seen = [p for p in folder.iterdir() if not p.name.startswith(".")] if folder.is_dir() else []
    for release in seen:
        for line in (release / "SHA256SUMS").read_text().splitlines():
            digest, name = line.split("  ")
            assert hashlib.sha256((release / name).read_bytes()).hexdigest() == digest
    return seen


def test_a_reader_never_sees_half_a_release(path: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for delay in (0.0, 0.05, 0.15, 0.3):
        process = start("publish", "-s", f"CORPUS={path}", out)
        deadline = time.monotonic() + 30
        while not (out / ".unfinished").exists() and time.monotonic() < deadline:
            if process.poll() is not None:
                break
            time.sleep(0.005)
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        whole_releases(out)
    done = run("publish", "-s", f"CORPUS={path}", out)
    assert done.returncode in (ExitCode.DONE, ExitCode.SOURCES_FAILING), done.stderr
    assert {p.name for p in whole_releases(out)} == {"2026-11-20T130000Z", "latest"}
    assert not (out / ".unfinished").exists()


def test_a_link_that_a_killed_run_left_behind_is_mended(path: Path, tmp_path: Path) -> None:
    release = made(path, tmp_path / "out").folder
    (tmp_path / "out" / "latest").unlink()
    made(path, tmp_path / "out")
    assert (tmp_path / "out" / "latest").resolve() == release


@pytest.mark.parametrize("largest", [20_000, 150_000, 260_000])
def test_a_full_disk_is_one_line_and_leaves_the_last_release(
    path: Path, tmp_path: Path, largest: int
) -> None:
    """A limit on the size of files stands for the disk: first the copy, then the rest fails."""
    out = tmp_path / "out"
    made(path, out)
    with Corpus.open(path) as corpus:
        begin(corpus, "run-2", 24)
        finish(corpus, "run-2", 25)
    before = files(out / "latest")
    done = run_afresh("publish", "-s", f"CORPUS={path}", out, largest_file=largest)
    assert done.returncode == ExitCode.STORAGE, done.stderr
    assert done.stderr.count("\n") == 1 and done.stderr.startswith("error: ")
    assert files(out / "latest") == before and not (out / ".unfinished").exists()


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="needs setpriv (util-linux)")
def test_a_corpus_in_a_read_only_folder_is_read_as_it_is(path: Path, tmp_path: Path) -> None:
    """Rights are those of anyone but root."""
    kept = tmp_path / "kept"
    kept.mkdir()
    shutil.copy(path, kept / "corpus.db")
    (kept / "corpus.db").chmod(0o444)
    kept.chmod(0o555)
    no_root = [] if os.geteuid() else ["setpriv", "--bounding-set=-dac_override"]
    corpus = f"CORPUS={kept / 'corpus.db'}"
    ended = {
        name: run_afresh(name, "-s", corpus, *more, before=no_root)
        for name, more in (("publish", [tmp_path / "out"]), ("summary", []), ("doctor", []))
    }
    kept.chmod(0o755)
    assert "4 reports of 3 agencies" in ended["publish"].stdout, ended["publish"].stderr
    assert ended["summary"].returncode == 0, ended["summary"].stderr
    assert "a file that user" in ended["doctor"].stdout
    assert "restore a copy" not in ended["doctor"].stdout
    assert [file.name for file in kept.iterdir()] == ["corpus.db"]


def test_the_command_tells_what_it_did(path: Path, tmp_path: Path) -> None:
    done = run("publish", "-s", f"CORPUS={path}", tmp_path / "out")
    assert "4 reports of 3 agencies, 2022 to 2023, 2 verified, 7 findings" in done.stdout
    again = run_afresh("publish", "-s", f"CORPUS={path}", tmp_path / "out")
    assert "is there already" in again.stdout
    assert run("publish").returncode == ExitCode.BAD_ARGUMENTS
    assert run("serve", tmp_path / "nothing").returncode == ExitCode.BAD_ARGUMENTS
