"""Runs the commands as an operator does, in processes of their own.

`run` takes a copy of a process that has the libraries loaded: importing them takes longer than most
commands, and there are some hundred of them. The others begin with nothing loaded, as a shell does.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

PREPARED = multiprocessing.get_context("forkserver")
"""Starts copies of a process that has imported `tests.prepared`."""
PREPARED.set_forkserver_preload(["tests.prepared"])

ROOT = Path(__file__).parent.parent
HOSTILE = "PARSER=tests.hostile_parser:parse"
ONE_PARSER = ("-s", "PARSER_WORKERS=1")


def command(*arguments: object) -> list[str]:
    """The command line of `scrapy …`."""
    return [sys.executable, "-m", "scrapy", *map(str, arguments)]


def run(*arguments: object, seconds: float = 60) -> subprocess.CompletedProcess[str]:
    """`scrapy …` to its end, from the project's folder, without a terminal.

    One parser process unless told: more take longer to start than they save on a test's documents.
    """
    name, *more = map(str, arguments)
    given = [name, *(ONE_PARSER if name in ("crawl", "reparse") else ()), *more]
    with tempfile.TemporaryDirectory() as folder:
        told = [Path(folder) / name for name in ("stdout", "stderr")]
        process = PREPARED.Process(target=_be_a_command, args=(given, environment(), told))
        process.start()
        process.join(seconds)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(command(*given), seconds)
        stdout, stderr = (path.read_text(encoding="utf-8") for path in told)
    return subprocess.CompletedProcess(command(*given), process.exitcode, stdout, stderr)


def _be_a_command(arguments: list[str], variables: dict[str, str], told: Sequence[Path]) -> None:
    """What `python -m scrapy …` does, in a process that has its modules already."""
    import scrapy
    from scrapy.cmdline import execute

    for descriptor, path in enumerate(told, start=1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), descriptor)
    os.environ.clear()
    os.environ.update(variables)
    os.chdir(ROOT)
    sys.argv = [str(Path(scrapy.__file__).with_name("__main__.py")), *arguments]
    execute()


def run_afresh(
    *arguments: object, before: Sequence[str] = (), largest_file: int | None = None
) -> subprocess.CompletedProcess[str]:
    """`scrapy …` to its end in a process that has nothing loaded and its own order of sets.

    before: a command that starts it, with its options. largest_file: bytes from which on a file
    cannot be written, as on a full disk; Python's own files are none of those.
    """

    def limit() -> None:
        if largest_file is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    return subprocess.run(
        [*before, *command(*arguments)],
        cwd=ROOT,
        env=environment() | {"PYTHONDONTWRITEBYTECODE": "1"},
        text=True,
        capture_output=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
        preexec_fn=limit,
    )


def start(*arguments: object) -> subprocess.Popen[str]:
    """`scrapy …`, begun."""
    return subprocess.Popen(
        command(*arguments),
        cwd=ROOT,
        env=environment(),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
    )


def environment() -> dict[str, str]:
    """This process's, without what would change how the crawler is set up, or a terminal's width
    that a runner of tests sets for its own output."""
    left_out = ("_proxy", "columns")
    kept = {k: v for k, v in os.environ.items() if not k.lower().endswith(left_out)}
    return {**kept, "SCRAPY_SETTINGS_MODULE": "crawler.settings", "CONTACT": ""}


def rows(corpus: Path, query: str) -> list[tuple[Any, ...]]:
    """What a reader of the corpus file sees."""
    with closing(sqlite3.connect(corpus)) as connection:
        return connection.execute(query).fetchall()


def wait_for(condition: Callable[[], object], seconds: float = 20) -> bool:
    """Whether the condition came true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return bool(condition())


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that is dead and not yet waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def children(pid: int) -> list[int]:
    """The processes that a process has started and that still run."""
    told = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in told if is_alive(int(child))]
