"""`scrapy doctor`: what works on this machine, and the exact thing to do about the rest."""

from __future__ import annotations

import argparse
import dataclasses
import json
from typing import ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.doctor.model import Check, State
from crawler.doctor.setup import setup
from crawler.doctor.software import software
from crawler.doctor.storage import storage
from crawler.errors import ExitCode, one_line
from crawler.terminals import terminal_width, wrapped

MARKS: dict[State, str] = {"ok": "ok", "missing": "lacks", "broken": "BROKEN"}
_NAME_WIDTH = 22
_WIDE = 80
"""Columns from which on names stand in a column of their own."""


class Command(ScrapyCommand):
    """Looks, changes nothing; a crawl may be running. Opens a connection only where asked to."""

    requires_project = True
    requires_crawler_process = False
    # Log lines of libraries would stand between the lines of the answer.
    default_settings: ClassVar[dict[str, object]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[-s CORPUS=FILE] [--thorough] [--network URL] [--json]"

    def short_desc(self) -> str:
        return "Say what works on this machine and what to install for the rest"

    def long_desc(self) -> str:
        return (
            f"{self.short_desc()}. Exit codes: 0 crawls can run ('lacks' names what some "
            "documents or commands need beside), 7 something that a crawl needs is broken."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--thorough", action="store_true", help="check the corpus with its indexes: minutes"
        )
        parser.add_argument(
            "--network", metavar="URL", default="", help="ask this host for its robots.txt, once"
        )
        parser.add_argument("--json", action="store_true", help="for programs")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if args:
            raise UsageError(f"unexpected argument {args[0]!r}", print_help=False)
        checks = [
            *software(self.settings),
            *storage(self.settings, opts.thorough),
            *setup(self.settings, opts.network),
        ]
        if opts.json:
            told = [dataclasses.asdict(check) for check in checks]
            print(json.dumps(told, ensure_ascii=False, indent=1))
        else:
            print("\n".join(_lines(checks)))
        is_broken = any(check.state == "broken" for check in checks)
        self.exitcode = ExitCode.ATTENTION if is_broken else ExitCode.DONE


def _lines(checks: list[Check]) -> list[str]:
    lines = []
    width = terminal_width()
    beside = _NAME_WIDTH if width >= _WIDE else 0
    indent = (9 if beside else 8) + beside
    for check in checks:
        name = f"{check.name:<{beside}}" if beside else f"{check.name}:"
        lines += wrapped(f"{MARKS[check.state]:<7} {name} {one_line(check.told)}", width, indent)
        if check.remedy:
            lines += wrapped(f"{'':<{indent}}→ {one_line(check.remedy)}", width, indent + 2)
    counts = {state: sum(check.state == state for check in checks) for state in MARKS}
    lines.append(f"{counts['ok']} in order, {counts['missing']} lacking, {counts['broken']} broken")
    return lines
