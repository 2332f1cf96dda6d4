"""Exit codes and one-line errors of `scrapy crawl`, `reparse` and `summary`; ends of all kinds."""

from __future__ import annotations

import os
import signal
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from crawler.errors import one_line
from tests.running import HOSTILE, children, is_alive, rows, run, start, wait_for

NOBODY_LISTENS = "http://127.0.0.1:9/"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Where a corpus may be made."""
    return tmp_path / "corpus.db"


def _folder(base: Path, *documents: str) -> Path:
    folder = base / "in"
    folder.mkdir(exist_ok=True)
    for number, text in enumerate(documents):
        (folder / f"{number:02d}.txt").write_text(text)
    return folder


def _crawl_files(folder: Path, corpus: Path, *more: str) -> tuple[object, ...]:
    return ("crawl", "files", "-a", f"path={folder}", "-s", f"CORPUS={corpus}", "-s", HOSTILE,
            "-s", "PARSER_WORKERS=1", *more)  # fmt: skip


EMPTY = "an empty folder"
ENDS: dict[tuple[str, ...], tuple[int, str]] = {
    ("crawl", "nobody"): (2, "there is no spider 'nobody'; there are: files, mirror, municipal"),
    ("crawl", "files", "-a", "path=/no/such"): (2, "/no/such does not exist"),
    ("crawl", "files", "-a", "path=tests", "-s", "PARSER_WORKERS=many"): (
        2,
        "setting PARSER_WORKERS must be a number of at least 1, found 'many'",
    ),
    ("crawl", "municipal", "-a", f"url={NOBODY_LISTENS}"): (
        2,
        f"{NOBODY_LISTENS} may not be visited: 127.0.0.1 is this machine's own (loopback)",
    ),
    ("crawl", "municipal", "-a", f"url={NOBODY_LISTENS}", "-s", "ALLOW_PRIVATE_HOSTS=1"): (
        4,
        f"{NOBODY_LISTENS}: robots.txt not established: 127.0.0.1 refuses the connection",
    ),
    ("crawl", "files", "-a", f"path={EMPTY}"): (3, "no report was found in 0 documents"),
    ("reparse",): (2, "there is no corpus"),
    ("summary",): (2, "there is no corpus"),
    ("coverage",): (2, "there is no corpus"),
    ("crawl", "files", "-a", "path=tests", "-s", "ALERT_FROM=loud"): (
        2,
        "ALERT_FROM=loud: expected one of note, warning, alarm, never",
    ),
}


@pytest.fixture(scope="module")
def ends(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, ...], tuple[int, str]]:
    """Exit code and stderr of every command in ENDS, run side by side."""
    base = tmp_path_factory.mktemp("ends")
    (base / EMPTY).mkdir()

    def end(numbered: tuple[int, tuple[str, ...]]) -> tuple[int, str]:
        number, arguments = numbered
        given = [a.replace(EMPTY, str(base / EMPTY)) for a in arguments]
        ended = run(*given, "-s", f"CORPUS={base}/{number}.db", "-s", "DOWNLOAD_DELAY=0")
        return ended.returncode, ended.stderr

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        return dict(zip(ENDS, threads.map(end, enumerate(ENDS)), strict=True))


@pytest.mark.parametrize("arguments", ENDS, ids=" ".join)
def test_a_mistake_ends_with_its_code_and_one_line(
    ends: dict[tuple[str, ...], tuple[int, str]], arguments: tuple[str, ...]
) -> None:
    code, stderr = ends[arguments]
    expected_code, told = ENDS[arguments]
    assert code == expected_code
    assert _one_error(stderr).startswith("error: ")
    assert told in stderr


@pytest.mark.parametrize(
    ("status", "robots", "told"),
    [
        (200, "User-agent: *\nDisallow: /\n", "forbidden by robots.txt"),
        (200, "#" * 600_000, "robots.txt not established: larger than the size limit"),
    ],
)
def test_a_portal_whose_robots_do_not_let_us_in(
    corpus: Path, status: int, robots: str, told: str
) -> None:
    with _portal(status, robots) as (url, asked):
        ended = run(
            "crawl", "municipal", "-a", f"url={url}", "-s", f"CORPUS={corpus}",
            "-s", "ALLOW_PRIVATE_HOSTS=1", "-s", "DOWNLOAD_DELAY=0", "-L", "ERROR",
        )  # fmt: skip
    assert ended.returncode == 4
    assert told in _one_error(ended.stderr)
    assert asked == ["/robots.txt"]


def test_a_redirect_off_the_web_is_not_followed_and_who_we_are_is_told(corpus: Path) -> None:
    with _portal(404, "", redirect="http://u:p@127.0.0.1:9/") as (url, asked):
        ended = run(
            "crawl", "municipal", "-a", f"url={url}", "-s", f"CORPUS={corpus}",
            "-s", "ALLOW_PRIVATE_HOSTS=1", "-s", "DOWNLOAD_DELAY=0", "-s", "CONTACT=me@example.org",
        )  # fmt: skip
        agents = asked.agents
    assert ended.returncode == 4
    assert "user name" in ended.stderr
    assert agents and all("contact: me@example.org" in agent for agent in agents)
    assert asked == ["/robots.txt", "/"]


def test_a_crawl_that_did_its_job_is_silent_and_can_be_summed_up(
    tmp_path: Path, corpus: Path
) -> None:
    folder = _folder(tmp_path, "report 2022", "something else", "memory", "crash", "hang")
    ended = run(*_crawl_files(folder, corpus, "-s", "PARSER_TIMEOUT=0.5"))
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
    assert rows(corpus, "SELECT year FROM reports") == [(2022,)]
    assert rows(corpus, "SELECT reason FROM sources WHERE outcome = 'unreadable' ORDER BY 1") == [
        ("parsing needed more than 1536 MiB of memory",),
        ("parsing took longer than 2 seconds",),
        ("the parser process crashed (SIGSEGV)",),
    ]
    ended = run("summary", "-s", f"CORPUS={corpus}")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "5 documents, 1 of them reports" in ended.stdout
    assert "a test document" in ended.stdout
    queries = [line for line in ended.stdout.splitlines() if line.startswith("  SELECT")]
    assert len(queries) == 3
    assert all(isinstance(rows(corpus, query), list) for query in queries)


def test_an_error_of_ours_is_named(tmp_path: Path, corpus: Path) -> None:
    ended = run(*_crawl_files(_folder(tmp_path, "raise", "report 2022"), corpus))
    assert ended.returncode == 1
    assert "the parser broke on file://" in ended.stderr
    assert "KeyError: 'no such row' at hostile_parser.py" in ended.stderr
    assert rows(corpus, "SELECT count(*) FROM reports") == [(1,)]


def test_a_parser_that_does_not_start_ends_the_crawl(tmp_path: Path, corpus: Path) -> None:
    folder = _folder(tmp_path, *["report 2022"] * 20)
    ended = run(*_crawl_files(folder, corpus, "-s", "PARSER=nowhere:parse"))
    assert ended.returncode == 1
    assert "the parser nowhere:parse does not start" in _one_error(ended.stderr)
    assert rows(corpus, "SELECT count(*) FROM sources") == [(0,)]


def test_a_hostile_text_cannot_write_on_the_terminal() -> None:
    assert one_line("年报\x1b[2J\r\nerror: \u202e all\tis well\x00") == (
        "年报 [2J error: all is well"
    )


def test_a_corrupt_corpus(tmp_path: Path, corpus: Path) -> None:
    content = b"This is no database at all, whatever its name says."
    corpus.write_bytes(content)
    ended = run(*_crawl_files(_folder(tmp_path, "report 2022"), corpus))
    assert ended.returncode == 5
    assert "is not a SQLite database" in _one_error(ended.stderr)
    assert corpus.read_bytes() == content


def test_an_archive_that_cannot_be_written(tmp_path: Path, corpus: Path) -> None:
    (tmp_path / "taken").write_text("a file where a folder is wanted")
    folder = _folder(tmp_path, *["report 2022"] * 20)
    ended = run(*_crawl_files(folder, corpus, "-s", f"ARCHIVE={tmp_path}/taken"))
    assert ended.returncode == 5
    assert f"the archive {tmp_path}/taken cannot be written" in _one_error(ended.stderr)
    assert rows(corpus, "SELECT count(*) FROM sources") == [(0,)]


def test_a_second_run_and_an_interrupted_one(tmp_path: Path, corpus: Path) -> None:
    folder = _folder(tmp_path, "hang", *["something else"] * 40)
    crawl = start(*_crawl_files(folder, corpus, "-s", "PARSER_TIMEOUT=30"))
    assert wait_for(lambda: corpus.exists() and children(crawl.pid), seconds=60)
    workers = children(crawl.pid)
    second = run(*_crawl_files(folder, corpus))
    assert second.returncode == 6
    assert f"process {crawl.pid}" in _one_error(second.stderr)
    crawl.send_signal(signal.SIGINT)
    _, stderr = crawl.communicate(timeout=40)
    assert (crawl.returncode, stderr) == (130, "")
    assert not any(is_alive(pid) for pid in workers)
    ((reason, documents),) = rows(
        corpus, "SELECT finish_reason, json_extract(counts, '$.documents') FROM runs"
    )
    assert (reason, documents) == ("shutdown", 0)
    # What was not read to its end is unknown, not unreadable.
    assert rows(corpus, "SELECT count(*) FROM sources") == [(0,)]


def test_a_killed_crawl_leaves_nothing_behind_and_can_be_run_again(
    tmp_path: Path, corpus: Path
) -> None:
    folder = _folder(tmp_path, "report 2021", *["hang"] * 3)
    crawl = start(*_crawl_files(folder, corpus))
    assert wait_for(lambda: _count(corpus, "reports") == 1, seconds=60)
    workers = children(crawl.pid)
    crawl.kill()
    crawl.communicate()
    assert workers
    assert wait_for(lambda: not any(is_alive(pid) for pid in workers))
    for document in folder.iterdir():
        document.write_text("report 2022")
    assert run(*_crawl_files(folder, corpus)).returncode == 0
    assert rows(corpus, "SELECT year FROM reports ORDER BY year") == [(2022,)]
    assert rows(corpus, "SELECT finish_reason FROM runs ORDER BY started_at") == [
        (None,),
        ("finished",),
    ]


def test_reparse_finds_what_a_better_parser_finds(tmp_path: Path, corpus: Path) -> None:
    folder = _folder(tmp_path, "late 2020", "late 2021", "report 2022", "crash")
    assert run(*_crawl_files(folder, corpus)).returncode == 0
    for document in folder.iterdir():
        document.unlink()  # the archive is enough
    better = ("-s", f"CORPUS={corpus}", "-s", f"{HOSTILE}_better", "-s", "PARSER_WORKERS=1")
    narrow = run("reparse", *better, "--only-outcome", "report")
    assert narrow.stdout.startswith("1 documents parsed again: 1 records as before, 0 changed")

    ((name, offset),) = rows(
        corpus, "SELECT warc_file, warc_offset FROM captures WHERE url LIKE '%/00.txt'"
    )
    _damage(tmp_path / "corpus.warc" / name, offset + 100)
    ended = run("reparse", *better)
    assert ended.returncode == 5
    assert "2 documents parsed again: 1 records as before, 1 changed, 2 kept" in ended.stdout
    assert "reports: 1 new, 0 changed, 0 gone" in ended.stdout
    assert "350181107:人民政府 2021: — → narrative" in ended.stdout
    damaged, crashed = ended.stderr.splitlines()
    assert f"{name} at offset {offset}" in damaged
    assert crashed.endswith("03.txt: the parser process crashed (SIGSEGV)")
    assert rows(corpus, "SELECT year FROM reports ORDER BY year") == [(2021,), (2022,)]
    assert rows(corpus, "SELECT outcome FROM sources ORDER BY url") == [
        ("not_a_report",),
        ("report",),
        ("report",),
        ("unreadable",),
    ]


def _damage(path: Path, offset: int) -> None:
    raw = bytearray(path.read_bytes())
    raw[offset : offset + 10] = bytes(10)
    path.write_bytes(raw)


class _Asked(list[str]):
    """The paths asked for, in order, and by whom."""

    def __init__(self) -> None:
        self.agents: list[str] = []


class _Answers(BaseHTTPRequestHandler):
    """robots.txt as told, and for any page a redirect or an empty page."""

    def __init__(self, told: tuple[int, str, str, _Asked], *arguments: object) -> None:
        self.told = told
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        status, robots, redirect, asked = self.told
        asked.append(self.path)
        asked.agents.append(self.headers["User-Agent"])
        body = robots.encode() if self.path == "/robots.txt" else b"<html>x</html>"
        if self.path != "/robots.txt":
            status = 302 if redirect else 200
        self.send_response(status)
        if redirect and status == 302:
            self.send_header("Location", redirect)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _portal:
    """A web server on loopback: its address, and what it was asked for."""

    def __init__(self, status: int, robots: str, redirect: str = "") -> None:
        self.asked = _Asked()
        handler = partial(_Answers, (status, robots, redirect, self.asked))
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)

    def __enter__(self) -> tuple[str, _Asked]:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}/", self.asked

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


def _one_error(stderr: str) -> str:
    """The line that was told, which must be the only one."""
    lines = stderr.splitlines()
    assert len(lines) == 1, stderr
    return lines[0]


def _count(corpus: Path, table: str) -> int:
    if not corpus.exists():
        return 0
    try:
        return int(rows(corpus, f"SELECT count(*) FROM {table}")[0][0])
    except sqlite3.OperationalError:  # not made yet
        return 0
