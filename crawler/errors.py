"""How a command ends: the exit codes, and the errors that are told in one line."""

from __future__ import annotations

from enum import IntEnum
from typing import ClassVar, Protocol


class ExitCode(IntEnum):
    """Exit codes of `scrapy crawl`, `scrapy reparse` and `scrapy summary`.

    The README documents them for cron; changing one breaks its users.
    """

    DONE = 0
    """The command did its whole job."""
    BUG = 1
    """An unexpected error: the log names it."""
    BAD_ARGUMENTS = 2
    """Unknown spider, missing or wrong path, bad URL, private address refused."""
    NOTHING_FOUND = 3
    """No document was found where one was looked for."""
    SOURCES_FAILING = 4
    """A source, or part of it, could not be read: unreachable, refused, unreadable file."""
    STORAGE = 5
    """The corpus or its archive is corrupt, not writable, or the disk is full."""
    BUSY = 6
    """Another run holds the corpus."""
    ATTENTION = 7
    """The command did its job and found something that must be looked at: the run's report has a
    finding of the severity that the setting ALERT_FROM names; `doctor`: something needed is
    missing."""
    INTERRUPTED = 130
    """Stopped by SIGINT or SIGTERM."""


class CrawlerError(Exception):
    """An error that its message explains: told as one line `error: …`, without traceback.

    The message names the file or URL, what was expected, what was found and what to do.
    """

    exit_code: ClassVar[ExitCode] = ExitCode.BUG


class BadArgument(CrawlerError):
    """An argument or setting is missing or wrong. Spiders raise it from `__init__`."""

    exit_code = ExitCode.BAD_ARGUMENTS


class StorageError(CrawlerError):
    """The corpus or the archive cannot be read or written."""

    exit_code = ExitCode.STORAGE


class ArchiveError(StorageError):
    """A record of the archive is missing or corrupt, or none can be written."""


class CorpusBusy(StorageError):
    """Another run holds the corpus."""

    exit_code = ExitCode.BUSY


def one_line(text: object) -> str:
    """Text for a terminal or a log: one line, without the control characters of a hostile page."""
    return " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())


# Keys in Scrapy's stats from which a crawl's exit code is derived.
BAD_START = "sources/bad_start"
FAILED_SOURCES = "sources/failed"
FAILED_SOURCES_SHOWN = "sources/failed_shown"
_SHOWN = 20


class _Stats(Protocol):
    def inc_value(self, key: str, count: int = 1, start: int = 0) -> None: ...
    def get_value(self, key: str, default: object = None) -> object: ...
    def set_value(self, key: str, value: object) -> None: ...


def count_failed_source(stats: _Stats, url: str, reason: str) -> None:
    """Count a source that could not be read: the crawl will end with SOURCES_FAILING.

    The first 20 are kept in the stat `sources/failed_shown`, by address, each with what was said
    of it last: that a host refuses everything comes after its single refusals.
    """
    kept = stats.get_value(FAILED_SOURCES_SHOWN)
    shown = dict(kept) if isinstance(kept, dict) else {}
    if url not in shown:
        stats.inc_value(FAILED_SOURCES)
    if url in shown or len(shown) < _SHOWN:
        stats.set_value(FAILED_SOURCES_SHOWN, {**shown, url: reason})
