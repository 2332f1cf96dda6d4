"""`scrapy crawl`: Scrapy's own, with an exit code that can be relied upon."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import sys
from itertools import islice
from typing import Any

from scrapy.commands import crawl
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError

from crawler.commands.told import corpus_path, summary_text, tell_error, wants_summary
from crawler.corpus import Corpus
from crawler.errors import (
    BAD_START,
    FAILED_SOURCES,
    FAILED_SOURCES_SHOWN,
    BadArgument,
    CrawlerError,
    ExitCode,
)
from crawler.extensions.run_record import RunRecord
from crawler.interrupts import end_at_once
from crawler.reporting.making import Made, alert_level, make_report
from crawler.reporting.terminal import alert_lines, report_text
from crawler.terminals import terminal_width

logger = logging.getLogger(__name__)

_DONE = (ExitCode.DONE, ExitCode.NOTHING_FOUND, ExitCode.SOURCES_FAILING)
"""Ends of a crawl that did what it could; what its report finds is graver."""
SHOWN = 5
"""Failed sources told on stderr; the corpus has them all."""


class Command(crawl.Command):
    """Crawls, prints what came of it, and ends with one of `crawler.errors.ExitCode`."""

    def long_desc(self) -> str:
        codes = ", ".join(f"{code.value} {code.name.lower()}" for code in ExitCode)
        return f"{self.short_desc()}. Exit codes: {codes}."

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError("one spider is expected: scrapy crawl SPIDER -a NAME=VALUE …")
        try:
            self.exitcode = self._crawl(args[0], opts.spargs)
        except CrawlerError as error:
            tell_error(str(error))
            self.exitcode = error.exit_code
        except KeyboardInterrupt:
            self.exitcode = ExitCode.INTERRUPTED

    def _crawl(self, name: str, arguments: dict[str, str]) -> ExitCode:
        assert self.crawler_process is not None and self.settings is not None
        corpus_path(self.settings)
        wants_summary(self.settings)
        alert_level(self.settings)  # all three are told before anything is fetched
        if name not in self.crawler_process.spider_loader.list():
            known = ", ".join(sorted(self.crawler_process.spider_loader.list()))
            raise BadArgument(f"there is no spider {name!r}; there are: {known}")
        self.settings.set("RUN_ARGUMENTS", arguments, priority="cmdline")
        crawler = self._create_crawler(name)
        task: Any = self.crawler_process.crawl(crawler, **arguments)
        self.crawler_process.start()
        end_at_once()  # all is closed
        return _ended(task, crawler)


def _ended(task: asyncio.Task[None], crawler: Crawler) -> ExitCode:
    """The exit code, after telling what there is to tell."""
    if not task.done() or task.cancelled():
        return ExitCode.INTERRUPTED
    error = task.exception()
    if isinstance(error, CrawlerError):
        raise error
    run = _run_record(crawler)
    if error is not None or run is None:
        logger.error("the crawl broke: %s: %s", type(error).__name__, error, exc_info=error)
        return ExitCode.BUG
    code = run.exit_code()
    _tell_errors(run, crawler, code)
    if run.trouble is not None:
        return code
    if wants_summary(crawler.settings):
        with Corpus.open(run.corpus, read_only=True) as corpus:
            print(summary_text(run.corpus, corpus.summary(run.run_id)))
    assert crawler.stats is not None
    made = make_report(run.corpus, run.run_id, crawler.stats.get_stats(), crawler.settings)
    return _reported(made, code, crawler)


def _reported(made: Made, code: ExitCode, crawler: Crawler) -> ExitCode:
    """The exit code with the report's findings, after telling them."""
    findings = made.report.reaching(alert_level(crawler.settings))
    if wants_summary(crawler.settings):
        print(report_text(made.report, made.page, terminal_width()))
    else:
        unsent = [finding for finding in made.report.findings if finding.kind == "not_sent"]
        told = [*findings, *(finding for finding in unsent if finding not in findings)]
        for line in alert_lines(told, made.page) if told else ():
            print(line, file=sys.stderr)
    if made.trouble:
        tell_error(made.trouble)
        return ExitCode.STORAGE if code in _DONE else code
    return ExitCode.ATTENTION if findings and code in _DONE else code


def _tell_errors(run: RunRecord, crawler: Crawler, code: ExitCode) -> None:
    stats = crawler.stats
    if run.trouble is not None:
        tell_error(str(run.trouble))
    if bad_start := stats.get_value(BAD_START):
        tell_error(str(bad_start))
    failed = stats.get_value(FAILED_SOURCES_SHOWN) or {}
    for url, reason in islice(failed.items(), SHOWN):
        tell_error(f"{url}: {reason}")
    more = int(stats.get_value(FAILED_SOURCES) or 0) - min(len(failed), SHOWN)
    if more > 0:
        tell_error(f"{more} more sources could not be read; see the table `skipped` of the corpus")
    if run.finish_reason.startswith("closespider"):
        tell_error(f"the crawl was cut short by the setting {run.finish_reason.upper()}")
    if code is ExitCode.NOTHING_FOUND:
        tell_error(
            f"no report was found in {run.outcomes.total()} documents "
            f"({run.skipped} addresses skipped)"
        )
    if code is ExitCode.BUG and run.trouble is None:
        tell_error("the crawl met an unexpected error, the log above names it")


def _run_record(crawler: Crawler) -> RunRecord | None:
    with contextlib.suppress(RuntimeError):  # the crawl ended before it had extensions
        return crawler.get_extension(RunRecord)
    return None
