"""What can go wrong with a corpus file, told in one line that names the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crawler.errors import CorpusBusy, StorageError


class CorpusError(StorageError):
    """The corpus file cannot be opened, read or written, or refuses what it was given."""


class CorpusLocked(CorpusBusy, CorpusError):
    """Another process writes to the corpus."""


# What SQLite says, and what to do about it; the first fragment found in its message counts.
_REMEDIES = (
    (
        "not a database",
        "is not a SQLite database; name another file, or move this one away and crawl again",
    ),
    (
        "malformed",
        "is damaged; restore a copy of it, or move it away and crawl again",
    ),
    ("readonly", "cannot be written; make the file and its folder writable"),
    ("unable to open", "cannot be opened; check that the file and its folder can be written"),
    ("disk is full", "cannot grow, the disk is full; free space and run again"),
    ("disk I/O error", "cannot be read or written reliably; check the disk and its free space"),
)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into a CorpusError that names the file and the remedy."""
    try:
        yield
    except sqlite3.Error as error:
        said = str(error)
        if "locked" in said or "busy" in said:
            raise CorpusLocked(
                f"corpus {path} is locked by another program ({said}); "
                "close what has it open and run again"
            ) from error
        for fragment, remedy in _REMEDIES:
            if fragment in said:
                raise CorpusError(f"corpus {path} {remedy} (SQLite: {said})") from error
        raise CorpusError(f"corpus {path} refused a statement (SQLite: {said})") from error
