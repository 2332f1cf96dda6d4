"""A crawl may be stopped or killed at any moment, and may run out of disk: nothing is lost.

`python -m tests.kills --times 100` kills many more.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.kills import crawls, sites_named
from tests.running import HOSTILE, ROOT, rows, run, run_afresh


def test_a_crawl_killed_twice_comes_to_what_an_unbroken_one_does() -> None:
    (site,) = sites_named(["hukou"])
    with crawls([replace(site, reports=site.reports[:6])]) as broken:
        expected, seconds = broken.unbroken()
        assert not expected.faults
        assert len(expected.tables["reports"]) >= 5
        found = broken.broken([0.6 * seconds, 0.75 * seconds])
        assert found.differences(expected) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_before_anything_has_begun_is_told_in_one_line(number: signal.Signals) -> None:
    program = (
        "import os, sys\n"
        "sys.argv = ['scrapy', 'crawl', 'municipal']\n"
        "import crawler.settings\n"
        f"os.kill(os.getpid(), {int(number)})\n"
        "sys.exit('still here')\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, text=True, capture_output=True, timeout=60
    )
    assert (ended.returncode, ended.stderr) == (130, "error: interrupted\n")


def test_a_signal_in_a_program_of_another_name_is_none_of_ours() -> None:
    program = "import signal, crawler.settings; print(signal.getsignal(signal.SIGTERM).name)"
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, text=True, capture_output=True, timeout=60
    )
    assert ended.stdout == "SIG_DFL\n"


def test_a_full_disk_is_one_line_and_the_next_run_goes_on(tmp_path: Path) -> None:
    corpus, folder = tmp_path / "corpus.db", tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("report 2021")
    crawl = ("crawl", "files", "-a", f"path={folder}", "-s", f"CORPUS={corpus}", "-s", HOSTILE)
    assert run(*crawl).returncode == 0
    (folder / "b.txt").write_text("report 2022")
    (folder / "c.txt").write_bytes(os.urandom(1 << 20))
    full = run_afresh(*crawl, largest_file=700_000)
    assert full.returncode == 5
    (line,) = full.stderr.splitlines()
    assert line.startswith("error: ") and str(tmp_path) in line and "space" in line
    assert rows(corpus, "PRAGMA integrity_check") == [("ok",)]
    (folder / "c.txt").write_text("something else")
    assert run(*crawl).returncode == 0
    assert rows(corpus, "SELECT year FROM reports ORDER BY year") == [(2021,), (2022,)]
    assert rows(corpus, "PRAGMA integrity_check") == [("ok",)]


def test_a_disk_that_is_full_from_the_first_byte_is_one_line_too(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.db"
    full = run_afresh(
        "crawl", "files", "-a", f"path={ROOT / 'docs'}", "-s", f"CORPUS={corpus}", largest_file=0
    )
    assert full.returncode == 5, full.stderr
    (line,) = full.stderr.splitlines()
    assert line.startswith("error: ") and str(corpus) in line
