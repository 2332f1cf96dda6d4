"""`scrapy serve`: a release in Datasette, on this machine, for reading."""

from __future__ import annotations

import argparse
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.commands.told import tell_error
from crawler.errors import CrawlerError, ExitCode
from crawler.interrupts import raise_in_command
from crawler.publication.browsing import serve


class Command(ScrapyCommand):
    """Ends when it is interrupted."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[--host HOST] [--port PORT] DIR"

    def short_desc(self) -> str:
        return "Browse a release in Datasette"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--host", default="127.0.0.1", help="address to listen at")
        parser.add_argument("--port", type=int, default=8001, help="port to listen at")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError("one folder is expected: scrapy serve DIR", print_help=False)
        raise_in_command()
        try:
            serve(Path(args[0]), opts.host, opts.port)
        except CrawlerError as error:
            tell_error(str(error))
            self.exitcode = error.exit_code
        except KeyboardInterrupt:
            self.exitcode = ExitCode.INTERRUPTED
