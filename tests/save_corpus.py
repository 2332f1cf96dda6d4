"""`python -m tests.save_corpus`: a small corpus of the present schema, for `test_upgrades`.

Run it before a new migration is written: what it saves is what that migration will meet.
"""

from __future__ import annotations

import gzip
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from crawler.corpus.migrations import MIGRATION_NAMES
from tests.running import ROOT, run
from tests.sample.reports import agencies, html, make_report

SAVED = ROOT / "tests" / "documents" / "corpora"
NAME = "湖口县人民政府"
# Where a corpus names the folder that it was made from, and what it names instead.
_PLACES = (
    ("sources", "url"),
    ("source_records", "url"),
    ("source_records", "hints"),
    ("captures", "url"),
    ("reports", "source_url"),
    ("runs", "arguments"),
)
_FOLDER = "/srv/reports"


def main() -> None:
    """Two made-up reports and a note, crawled from a folder."""
    with tempfile.TemporaryDirectory() as name:
        folder, corpus = Path(name).resolve() / "reports", Path(name) / "corpus.db"
        folder.mkdir()
        for year in (2023, 2024):
            title = f"{NAME}{year}年政府信息公开工作年度报告"
            body = html.render(make_report(year, agencies()[NAME], year))
            page = f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body>"
            (folder / f"{year}.html").write_text(f"{page}</html>", encoding="utf-8")
        (folder / "note.txt").write_text("会议通知\n\n请各单位参加。\n", encoding="utf-8")
        done = run("crawl", "files", "-a", f"path={folder}", "-s", f"CORPUS={corpus}")
        assert done.returncode == 0, done.stderr
        with closing(sqlite3.connect(corpus, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
            for table, column in _PLACES:
                connection.execute(
                    f"UPDATE {table} SET {column} = replace({column}, ?, ?)", (str(folder), _FOLDER)
                )
            connection.execute("VACUUM")
        saved = SAVED / f"{MIGRATION_NAMES[-1]}.db.gz"
        saved.write_bytes(gzip.compress(corpus.read_bytes(), 9, mtime=0))
        print(f"{saved.relative_to(ROOT)}: {saved.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
