"""docs/operations.md and the files beside it: what they name exists, and is what they say."""

from __future__ import annotations

import argparse
import re
import shlex
import shutil
import sqlite3
import subprocess
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner
from scrapy.settings import Settings
from sqlite_utils.cli import cli

from crawler import settings as project
from crawler.corpus import Corpus
from crawler.errors import ExitCode
from crawler.reporting.model import SEVERITIES
from crawler.reporting.wording import words
from tests.running import ROOT

DOCS = ROOT / "docs"
HANDBOOK = (DOCS / "operations.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
CRON = DOCS / "cron"
FILES = sorted(path.name for path in CRON.iterdir())
SCRAPY = re.compile(r"(?<![\w-])scrapy ((?:[a-z]+)(?: +[^\n`#&]*)?)")
OURS = {path.stem for path in (ROOT / "crawler" / "commands").glob("[a-z]*.py")} - {"told"}


def table(heading: str, text: str = HANDBOOK) -> list[list[str]]:
    """The cells of the first table after a heading, without its two head lines."""
    lines = text.partition(heading)[2].splitlines()
    rows = [line for line in lines if line.startswith("|")]
    ended = next((at for at, line in enumerate(lines) if rows and line == rows[0]), 0)
    block = []
    for line in lines[ended:]:
        if not line.startswith("|"):
            break
        block.append([part.strip() for part in line.strip("|").split("|")])
    return block[2:]


@pytest.mark.parametrize("text", [HANDBOOK, README], ids=["operations", "README"])
def test_every_exit_code_told_is_the_codes_own(text: str) -> None:
    heading = "## Exit codes" if text is HANDBOOK else "### Exit codes"
    told = [int(row[0]) for row in table(heading, text)]
    assert told == sorted(code.value for code in ExitCode)


def test_every_kind_of_finding_is_explained() -> None:
    rows = table("## Reading the report")
    assert [row[0] for row in rows] == list(reversed(SEVERITIES))
    named = {name for row in rows for name in re.findall(r"`([a-z_]+)`", row[2])}
    assert named == set(words("findings"))


@pytest.mark.parametrize("line", sorted({found[1].strip() for found in SCRAPY.finditer(HANDBOOK)}))
def test_every_command_named_exists_with_its_options(line: str) -> None:
    name, *given = shlex.split(line)
    assert name in OURS
    command = import_module(f"crawler.commands.{name}").Command()
    command.settings = Settings()
    parser = argparse.ArgumentParser(conflict_handler="resolve")
    command.add_options(parser)
    _, unknown = parser.parse_known_args(given)
    assert [word for word in unknown if word.startswith("-")] == []


def test_every_setting_named_exists() -> None:
    ours = {name for name in vars(project) if name.isupper()}
    named = set(re.findall(r"-s ([A-Z_]+)=|`([A-Z]+_[A-Z_]+)(?:=[^`]*)?`", HANDBOOK))
    names = {name for pair in named for name in pair if name}
    assert names and names <= ours, names - ours


def test_every_file_named_is_there() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", HANDBOOK)
    assert {Path(link).name for link in links} >= set(FILES)
    assert all((DOCS / link).is_file() for link in links)
    assert "docs/operations.md" in README


def test_the_line_of_cron_is_the_one_that_is_shipped() -> None:
    lines = (CRON / "crontab").read_text(encoding="utf-8").splitlines()
    jobs = [line for line in lines if re.match(r"[\d*]", line)]
    assert len(jobs) == 5
    for job in jobs:
        *when, command = job.split(maxsplit=5)
        assert all(re.fullmatch(r"\*|\d+(-\d+)?", field) for field in when), job
        assert command.startswith("cd /srv/openness-corpus && ")
        assert "%" not in command  # cron would end the line there
    told = re.search(r"^    (17 3 \* \* 1 .*)$", HANDBOOK, re.MULTILINE)
    assert told is not None
    assert told[1].replace("CONTACT=you@example.org ", "") == jobs[0]
    assert told[1] in README


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_the_units_are_what_systemd_takes(tmp_path: Path) -> None:
    program = tmp_path / ".venv" / "bin" / "scrapy"
    program.parent.mkdir(parents=True)
    program.symlink_to("/bin/true")
    units = [name for name in FILES if name.endswith((".service", ".timer"))]
    assert len(units) == 2
    for name in units:
        text = (CRON / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("/srv/openness-corpus", str(tmp_path)))
    done = subprocess.run(
        ["systemd-analyze", "verify", *(str(tmp_path / name) for name in units)],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    ours = [line for line in done.stderr.splitlines() if "openness" in line]
    assert (done.returncode, ours) == (0, [])


def test_the_units_success_is_what_the_handbook_says() -> None:
    unit = (CRON / "openness-corpus.service").read_text(encoding="utf-8")
    counted = re.search(r"^SuccessExitStatus=(.*)$", unit, re.MULTILINE)
    told = re.search(r"The unit counts codes ([\d, and]+) as success", HANDBOOK)
    assert counted is not None and told is not None
    assert re.findall(r"\d+", told[1]) == counted[1].split()


def test_the_backup_is_a_whole_corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = re.search(r"^    (sqlite-utils .*?) +#", HANDBOOK, re.MULTILINE)
    assert told is not None
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path)
    with Corpus.open(Path("data/corpus.db")):  # a crawl holds it meanwhile
        done = CliRunner().invoke(cli, shlex.split(told[1])[1:])
        assert done.exit_code == 0, done.output
    backup = sqlite3.connect("backup.db")
    assert backup.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    backup.close()
    Corpus.open(Path("backup.db")).close()
