"""Who published a report, and for which year.

One public function, `attribute`, pure: evidence in, decision with reasons out. It never
guesses: a name that several places bear, or that no list holds, is returned as such.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from parsers.attribution.by_id import agency_of_id
from parsers.attribution.comparison import may_be_same
from parsers.attribution.dates import first_date, page_date, period, signature_date
from parsers.attribution.organs import Succession, successions
from parsers.attribution.surroundings import Surroundings, surroundings
from parsers.attribution.titles import (
    Title,
    find_title,
    is_corrected,
    printed_titles,
    read_title,
)
from parsers.attribution.traditional import (
    is_traditional,
    printed,
    simplified,
    without_pinyin,
)
from parsers.attribution.whose import agency_of_report
from parsers.attribution.wording import MAX_TEXT, MAX_TITLE, plain, plain_lines, squash_lines
from parsers.attribution.years import Votes, collect, decide, reason, title_year
from parsers.record import Agency, Hints

__all__ = [
    "Attribution",
    "Evidence",
    "Succession",
    "agency_of_id",
    "attribute",
    "may_be_same",
    "plain",
    "successions",
]

_TAIL_LINES = 8
_HEAD_LINES = 25
_TITLE_LINES = 60
_LONGEST_LINE = 2 * MAX_TITLE
_HINTS_IN_WORDS = ("link_text", "page_title", "site_name")
_MAX_CANDIDATES = 20
_TABLE_YEAR = re.compile(r"(20(?<!\d20)\d\d)年(?:新?制作|新?公开|新收)")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a document and the way to it tell about its publisher and its year.

    title_candidates: titles as other readers saw them (meta ArticleTitle, HTML title, link
    text), best first; may be empty. paragraphs: running text in order, tables left out.
    table_words: header words of the tables. hints: what the portal told.
    """

    title_candidates: tuple[str, ...]
    paragraphs: tuple[str, ...]
    table_words: str
    hints: Hints


@dataclass(frozen=True, slots=True)
class Attribution:
    """What was decided, with reasons. Dates are as published; None where nothing says it.

    title: the printed title in one line without spaces, misread characters as printed.
    corrected: a title says that this edition replaces an earlier one.
    notes: disagreements between the sources, and dates that were not believed.
    """

    title: str
    agency: Agency | None
    year: int | None
    year_reason: str
    period_start: date | None
    period_end: date | None
    published_on: date | None
    notes: tuple[str, ...]
    corrected: bool = False


def attribute(evidence: Evidence) -> Attribution:
    """Decide publisher, year and dates of one report. Never raises on bad input."""
    head = (*evidence.title_candidates[:_MAX_CANDIDATES], *evidence.paragraphs[:_HEAD_LINES])
    head = tuple(text[:MAX_TITLE] for text in head)
    if not is_traditional(head):
        return _attribute(evidence)
    texts = tuple(without_pinyin(text) for text in _capped(evidence.paragraphs))
    titles = tuple(without_pinyin(text) for text in evidence.title_candidates[:_MAX_CANDIDATES])
    found = _attribute(_simplified(replace(evidence, title_candidates=titles, paragraphs=texts)))
    page = printed((*titles, *texts))
    agency = found.agency
    if agency is not None:
        names = tuple(page.spelling(name) for name in agency.names)
        agency = agency.model_copy(update={"names": names})
    notes = (*found.notes, "read in simplified characters")
    return replace(found, title=page.spelling(found.title), agency=agency, notes=notes)


def _simplified(evidence: Evidence) -> Evidence:
    hints = evidence.hints
    texts = {name: simplified(getattr(hints, name)) for name in _HINTS_IN_WORDS}
    crumbs = tuple(simplified(item) for item in hints.breadcrumb)
    return Evidence(
        tuple(simplified(text) for text in evidence.title_candidates),
        tuple(simplified(text) for text in evidence.paragraphs),
        simplified(evidence.table_words[:MAX_TEXT]),
        hints.model_copy(update={**texts, "breadcrumb": crumbs}),
    )


