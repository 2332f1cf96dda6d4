"""`scrapy publish`: a release of the corpus, to be downloaded, trusted and cited."""

from __future__ import annotations

import argparse
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.commands.told import existing_corpus, tell_error
from crawler.errors import CrawlerError, ExitCode
from crawler.interrupts import raise_in_command
from crawler.publication import Published, publish


class Command(ScrapyCommand):
    """Reads the corpus, changes nothing in it; a crawl may be running."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[-s CORPUS=FILE] [--force] DIR"

    def short_desc(self) -> str:
        return "Make a release of the corpus in a folder"

    def long_desc(self) -> str:
        return (
            f"{self.short_desc()}: DIR/<version>/, and DIR/latest leads to it. Exit codes: 0 "
            "published whole, or there already; 3 the corpus is empty; 4 a crawl is half done "
            "(nothing is published without --force), or a part of the release was left out; "
            "5 the disk is full or not writable; 6 another process publishes to DIR."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--force",
            action="store_true",
            help="publish although a crawl is half done; the release says so",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if len(args) != 1:
            raise UsageError("one folder is expected: scrapy publish DIR", print_help=False)
        raise_in_command()
        try:
            corpus = existing_corpus(self.settings)
            published = publish(corpus, Path(args[0]), self.settings, force=opts.force)
        except CrawlerError as error:
            tell_error(str(error))
            self.exitcode = error.exit_code
            return
        except KeyboardInterrupt:
            self.exitcode = ExitCode.INTERRUPTED
            return
        print(_told(published))
        for line in published.left_out:
            tell_error(line)
        self.exitcode = ExitCode.SOURCES_FAILING if published.left_out else ExitCode.DONE


def _told(published: Published) -> str:
    release, changes = published.release, published.changes
    what = "published" if published.is_new else "is there already, nothing has changed"
    lines = [
        f"Release {release.version} {what}: {release.reports} reports of {release.agencies} "
        f"agencies, {release.first_year} to {release.last_year}, {release.verified} verified, "
        f"{release.findings} findings"
    ]
    if not release.complete:
        lines += ["  NOT COMPLETE: " + line for line in release.unfinished]
    if changes.since:
        lines.append(
            f"  since {changes.since}: {changes.added} reports added, {changes.changed} changed in "
            f"{changes.cells} cells, {changes.withdrawn} withdrawn"
        )
    lines.append(f"  {published.folder / 'index.html'}")
    return "\n".join(lines)
