"""`scrapy summary`: what the corpus, or one run of it, holds, in words and numbers."""

from __future__ import annotations

import argparse

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.commands.told import answering, existing_corpus, summary_text
from crawler.corpus import Corpus


class Command(ScrapyCommand):
    """Reads the corpus, changes nothing; a crawl may be running."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[-s CORPUS=FILE] [--run RUN_ID]"

    def short_desc(self) -> str:
        return "Tell what the corpus holds"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--run", metavar="RUN_ID", help="one run instead of the whole corpus")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if args:
            raise UsageError(f"unexpected argument {args[0]!r}", print_help=False)
        with answering(self):
            path = existing_corpus(self.settings)
            with Corpus.open(path, read_only=True) as corpus:
                summary = corpus.summary(opts.run)
            print(summary_text(path, summary))
