"""`scrapy doctor`: what works, and the exact thing to do about the rest."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from scrapy.settings import Settings
from scrapy.utils.project import get_project_settings

from crawler.corpus import Corpus
from crawler.doctor import setup, software, storage
from crawler.doctor.model import Check
from tests.running import run

YESTERDAY = datetime.now(UTC) - timedelta(days=1)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The project's, with a corpus of this test's own."""
    told = get_project_settings()
    told.setdict(
        {"CORPUS": str(tmp_path / "corpus.db"), "CONTACT": "me@example.org"}, priority="cmdline"
    )
    return told


def named(checks: object) -> dict[str, Check]:
    assert not isinstance(checks, dict)
    return {check.name: check for check in checks}  # type: ignore[attr-defined]


def test_a_new_machine_has_nothing_broken_but_what_is_not_set(settings: Settings) -> None:
    checks = [*storage.storage(settings, False), *setup.setup(settings)]
    assert [check for check in checks if check.state == "broken"] == []
    assert "no connection was opened" in named(checks)["network"].told


def test_a_missing_contact_and_careless_settings_are_broken(settings: Settings) -> None:
    settings.setdict({"CONTACT": "", "DOWNLOAD_DELAY": 0, "ROBOTSTXT_OBEY": False}, "cmdline")
    checks = named(setup.setup(settings))
    assert checks["contact"].state == "broken"
    assert "export CONTACT=" in checks["contact"].remedy
    assert checks["manners"].remedy == "set ROBOTSTXT_OBEY=1, DOWNLOAD_DELAY=1"


def test_what_is_not_installed_is_named_with_its_command(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("crawler.doctor.software.find_spec", lambda name: None)
    monkeypatch.setattr("crawler.browsers.find_spec", lambda name: None)
    monkeypatch.setattr("parsers.reading.ocr.find_spec", lambda name: None)
    checks = named(software.software(settings))
    remedies = {name: check.remedy for name, check in checks.items() if check.state != "ok"}
    assert remedies == {
        "browser": "apt-get install chromium; pip install -e '.[browser]'",
        "LibreOffice": "apt-get install --no-install-recommends libreoffice-writer",
        "character recognition": "pip install -e '.[ocr]'",
        "publish": "pip install -e '.[publish]'",
        "serve": "pip install -e '.[serve]'",
    }
    assert all(check.state != "broken" for check in checks.values())


def test_a_damaged_corpus_a_strange_one_and_a_held_one(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "corpus.db"
    with Corpus.open(path) as corpus:
        corpus.begin_run("run", "files", {}, YESTERDAY)
        checks = named(storage.storage(settings, False))
        assert "is writing to the corpus now" in checks["lock"].told
        assert checks["integrity"].state == "ok"
        assert "runs still, or was killed" in checks["last run"].told
    whole = path.read_bytes()
    path.write_bytes(whole[:5000] + b"\xff" * 3000 + whole[8000:])
    checks = named(storage.storage(settings, True))
    broken = [check for check in checks.values() if check.state == "broken"]
    assert broken and "docs/operations.md" in broken[0].remedy
    path.write_bytes(b"no database at all, but long enough to be taken for one " * 40)
    assert "file is not a database" in named(storage.storage(settings, False))["corpus"].told
    path.unlink()
    sqlite3.connect(path).execute("CREATE TABLE t (x)").connection.close()
    assert "no corpus" in named(storage.storage(settings, False))["corpus"].told


def test_an_archive_that_is_not_there_and_a_clock_that_is_behind(
    settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "corpus.db"
    with Corpus.open(path) as corpus:
        later = datetime.now(UTC) + timedelta(days=2)
        corpus.begin_run("run", "files", {}, later)
        corpus.finish_run("run", later, "finished", {})
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(
            "INSERT INTO captures (url, fetched_at, source_id, warc_file, warc_offset, run_id)"
            " VALUES ('u', '2026', 's', 'lost.warc.gz', 0, 'run')"
        )
    checks = named(storage.storage(settings, False))
    assert checks["archive"].state == "broken" and "lost.warc.gz" in checks["archive"].told
    assert checks["clock"].state == "broken" and "timedatectl" in checks["clock"].remedy


def test_a_full_disk_is_told_before_a_crawl_meets_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = type("Usage", (), {"free": 1000})
    monkeypatch.setattr("crawler.doctor.storage.shutil.disk_usage", lambda path: usage)
    assert named(storage.storage(settings, False))["disk"].state == "broken"


def test_a_network_that_does_not_answer_is_told_in_words(settings: Settings) -> None:
    checks = named(setup.setup(settings, "http://127.0.0.1:9/"))
    assert checks["network"].state == "broken"
    assert "http://127.0.0.1:9/robots.txt gives no answer" in checks["network"].told
    assert named(setup.setup(settings, "file:///etc/passwd"))["network"].state == "broken"


def test_the_command_ends_with_seven_where_something_is_broken(tmp_path: Path) -> None:
    done = run("doctor", "--json", "-s", f"CORPUS={tmp_path}/corpus.db", "-s", "CONTACT=")
    assert (done.returncode, done.stderr) == (7, "")
    told = {check["name"]: check["state"] for check in json.loads(done.stdout)}
    assert told["contact"] == "broken" and told["Python"] == "ok"
    assert [path.name for path in tmp_path.iterdir()] == []
