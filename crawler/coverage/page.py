"""Coverage as a page: static, without script and without anything from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

from crawler.coverage.counting import MEASURES, Counts, Coverage, Entry
from crawler.pages.markup import Words, both, cell, number, page, row
from crawler.publication.charts import SHADES

LISTED = 500
"""Overdue reports that the page names."""

_WORDS: dict[str, Words] = {
    "expected": {"zh": "应有", "en": "expected"},
    "found": {"zh": "已有", "en": "found"},
    "verified": {"zh": "核验无误", "en": "verified"},
    "missing": {"zh": "缺", "en": "missing"},
    "overdue": {"zh": "逾期未见", "en": "overdue"},
    "not_looked_for": {"zh": "逾期且未查", "en": "overdue, not looked for"},
    "year": {"zh": "年度", "en": "year"},
    "elsewhere": {"zh": "其他", "en": "elsewhere"},
    "none": {"zh": "无", "en": "none"},
    "more": {"zh": "其余 {count} 份见 --list overdue", "en": "{count} more: --list overdue"},
}


def html(
    coverage: Coverage, overdue: Sequence[Entry], narrowed: str, corpus: str, at: datetime
) -> str:
    """The page. narrowed: how it was asked for, in words of the command line."""
    total = coverage.all
    return page(
        "crawler.coverage",
        "coverage",
        title="覆盖情况 · Coverage",
        narrowed=escape(narrowed),
        corpus=escape(corpus),
        at=f"{at:%Y-%m-%d %H:%M} UTC",
        facts="".join(_fact(measure, total) for measure in MEASURES),
        statute=number(coverage.bases.get("statute", 0)),
        known=number(coverage.bases.get("known", 0)),
        legend="".join(f'<i class="s{shade}"></i>' for shade in range(SHADES + 1)),
        picture=_picture(coverage),
        years=_years(coverage),
        overdue="".join(_overdue(entry) for entry in overdue[:LISTED]) or both(_WORDS["none"]),
        overdue_count=number(len(overdue)),
        overdue_more=_more(len(overdue) - LISTED),
    )


def _fact(measure: str, counts: Counts) -> str:
    value = number(getattr(counts, measure))
    return f'<div><dt>{both(_WORDS[measure])}</dt><dd id="fact-{measure}">{value}</dd></div>'


def _picture(coverage: Coverage) -> str:
    """Places by years: found of expected, shaded by that share."""
    head = "".join(f'<th class="n">{year}</th>' for year in coverage.years)
    lines = [
        row(_place(place), *(_share(years.get(year)) for year in coverage.years))
        for place, years in coverage.rows.items()
    ]
    return (
        f'<table id="picture"><thead><tr><th></th>{head}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table>"
    )


def _place(place: str | None) -> str:
    return cell(escape(place) if place else both(_WORDS["elsewhere"]), "nowrap")


def _share(counts: Counts | None) -> str:
    if counts is None or not counts.expected:
        return cell("", "n")
    shade = SHADES if not counts.missing else counts.found * SHADES // counts.expected
    return cell(f"{counts.found}<small>/{counts.expected}</small>", f"n share s{shade}")


def _years(coverage: Coverage) -> str:
    head = "".join(f'<th class="n">{both(_WORDS[measure])}</th>' for measure in MEASURES)
    lines = [
        row(
            cell(str(year), "nowrap"),
            *(cell(number(getattr(coverage.of_year(year), m)), "n") for m in MEASURES),
        )
        for year in coverage.years
    ]
    return (
        f'<table id="years"><thead><tr><th>{both(_WORDS["year"])}</th>{head}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table>"
    )


def _overdue(entry: Entry) -> str:
    unseen = f" · {both(_WORDS['not_looked_for'])}" if not entry.is_looked_for else ""
    return (
        f"<li>{entry.year} {escape(entry.agency.name)} "
        f'<span class="soft">{escape(entry.agency.code)}{unseen}</span></li>'
    )


def _more(count: int) -> str:
    return f'<p class="soft">{both(_WORDS["more"], count=number(count))}</p>' if count > 0 else ""
