"""`make demo`: the sample portals, crawled by the real spiders into data/corpus.db.

Starts the portals on loopback, crawls each, tells what came of it, stops them. Needs no network.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from crawler.archive import archive_folder
from crawler.machine import missing_packages
from crawler.reporting.files import reports_folder
from tests.sample.portal.server import HOST, RunningPortal, serve

CORPUS = Path("data/corpus.db")
PORT = 8437  # of the first portal, so that a second demo meets the same addresses
SCRAPY = (sys.executable, "-m", "scrapy")
ON_LOOPBACK = ("-s", "ALLOW_PRIVATE_HOSTS=1", "-s", "DOWNLOAD_DELAY=0", "-s", "SUMMARY=0")


def main() -> int:
    """Run the demo; the exit code is the crawls' own."""
    if holds_a_real_crawl(CORPUS):
        print(f"error: {CORPUS} holds a real crawl; move it away before the demo", file=sys.stderr)
        return 2
    clear(CORPUS)
    print("A demonstration on made-up reports: real place names, everything else invented.")
    code = crawl_all()
    if code == 0:
        subprocess.run([*SCRAPY, "summary", "-s", f"CORPUS={CORPUS}"], check=True)
    for line in missing_packages():
        print(line)
    return code


def crawl_all() -> int:
    """Crawl every sample portal; stops at the first that fails."""
    try:
        portals = serve(port=PORT)
        running = portals.__enter__()
    except OSError:
        portals = serve()
        running = portals.__enter__()
    try:
        return next((code for portal in running if (code := crawl(portal))), 0)
    finally:
        portals.__exit__(None, None, None)


def crawl(portal: RunningPortal) -> int:
    """Crawl one portal as an operator would, from its home page alone."""
    command = ["crawl", "municipal", "-a", f"url={portal.url}/"]
    print(f"scrapy {' '.join(command)}   # {portal.site.name}", flush=True)
    done = subprocess.run([*SCRAPY, *command, "-s", f"CORPUS={CORPUS}", *ON_LOOPBACK])
    return done.returncode


def holds_a_real_crawl(corpus: Path) -> bool:
    """Whether the file has sources from anywhere but the sample portals."""
    if not corpus.exists():
        return False
    try:
        with closing(sqlite3.connect(f"file:{corpus}?mode=ro", uri=True)) as connection:
            query = "SELECT count(*) FROM sources WHERE host IS NULL OR host NOT LIKE ?"
            return bool(connection.execute(query, (f"{HOST}%",)).fetchone()[0])
    except sqlite3.Error:
        return True  # not ours to delete


def clear(corpus: Path) -> None:
    """Remove what an earlier demo left: its file, and the archive files and reports of its runs."""
    if not corpus.exists():
        return
    with closing(sqlite3.connect(corpus)) as connection:
        archived = connection.execute("SELECT DISTINCT warc_file FROM captures").fetchall()
        runs = connection.execute("SELECT run_id FROM runs").fetchall()
    for (name,) in archived:
        (archive_folder(corpus) / name).unlink(missing_ok=True)
    for (run_id,) in runs:
        for ending in ("json", "html"):
            (reports_folder(corpus) / f"{run_id}.{ending}").unlink(missing_ok=True)
    for ending in ("", "-wal", "-shm", ".lock"):
        corpus.with_name(corpus.name + ending).unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
