"""What the commands say: errors in one line on stderr, the summary on stdout."""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.settings import BaseSettings

from crawler.corpus import Summary
from crawler.errors import BadArgument, CrawlerError, one_line

_ADDRESS = re.compile(r"https?://\S+")

LINES = 10
"""Reasons told one by one; the rest are summed up."""

QUERIES = (
    "SELECT year, status, count(*) AS reports FROM reports GROUP BY year, status",
    "SELECT name, year, received, granted FROM applications_wide ORDER BY received DESC LIMIT 20",
    "SELECT name, year, rule, scope FROM identity_failures JOIN agencies USING (agency_id)",
)
"""To try first: what there is, the numbers most used, and what an auditor looks at."""


def tell_error(message: str) -> None:
    """One line `error: …` on stderr."""
    print("error:", one_line(message), file=sys.stderr)


@contextmanager
def answering(command: ScrapyCommand) -> Iterator[None]:
    """Around a command that prints an answer: an error of ours ends it with one line and its
    exit code, a reader that has gone (`… | head`) without a word."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing left to flush
    except CrawlerError as error:
        tell_error(str(error))
        command.exitcode = error.exit_code


def corpus_path(settings: BaseSettings) -> Path:
    """The file that the setting CORPUS names. Raises BadArgument where it names none."""
    if not settings["CORPUS"]:
        raise BadArgument("the setting CORPUS is empty: name a file, -s CORPUS=data/corpus.db")
    return Path(settings["CORPUS"])


def existing_corpus(settings: BaseSettings) -> Path:
    """The file that the setting CORPUS names. Raises BadArgument where there is none."""
    path = corpus_path(settings)
    if not path.is_file():
        raise BadArgument(f"there is no corpus {path}; crawl first, or name one: -s CORPUS=FILE")
    return path


def wants_summary(settings: BaseSettings) -> bool:
    """The setting SUMMARY where given, else whether a person reads stdout."""
    if settings["SUMMARY"] is None:
        return sys.stdout.isatty()
    try:
        return bool(settings.getbool("SUMMARY"))
    except ValueError:
        raise BadArgument(f"SUMMARY={settings['SUMMARY']}: expected 1 or 0") from None


def summary_text(corpus: Path, summary: Summary) -> str:
    """The summary of a run or of the whole corpus, with three queries to try."""
    documents = sum(summary.sources.values())
    reports = sum(summary.reports.values())
    lines = [
        f"Run {summary.run_id}" if summary.run_id else f"The whole of {corpus}",
        f"  found     {documents} documents, {summary.sources.get('report', 0)} of them reports",
        f"  parsed    {reports} reports of {summary.agencies} agencies"
        + _in_brackets(summary.reports),
    ]
    for title, reasons in (
        ("without a place in the corpus", summary.unplaced),
        ("documents that are no report, or cannot be read", summary.refused),
        ("skipped", summary.skipped),
    ):
        lines += _reasons(title, reasons)
    lines += [f"The corpus is the file {corpus.resolve()}"]
    lines += ['Three queries to try, as `sqlite-utils FILE "QUERY" --table` or in any SQLite tool:']
    lines += [f"  {query}" for query in QUERIES]
    return "\n".join(lines)


def _in_brackets(counts: dict[str, int]) -> str:
    told = ", ".join(f"{count} {name}" for name, count in counts.items())
    return f" ({told})" if told else ""


def _reasons(title: str, reasons: dict[str, int]) -> list[str]:
    if not reasons:
        return []
    alike: Counter[str] = Counter()
    for reason, count in reasons.items():
        alike[one_line(_ADDRESS.sub("…", reason))] += count
    ranked = alike.most_common()
    lines = [f"  {title}: {alike.total()}"]
    lines += [f"    {count:>6}  {reason}" for reason, count in ranked[:LINES]]
    if len(ranked) > LINES:
        rest = sum(count for _, count in ranked[LINES:])
        lines.append(f"    {rest:>6}  for {len(ranked) - LINES} other reasons")
    return lines
