"""Documents from disk: `scrapy crawl files -a path=DIR_OR_FILE`."""

from __future__ import annotations

import asyncio
import os
import stat
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import run_in_thread

from crawler.archive import archive_folder
from crawler.errors import BadArgument, count_failed_source
from crawler.items import Document, Skipped
from crawler.reporting.files import reports_folder
from parsers.record import Hints

IN_HAND = 8
"""Documents read and not yet stored: bounds the memory of a crawl over a large folder."""

# What systems leave beside documents: passed over without a word, as hidden files are.
LITTER = frozenset({"__macosx", "thumbs.db", "desktop.ini", "$recycle.bin"})

BESIDE_A_CORPUS = ("-wal", "-shm", "-journal", ".lock")


class FilesSpider(scrapy.Spider):
    """Reads one file, or a folder and all below it, folder by folder in sorted order.

    Links are never followed: one that leads out of the folder, or round in a circle, must not
    widen what was asked for; every other target is read in its own place.
    Files over DOWNLOAD_MAXSIZE bytes are skipped unread.
    """

    name = "files"

    def __init__(self, path: str | None = None, **unknown: str) -> None:
        super().__init__()
        if unknown:
            raise BadArgument(f"unknown argument {', '.join(unknown)}: the spider takes -a path=…")
        self.path = _existing(path)
        self._in_hand = asyncio.Semaphore(IN_HAND)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(spider._done_with_item, signal)
        return spider

    async def start(self) -> AsyncIterator[Document | Skipped]:
        """Yield a Document for every file, a Skipped for what is not read, with the reason."""
        limit = self.settings.getint("DOWNLOAD_MAXSIZE")
        corpus = Path(self.settings["CORPUS"])
        own = {
            corpus.resolve(),
            archive_folder(corpus, self.settings["ARCHIVE"]).resolve(),
            reports_folder(corpus, self.settings["RUN_REPORTS"]).resolve(),
        }
        for found in find_files(self.path, own):
            await self._in_hand.acquire()
            if isinstance(found, Path):
                yield await run_in_thread(self._read, found, limit)
            else:
                yield self._skip(found.path, found.reason, found.failed)
        # The engine looks for idle spiders every five seconds, but at once when `start` ends.
        for _ in range(IN_HAND):
            await self._in_hand.acquire()

    def _read(self, path: Path, limit: int) -> Document | Skipped:
        try:
            data = read_capped(path, limit)
        except TooLarge as error:
            return self._skip(path, str(error), failed=False)
        except OSError as error:
            return self._skip(path, f"cannot be read ({error.strerror or error})", failed=True)
        return Document(
            url=path.as_uri(),
            kind="file",
            data=data,
            hints=Hints(url=path.as_uri(), link_text=printable(path.stem)),
            fetched_at=datetime.now(UTC),
        )

    def _skip(self, path: Path, reason: str, failed: bool) -> Skipped:
        if failed:
            assert self.crawler.stats is not None
            count_failed_source(self.crawler.stats, printable(str(path)), reason)
        return Skipped(url=path.as_uri(), reason=reason, title=printable(path.name))

    def _done_with_item(self, item: Document | Skipped) -> None:
        if isinstance(item, Document) and item.held:
            return
        self._in_hand.release()
        asyncio.get_running_loop().call_later(0.05, self._let_close)

    def _let_close(self) -> None:
        """Scrapy 2.19 looks only after a response whether a closing crawl is done with its items.

        Items of `start` come without responses: the crawl would wait for them for ever.
        """
        assert self.crawler.engine is not None
        slot = self.crawler.engine.scraper.slot
        if slot is not None and slot.closing and not slot.closing.called and slot.is_idle():
            slot.closing.callback(self)


class TooLarge(Exception):
    """The file is larger than what is read; the message tells both sizes."""


@dataclass(frozen=True)
class Passed:
    """A path that is not read: the reason, and whether that is a failure of the source."""

    path: Path
    reason: str
    failed: bool = False


def find_files(root: Path, own: set[Path]) -> Iterator[Path | Passed]:
    """All files below `root` (absolute) in sorted order, and what is passed over with a reason.

    own: files and folders of the corpus itself, which are no documents.
    """
    if not root.is_dir():
        yield root
        return
    folders = [root]
    while folders:
        folder = folders.pop()
        try:
            entries = sorted(folder.iterdir())
        except OSError as error:
            yield Passed(folder, f"cannot be listed ({error.strerror or error})", failed=True)
            continue
        inner = []
        for path in entries:
            if _is_litter(path.name) or path in own or _beside(path, own):
                continue
            if path.is_symlink():
                yield Passed(path, _link_reason(path, root))
            elif path.is_dir():
                inner.append(path)
            elif path.is_file():
                yield path
            else:
                yield Passed(path, "not a regular file")
        folders.extend(reversed(inner))


def read_capped(path: Path, limit: int) -> bytes:
    """The bytes of a regular file of at most `limit` bytes; never reads more than that.

    Raises TooLarge, and OSError when the file cannot be read.
    """
    with os.fdopen(_open_plain(path), "rb") as file:
        size = os.fstat(file.fileno()).st_size
        data = b"" if size > limit else file.read(limit + 1)
    if size > limit or len(data) > limit:
        raise TooLarge(f"larger than the limit of {limit} bytes ({max(size, len(data))} bytes)")
    return data


def printable(name: str) -> str:
    """A file name as text; names in GB18030, from older systems, are decoded as such."""
    raw = os.fsencode(name)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")


def _existing(path: str | None) -> Path:
    if not path:
        raise BadArgument("no path: say which file or folder to read, -a path=DIR_OR_FILE")
    if "\0" in path:
        raise BadArgument("the path holds a NUL character: give the path of a file or folder")
    given = Path(path).expanduser()
    try:
        return given.resolve(strict=True)
    except FileNotFoundError:
        raise BadArgument(f"{path} does not exist: give an existing file or folder") from None
    except (OSError, RuntimeError) as error:
        raise BadArgument(f"{path} cannot be opened ({error}): give a file or folder") from None


def _open_plain(path: Path) -> int:
    """Open without following a link and without waiting for the writer of a pipe."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(f"{path} is not a regular file")
    return descriptor


def _is_litter(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in LITTER


def _beside(path: Path, own: set[Path]) -> bool:
    """Whether the file belongs to a corpus: SQLite's own beside it, and the writer's lock."""
    return any(path.name.endswith(end) and _without(path, end) in own for end in BESIDE_A_CORPUS)


def _without(path: Path, end: str) -> Path:
    return path.with_name(path.name.removesuffix(end) or path.name)


def _link_reason(path: Path, root: Path) -> str:
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return "a link that leads nowhere or to itself, not followed"
    if not target.is_relative_to(root):
        return f"a link out of the folder (to {printable(str(target))}), not followed"
    if path.is_relative_to(target):
        return "a link to a folder that holds it, not followed"
    return f"a link to {printable(str(target))}, which is read in its own place"
