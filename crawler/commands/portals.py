"""`scrapy portals`: the register of portals, with what the corpus knows of each."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.commands.told import answering, corpus_path
from crawler.corpus import Corpus
from crawler.corpus.portals import KnownPortal
from crawler.terminals import aligned, columns_of, terminal_width, wrapped
from spiders.register import Portal, chosen, read_register

HEADINGS = ("code", "name", "home", "last crawl", "state", "family", "reports", "listed", "unread")


class Command(ScrapyCommand):
    """Reads the register and the corpus, changes nothing; a crawl may be running."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[-s CORPUS=FILE] [-s PORTALS=FILE] [--only NAMES] [--crawled | --trouble]"

    def short_desc(self) -> str:
        return "List the register of portals, with what the corpus knows of each"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--only", metavar="NAMES", default="", help="as in crawl municipal")
        narrowed = parser.add_mutually_exclusive_group()
        narrowed.add_argument("--crawled", action="store_true", help="those that a run has visited")
        narrowed.add_argument(
            "--trouble", action="store_true", help="those whose last crawl did not go well, and why"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if args:
            raise UsageError(f"unexpected argument {args[0]!r}", print_help=False)
        with answering(self):
            register = self.settings["PORTALS"]
            portals = chosen(read_register(Path(register) if register else None), opts.only)
            known = _known(corpus_path(self.settings))
            if not opts.only:
                portals += _unlisted(portals, known)
            for line in _table(portals, known, opts.crawled, opts.trouble):
                print(line)


def _known(path: Path) -> dict[str, KnownPortal]:
    """What the corpus knows, by key of the portal; nothing where there is no corpus yet."""
    if not path.is_file():
        return {}
    with Corpus.open(path, read_only=True) as corpus:
        return {portal.portal: portal for portal in corpus.portals()}


def _unlisted(portals: list[Portal], known: dict[str, KnownPortal]) -> list[Portal]:
    """Portals that were crawled by address and stand in no register."""
    listed = {portal.key for portal in portals}
    return [Portal(entry.name, entry.home) for key, entry in known.items() if key not in listed]


def _table(
    portals: list[Portal], known: dict[str, KnownPortal], crawled: bool, trouble: bool
) -> Iterator[str]:
    rows: list[tuple[str, ...]] = [HEADINGS]
    shown = 0
    troubles: list[tuple[str, ...]] = [()]
    for portal in portals:
        entry = known.get(portal.key)
        in_trouble = entry is not None and (entry.state != "done" or bool(entry.troubles))
        if (crawled and entry is None) or (trouble and not in_trouble):
            continue
        shown += 1
        rows.append(_row(portal, entry))
        troubles.append(entry.troubles if entry is not None and trouble else ())
    width = terminal_width()
    lines = [[line] for line in aligned(rows)]
    if max(columns_of(line) for [line] in lines) > width:
        lines = [[], *(_narrow(row, width) for row in rows[1:])]
    for told_lines, told in zip(lines, troubles, strict=True):
        yield from told_lines
        for reason in told:
            yield from wrapped(f"    {reason}", width, 6)
    reports = sum(entry.reports for entry in known.values())
    yield f"{shown} portals shown; {len(known)} were crawled, {reports} reports came from them"


def _row(portal: Portal, entry: KnownPortal | None) -> tuple[str, ...]:
    told = (portal.division_code, portal.name, portal.home)
    if entry is None:
        return (*told, "never", "", portal.family and f"({portal.family})", "", "", "")
    day = f"{entry.last_run:%Y-%m-%d}"
    counts = (str(entry.reports), str(entry.listed), str(entry.waiting or ""))
    return (*told, day, entry.state, entry.family or "general", *counts)


def _narrow(row: Sequence[str], width: int) -> list[str]:
    """A portal over several lines, where the table is wider than the terminal."""
    code, name, home, day, state, family, reports, listed, unread = row
    counts = ((reports, "reports"), (listed, "listed"), (unread, "unread"))
    told = [day, state, family, *(f"{count} {what}" for count, what in counts if count)]
    return [
        *wrapped(" ".join(filter(None, (code, name))), width, 4),
        f"    {home}",
        *wrapped(f"    {', '.join(filter(None, told))}", width, 4),
    ]
