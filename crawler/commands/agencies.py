"""`scrapy agencies`: who is ambiguous or unresolved, why, and what settles it for good."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings

from crawler.commands.told import answering, existing_corpus
from crawler.corpus import Corpus
from crawler.corpus.unsettled import SeenAt, Unsettled
from crawler.decision_file import COLUMNS, read_decisions
from crawler.errors import one_line
from crawler.spreadsheets import guarded
from crawler.terminals import terminal_width, wrapped
from parsers.attribution import agency_of_id

CANDIDATES_SHOWN = 8


class Command(ScrapyCommand):
    """Reads the corpus and changes nothing; --apply writes to it, and fetches nothing."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[-s CORPUS=FILE] [-s DECISIONS=FILE] [--draft | --apply]"

    def short_desc(self) -> str:
        return "List agencies that are not settled, or settle them by decisions"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        chosen = parser.add_mutually_exclusive_group()
        chosen.add_argument(
            "--draft",
            action="store_true",
            help="print lines for the decision file, their agency_id left to be filled in",
        )
        chosen.add_argument(
            "--apply",
            action="store_true",
            help="let the decisions of the file be in force, and no others",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if args:
            raise UsageError(f"unexpected argument {args[0]!r}", print_help=False)
        with answering(self):
            if opts.apply:
                _apply(self.settings)
            else:
                _list(self.settings, draft=opts.draft)


def _file(settings: BaseSettings) -> Path | None:
    return Path(settings["DECISIONS"]) if settings["DECISIONS"] else None


def _apply(settings: BaseSettings) -> None:
    path = existing_corpus(settings)
    decisions = read_decisions(_file(settings))
    with Corpus.open(path) as corpus:
        before = set(corpus.decisions())
        applied = corpus.apply_decisions(list(decisions))
        left = corpus.unsettled()
    ended = len(before - decisions.keys())
    print(
        f"{len(decisions)} decisions in force, {len(decisions.keys() - before)} of them new, "
        f"{ended} no longer: {applied.changed} documents have another agency, "
        f"{applied.decided} stand under a decision"
    )
    for decision in applied.idle:
        named = f" with the name {decision.name}" if decision.name else ""
        print(f"{decisions[decision]}: no document at {decision.source}{named}")
    print(_counted(left))


def _list(settings: BaseSettings, *, draft: bool) -> None:
    path = existing_corpus(settings)
    file = read_decisions(_file(settings))
    with Corpus.open(path, read_only=True) as corpus:
        found = corpus.unsettled()
        in_force = set(corpus.decisions())
    if draft:
        _draft(found)
        return
    print("\n".join(wrapped(_counted(found), terminal_width(), 2)))
    for one in found:
        print("\n".join(_described(one)))
    waiting = len(set(file) - in_force)
    if waiting:
        print(f"{waiting} decisions of the file are not in force yet: scrapy agencies --apply")


def _counted(found: Sequence[Unsettled]) -> str:
    agencies = [one for one in found if one.agency_id is not None]
    reports = sum(len(one.years) for one in agencies)
    ambiguous = sum(one.resolution == "ambiguous" for one in agencies)
    return (
        f"not settled: {ambiguous} ambiguous and {len(agencies) - ambiguous} unresolved agencies "
        f"with {reports} reports; {len(found) - len(agencies)} reports that name no agency"
    )


def _described(one: Unsettled) -> Iterator[str]:
    years = ", ".join(map(str, one.years)) or "year unknown"
    yield f"{one.resolution:<11} {one_line(one.name) or '(no name read)'}  {years}"
    yield _told("why", one.reason or "no reason was kept")
    for seen in one.seen_at:
        yield _told("seen at", f"{seen.url}{_evidence(seen)}")
    if more := one.documents - len(one.seen_at):
        yield _told("", f"… and {more} more")
    for agency_id in one.candidates[:CANDIDATES_SHOWN]:
        yield _told("may be", f"{agency_id}  {_place_of(agency_id)}")
    if (more := len(one.candidates) - CANDIDATES_SHOWN) > 0:
        yield _told("", f"… or one of {more} more")
    yield _told("settled", _remedy(one))


def _told(label: str, text: str) -> str:
    return "\n".join(wrapped(f"    {label:<9}{one_line(text)}", terminal_width(), 13))


def _evidence(seen: SeenAt) -> str:
    hints = seen.hints
    told = [f"“{seen.title}”"] if seen.title else []
    told += [f"link “{hints.link_text}”"] if hints.link_text else []
    told += [f"portal {hints.site_name}"] if hints.site_name else []
    told += [f"SiteIDCode {hints.site_id_code}"] if hints.site_id_code else []
    told += [f"portal of {hints.division_code}"] if hints.division_code else []
    told += [" > ".join(hints.breadcrumb)] if hints.breadcrumb else []
    return f"  ({'; '.join(told)})" if told else ""


def _place_of(agency_id: str) -> str:
    agency = agency_of_id(agency_id)
    if agency is None:
        return ""
    above = (agency.province, agency.prefecture, agency.county, agency.township)
    return " ".join(dict.fromkeys(filter(None, above)))


def _remedy(one: Unsettled) -> str:
    line = ",".join(_line(one))
    by_line = f"by a line of the decision file: {line},AGENCY_ID,NOTE"
    seen = one.seen_at[0] if one.seen_at else None
    if one.agency_id and seen and seen.host and not seen.hints.division_code:
        return f"{by_line}; or by the division_code of {seen.host} in the register of portals"
    return by_line


def _line(one: Unsettled) -> tuple[str, str]:
    """Source and name of a decision: the portal, or the address where there is none."""
    hosts = {seen.host for seen in one.seen_at}
    source = one.seen_at[0].url if one.seen_at else ""
    if one.agency_id and len(hosts) == 1 and (host := hosts.pop()):
        source = host
    return source, one.name


def _draft(found: Sequence[Unsettled]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in found:
        writer.writerow(map(guarded, (*_line(one), "", one_line(one.reason))))
