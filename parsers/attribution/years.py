"""The year reported on, by votes of what the document says; never by its address or folder."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

FIRST_YEAR = 2003

_RUN = re.compile(r"\d+")
_RANGE = re.compile(r"(?<!\d)(20\d\d)年?度?(?:-|—+|–|－|~|～|至|到)+(20\d\d)(?!\d)")
_DOCUMENT_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{2,12}(?:发|办|函|字|政|办发)[\[〔(【](20\d\d)[\]〕)】]\d+号"
)
_FBTIME = re.compile(r"[?&](?:fbtime|nbYear|year)=(20\d\d)(?!\d)", re.IGNORECASE)
# What must not stand before it is looked for behind its first digits: a search for these goes
# through a text many times faster.
_BODY_YEAR = re.compile(r"(20(?<!\d20)\d\d)年(?!\d{1,2}月)")


# A year or day of publication inside a title: （2023年发布）, 2023年1月公布, (2023-01-20).
_OF_PUBLICATION = re.compile(
    r"\(?20\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?(?:公开)?(?:发布|公布|印发|公示|报送|上报)的?\)?"
    r"|\(?(?<!\d)20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?\)?"
)


def without_publication(dated: str) -> str:
    """A title without what it says of its own publication."""
    return _OF_PUBLICATION.sub("", dated)


@dataclass(slots=True)
class Votes:
    """Weighted votes for years, with where each came from."""

    weights: Counter[int] = field(default_factory=Counter)
    sources: dict[int, list[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def add(self, year: int, weight: int, source: str) -> None:
        """Count a vote; an implausible year becomes a note."""
        if not plausible(year):
            self.notes.append(f"{source}: {year} is no plausible year of a report")
            return
        self.weights[year] += weight
        self.sources.setdefault(year, []).append(source)

    def winner(self) -> int | None:
        """The year with most weight; None without votes or in a tie."""
        ranked = self.weights.most_common(2)
        if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
            return None
        return ranked[0][0]


def plausible(year: int) -> bool:
    """Reports exist from 2003 (the first local rules) to the current year."""
    return FIRST_YEAR <= year <= date.today().year


def title_year(dated: str, notes: list[str]) -> int | None:
    """The year that a title names; runs of digits that are no year are noted, not mended.

    `202020年` is 2020 with its first half printed twice. Of a range the last year counts.
    """
    if found := _RANGE.search(dated):
        notes.append(f"title covers {found.group(1)} to {found.group(2)}: the last year counts")
        return int(found.group(2))
    years = []
    for run in _RUN.findall(dated):
        if len(run) == 4 and run.startswith("20"):
            years.append(int(run))
        elif len(run) == 6 and run.startswith("2020"):
            years.append(int(run[2:]))
            notes.append(f"title prints {run} for {run[2:]}")
        elif len(run) > 4:
            notes.append(f"title prints {run[:12]}, which is no year")
    kept = [year for year in years if plausible(year)]
    notes += [f"title: {y} is no plausible year of a report" for y in years if y not in kept]
    if len(set(kept)) > 1:
        notes.append(f"title names several years: {sorted(set(kept))}")
    # Of equals the one beside the report's own words: 2021年X局2020年年度报告.
    return Counter(reversed(kept)).most_common(1)[0][0] if kept else None


def collect(
    title: int | None,
    links: list[int],
    period_end: date | None,
    published: date | None,
    url: str,
    head: Sequence[str],
    text: str,
) -> Votes:
    """All votes: title 3, end of the period 3, address parameter 3, titles of links 2,
    publication less one 2, own document number (a line of its own) less one 1, text 1."""
    votes = Votes()
    if title:
        votes.add(title, 3, "title")
    if period_end:
        votes.add(period_end.year, 3, "period")
    if found := _FBTIME.search(url):
        votes.add(int(found.group(1)), 3, "address parameter")
    for year in links[:1]:
        votes.add(year, 2, "link")
    if published:
        votes.add(published.year - 1, 2, "publication less one")
    number = next((m for line in head if (m := _DOCUMENT_NUMBER.fullmatch(line))), None)
    if number:
        votes.add(int(number.group(1)) - 1, 1, "document number less one")
    mentions = Counter(int(y) for y in _BODY_YEAR.findall(text) if plausible(int(y)))
    if mentions:
        year, count = mentions.most_common(1)[0]
        if count > 1 or len(mentions) == 1:
            votes.add(year, 1, "mentions in the text")
    return votes


def decide(votes: Votes, title: int | None, published: date | None, notes: list[str]) -> int | None:
    """The year: the title's, unless the report was signed before that year's end and the rest
    agree on another; without a title year whatever has most weight."""
    notes += votes.notes
    leader = votes.winner()
    if title is None:
        if leader is not None and votes.sources[leader] == ["publication less one"]:
            notes.append("the year is known from the date of publication alone")
        return leader
    others = [y for y in votes.weights if y != title]
    for year in sorted(others):
        if "period" in votes.sources[year]:
            notes.append(f"title says {title}, the period ends in {year}")
        if "publication less one" in votes.sources[year]:
            notes.append(f"title says {title}, publication falls in {year + 1}")
    impossible = published is not None and published < date(title, 12, 1)
    if impossible and leader not in (None, title) and "period" in votes.sources[leader or 0]:
        notes.append(f"title year {title} was not over when the report was signed: {leader} taken")
        return leader
    if told := _against_title(votes, title):
        notes.append(f"title says {title}, publication and the rest agree on {told}: {told} taken")
        return told
    return title


def _against_title(votes: Votes, title: int) -> int | None:
    """The year that the publication tells together with the period, or with the text of a report
    that was out before the title's year was over; only where the title stands alone."""
    if {"period", "address parameter"} & set(votes.sources.get(title, ())):
        return None
    for year, told in votes.sources.items():
        if {"period", "publication less one"} <= set(told):
            return year
        if year == title - 1 and {"mentions in the text", "publication less one"} <= set(told):
            return year
    return None


def reason(year: int | None, votes: Votes) -> str:
    """The evidence in words."""
    if year is None:
        told = ", ".join(f"{y} ({', '.join(s)})" for y, s in sorted(votes.sources.items()))
        return f"undecided: {told}" if told else "no evidence of a year"
    sources = ", ".join(votes.sources.get(year, ["title"]))
    against = [f"{y} ({', '.join(s)})" for y, s in sorted(votes.sources.items()) if y != year]
    return f"{sources}" + (f"; against it {'; '.join(against)}" if against else "")
