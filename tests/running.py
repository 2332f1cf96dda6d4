"""Runs the commands as an operator does, in processes of their own."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
HOSTILE = "PARSER=tests.hostile_parser:parse"


def command(*arguments: object) -> list[str]:
    """The command line of `scrapy …`."""
    return [sys.executable, "-m", "scrapy", *map(str, arguments)]


def run(*arguments: object, seconds: float = 60) -> subprocess.CompletedProcess[str]:
    """`scrapy …` to its end, from the project's folder, without a terminal."""
    return subprocess.run(
        command(*arguments),
        cwd=ROOT,
        env=environment(),
        text=True,
        capture_output=True,
        timeout=seconds,
        stdin=subprocess.DEVNULL,
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