def _attribute(evidence: Evidence) -> Attribution:
    """The same for a page in simplified characters."""
    hints = evidence.hints
    paragraphs = _capped(evidence.paragraphs)
    around = surroundings(plain_lines(paragraphs), hints, evidence.table_words)
    link_texts = [t for t in (hints.link_text, hints.page_title) if t]
    candidates = evidence.title_candidates[:_MAX_CANDIDATES]
    head = [line[:_LONGEST_LINE] for line in paragraphs[:_TITLE_LINES]]
    printed_in_text = printed_titles(squash_lines(head))
    title = find_title(candidates, printed_in_text, link_texts)
    links = [read_title(text) for text in (*candidates, *link_texts)]
    notes: list[str] = []

    span = _period(around)
    own_date = _own_date(around)
    page = _date_of_page(around)
    votes, named = _votes(evidence, title, links, span, own_date or page, around, notes)
    year = decide(votes, named, own_date, notes)
    if span and year and (span[0].year != year or span[1].year != year):
        notes.append(f"the period as published is {span[0]} to {span[1]}")
    own_titles = [t.agency for t in printed_in_text if t.agency and any(t.rank[:2])]
    found = agency_of_report(title, links, own_titles, around, year, notes)
    return Attribution(
        title=title.printed,
        agency=found,
        year=year,
        year_reason=reason(year, votes),
        period_start=span[0] if span else None,
        period_end=span[1] if span else None,
        published_on=_published(own_date, page, year, notes),
        notes=tuple(dict.fromkeys(notes)),
        corrected=any(is_corrected(text) for text in (*candidates, *link_texts)),
    )


def _capped(paragraphs: Sequence[str]) -> list[str]:
    """The paragraphs that are not blank, up to a total length: the ends, where it is exceeded."""
    kept = [p for p in paragraphs if p.strip()]
    if sum(map(len, kept)) <= MAX_TEXT:
        return kept
    half, head, tail = MAX_TEXT // 2, [], []
    used = 0
    for paragraph in kept:
        if used >= half:
            break
        head.append(paragraph[: half - used])
        used += len(paragraph)
    for paragraph in reversed(kept[len(head) :]):
        tail.append(paragraph[:MAX_TITLE])
        if len(tail) == _TAIL_LINES:
            break
    return head + tail[::-1]


def _period(around: Surroundings) -> tuple[date, date] | None:
    return next((span for line in around.lines if (span := period(line))), None)


def _own_date(around: Surroundings) -> date | None:
    """The date of the signature, from the end."""
    tail = reversed(around.lines[-_TAIL_LINES:])
    return next((day for line in tail if (day := signature_date(line))), None)


def _date_of_page(around: Surroundings) -> date | None:
    """The date that the page or the portal prints for the document."""
    head = [line[:MAX_TITLE] for line in (*around.labelled, *around.lines[:_HEAD_LINES])]
    return first_date(around.hints.published[:MAX_TITLE]) or page_date(head)


def _votes(
    evidence: Evidence,
    title: Title,
    links: Sequence[Title | None],
    span: tuple[date, date] | None,
    published: date | None,
    around: Surroundings,
    notes: list[str],
) -> tuple[Votes, int | None]:
    """All votes for the year, and the year that the title names."""
    named = title_year(title.dated, notes)
    linked = [y for t in links if t and (y := title_year(t.dated, []))]
    votes = collect(
        named,
        linked if named is None else [],
        span[1] if span else None,
        published,
        evidence.hints.url,
        around.lines[:_HEAD_LINES],
        around.text,
    )
    if found := _TABLE_YEAR.search(plain(evidence.table_words[:MAX_TEXT])):
        votes.add(int(found.group(1)), 1, "table header")
    return votes, named


def _published(
    own: date | None, page: date | None, year: int | None, notes: list[str]
) -> date | None:
    """The date that its page gives for the publication, where that is possible; else the
    document's own, as signed."""
    earliest = date(year, 12, 1) if year else date(2003, 1, 1)
    if page and earliest <= page <= date.today():
        return page
    if page and page != own:
        notes.append(f"the page's date {page} cannot be that of this report: not taken")
    if own and year and own < earliest:
        notes.append(f"signed {own}, before the end of {year}")
    return own
