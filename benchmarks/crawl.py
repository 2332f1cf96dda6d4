"""A crawl of the sample portals the whole way, against Scrapy that only downloads the pages.

`python -m benchmarks.crawl FOLDER` serves the portals, as the benchmark asks for in a process of
its own.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from benchmarks.measuring import tell
from tests.sample.portal.server import serve
from tests.sample.portal.sites import family_sites, sites

ROOT = Path(__file__).parent.parent
RATIO = 0.6
LONGEST_HOLD = 50  # milliseconds
WORKERS = os.cpu_count() or 1  # parser processes of the crawl
AT_ONCE = 16  # requests on their way, as in the settings of the crawl


def results() -> Iterator[bool]:
    """Pages a second beside bare Scrapy's, in as many processes; how long the reactor stood."""
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.crawl", folder], cwd=ROOT, stdin=subprocess.PIPE
        )
        try:
            yield from _compared(Path(folder))
        finally:
            assert server.stdin is not None
            server.stdin.close()
            server.wait()


def _compared(folder: Path) -> Iterator[bool]:
    register = folder / "portals.csv"
    while not register.exists():
        time.sleep(0.1)
    _crawl(folder / "first.db", register)  # the portals render each page once
    urls = _urls(folder / "first.db")
    ours, counts = _crawl(folder / "second.db", register)
    bare = _bare(urls, 1 + WORKERS)
    found = f"{ours / bare:.2f} ({ours:.0f} of {bare:.0f} pages/s, {len(urls)} pages)"
    what = "crawl without recognition, to bare Scrapy"
    yield tell(what, found, f"at least {RATIO}", ours >= RATIO * bare)
    held, times = counts["reactor_longest_ms"], counts["reactor_blocked"]
    told = f"{held} ms at the longest, {times} times over"
    yield tell("crawl, reactor held up", told, f"under {LONGEST_HOLD} ms", held < LONGEST_HOLD)


def _crawl(corpus: Path, register: Path) -> tuple[float, dict[str, int]]:
    """Pages a second from the beginning of the run to its end, and its counts."""
    settings = {
        "CORPUS": corpus,
        "PORTALS": register,
        "PORTALS_AT_ONCE": AT_ONCE,
        "PARSER_WORKERS": WORKERS,
        "ALLOW_PRIVATE_HOSTS": 1,
        "DOWNLOAD_DELAY": 0,
        "SUMMARY": 0,
        "BROWSER": "",
        "LOG_LEVEL": "CRITICAL",
        "RECOGNITION_SECONDS": 0,  # seconds a picture, of which some of the portals have one
    }
    told = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    command = [sys.executable, "-m", "scrapy", "crawl", "municipal", *told]
    subprocess.run(command, cwd=ROOT, stderr=subprocess.DEVNULL, env=_environment())
    with closing(sqlite3.connect(corpus)) as connection:
        begun, ended, counts = connection.execute(
            "SELECT started_at, finished_at, counts FROM runs"
        ).fetchone()
    found = json.loads(counts)
    seconds = (datetime.fromisoformat(ended) - datetime.fromisoformat(begun)).total_seconds()
    return found["requests"] / seconds, found


def _urls(corpus: Path) -> list[str]:
    with closing(sqlite3.connect(corpus)) as connection:
        asked = "SELECT url FROM visits WHERE role <> 'portal' ORDER BY key"
        return [url for (url,) in connection.execute(asked)]


def _bare(urls: Sequence[str], processes: int) -> float:
    """Pages a second, from the first spider's beginning to the last one's end."""
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "benchmarks.bare_spider", str(AT_ONCE)],
            cwd=ROOT,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for _ in range(processes)
    ]
    for number, process in enumerate(running):
        assert process.stdin is not None
        process.stdin.write("\n".join(urls[number::processes]))
        process.stdin.close()
    spans = []
    for process in running:
        assert process.stdout is not None
        begun, ended = map(float, process.stdout.read().split())
        spans.append((begun, ended))
        process.wait()
    return len(urls) / (max(end for _, end in spans) - min(begin for begin, _ in spans))


def _environment() -> dict[str, str]:
    return {**os.environ, "SCRAPY_SETTINGS_MODULE": "crawler.settings"}


def _serve(folder: Path) -> None:
    """All sample portals that need no browser, until stdin ends; their register in the folder."""
    chosen = [site for site in (*sites(), *family_sites()) if not site.needs_browser]
    with serve(chosen) as portals:
        lines = ["name,home", *(f"{portal.site.name},{portal.url}/" for portal in portals)]
        unfinished = folder / "portals.part"
        unfinished.write_text("\n".join(lines), encoding="utf-8")
        unfinished.rename(folder / "portals.csv")
        sys.stdin.read()


if __name__ == "__main__":
    if sys.argv[1:]:
        _serve(Path(sys.argv[1]))
    else:
        sys.exit(0 if all(list(results())) else 1)
