"""index.html of a release: what it is, what is in it, how to take and to cite it.

Static, without script and without anything from elsewhere: it works from a folder and from any
web server, in Chinese and in English.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

from crawler.pages.markup import both, cell, number, page, row, size
from crawler.publication.about import About, Release
from crawler.publication.changes import Changes
from crawler.publication.charts import SHADES, coverage_picture, years_chart
from crawler.publication.figures import (
    MEASURES,
    Years,
    coverage_of,
    findings_of,
    statuses_of,
    years_of,
)
from crawler.publication.package import File, citation_text
from crawler.publication.queries import ready_queries
from crawler.publication.shapes import Table
from crawler.publication.wording import words

MAIN_TABLES = 10
"""Tables shown at once; the others are behind a click."""
_BIBTEX_KEY = "openness_corpus"


@dataclass(frozen=True, slots=True)
class Contents:
    """What the page is made of. connection: the release's database; files: all but the page itself
    and SHA256SUMS; left_out: parts of the release that could not be made."""

    connection: sqlite3.Connection
    release: Release
    about: About
    changes: Changes
    tables: list[Table]
    files: Mapping[str, File]
    left_out: tuple[str, ...]


def html(contents: Contents) -> str:
    """The page."""
    release, about = contents.release, contents.about
    years = years_of(contents.connection)
    parquet = words("words")["parquet"] if not contents.left_out else {"zh": "", "en": ""}
    return page(
        "crawler.publication",
        "index",
        title=f"{about.title_zh} · {release.title}",
        heading=escape(release.title),
        heading_zh=escape(about.title_zh),
        version=escape(release.version),
        released_at=f'<time datetime="{release.released_at}">{release.released_at[:10]}</time>',
        licence=escape(release.licence),
        licence_url=escape(release.licence_url),
        publisher=escape(release.publisher),
        software=escape(release.software),
        warning=_warning(release),
        facts=_facts(release),
        database_size=size(contents.files["corpus.sqlite"].bytes),
        parquet_zh=parquet["zh"],
        parquet_en=parquet["en"],
        left_out="".join(f'<p class="warning">{escape(line)}</p>' for line in contents.left_out),
        tables=_tables(contents.tables[:MAIN_TABLES], contents.files),
        more_tables=_tables(contents.tables[MAIN_TABLES:], contents.files),
        files=_files(contents.files.values()),
        coverage=coverage_picture(coverage_of(contents.connection)),
        legend=_legend(),
        statuses=_statuses(statuses_of(contents.connection)),
        charts="".join(_chart(years, measure) for measure in MEASURES),
        years_table=_years_table(years),
        findings=_findings(contents.connection),
        queries=_queries(),
        changes=_changes(contents.changes),
        method=escape(about.method),
        method_zh=escape(about.method_zh),
        gaps=_gaps(release),
        citation=escape(citation_text(release, about)),
        bibtex=escape(_bibtex(release, about)),
    )


def _warning(release: Release) -> str:
    if release.complete:
        return ""
    runs = "".join(f"<li>{escape(line)}</li>" for line in release.unfinished)
    told = both(words("words")["incomplete"])
    return f'<div class="warning" id="incomplete" role="note">{told}<ul>{runs}</ul></div>'


def _facts(release: Release) -> str:
    percent = 100 * release.verified // release.reports
    facts = {
        "reports": number(release.reports),
        "verified": f"{number(release.verified)} <small>{percent}%</small>",
        "agencies": number(release.agencies),
        "years": f"{release.first_year}–{release.last_year}",
        "findings": number(release.findings),
    }
    return "".join(
        f'<div><dt>{both(words("facts")[name])}</dt><dd id="fact-{name}">{value}</dd></div>'
        for name, value in facts.items()
    )


def _tables(tables: Iterable[Table], files: Mapping[str, File]) -> str:
    def link(path: str) -> str:
        if path not in files:
            return "—"
        return f'<a href="{escape(path)}" download>{size(files[path].bytes)}</a>'

    return "".join(
        row(
            cell(
                f'<a href="codebook.html#{escape(t.name)}"><code>{escape(t.name)}</code></a>'
                f"<small>{escape(t.label)}</small>"
            ),
            cell(number(t.rows), "n"),
            cell(link(f"csv/{t.name}.csv"), "n"),
            cell(link(f"parquet/{t.name}.parquet"), "n"),
        )
        for t in tables
    )


def _files(files: Iterable[File]) -> str:
    return "".join(
        row(
            cell(
                f'<a href="{escape(file.path)}">{escape(file.path)}</a>'
                f'<div class="sum mono">{file.sha256}</div>'
            ),
            cell(size(file.bytes), "n"),
        )
        for file in files
    )


def _legend() -> str:
    told = words("words")
    steps = "".join(f'<i class="s{level}"></i>' for level in range(SHADES + 1))
    return (
        f"<span>0% {steps} 100% · {both(told['share'])}</span>"
        f'<span><i class="none"></i>{both(told["no_report"])}</span>'
    )


def _statuses(counts: Mapping[str, int]) -> str:
    known = words("statuses")
    return "".join(
        row(cell(number(counts[status]), "n"), cell(both(known[status])))
        for status in known
        if status in counts
    )


def _chart(years: Years, measure: str) -> str:
    title = both(words("measures")[measure])
    return f"<figure><h3>{title}</h3>{years_chart(years, measure)}</figure>"


def _years_table(years: Years) -> str:
    told = words("words")
    head = "".join(f'<th class="n">{both(words("measures")[m])}</th>' for m in MEASURES)
    lines = []
    for year in years.years:
        for series, of_governments in (("agencies", False), ("governments", True)):
            sums = [years.sums.get((year, measure, of_governments)) for measure in MEASURES]
            if not any(sums):
                continue
            cells = "".join(
                f'<td class="n" data-measure="{measure}">{number(sum_.value if sum_ else None)}'
                f" <small>({sum_.reports if sum_ else 0})</small></td>"
                for measure, sum_ in zip(MEASURES, sums, strict=True)
            )
            name = both(words("series")[series])
            lines.append(
                f'<tr data-year="{year}" data-series="{series}">'
                f"<td>{year}</td><td>{name}</td>{cells}</tr>"
            )
    return (
        f'<table id="years-table"><thead><tr><th>{both(told["year"])}</th><th></th>{head}</tr>'
        "</thead>"
        f"<tbody>{''.join(lines)}</tbody></table>"
        f'<p class="soft">( ) {both(told["reports"])}</p>'
    )


def _findings(connection: sqlite3.Connection) -> str:
    found = {finding: (rows, reports) for finding, rows, reports in findings_of(connection)}
    found["identities"] = connection.execute(
        "SELECT coalesce(sum(identities_failed), 0), coalesce(sum(identities_failed > 0), 0)"
        " FROM reports"
    ).fetchone()
    unit = both(words("words")["reports"])
    return "".join(
        f'<tr data-finding="{name}">'
        + cell(number(found.get(name, (0, 0))[0]), "n")
        + cell(both(told))
        + cell(f"{number(found.get(name, (0, 0))[1])} {unit}", "n")
        + "</tr>"
        for name, told in words("findings").items()
    )


def _queries() -> str:
    return "".join(
        f'<h3>{both(query.title)}</h3><p class="soft">{both(query.description)}</p>'
        f'<pre class="query">{escape(query.with_example)};</pre>'
        for query in ready_queries()
        if query.page
    )


def _changes(changes: Changes) -> str:
    told = words("words")
    if changes.since is None:
        return f"<p>{both(told['first'])}</p>"
    counts = both(
        told["since"],
        since=changes.since,
        added=number(changes.added),
        changed=number(changes.changed),
        cells=number(changes.cells),
        withdrawn=number(changes.withdrawn),
    )
    head = f'<p id="since">{counts}<a href="CHANGES.csv">CHANGES.csv</a></p>'
    if not changes.shown:
        return head
    lines = "".join(
        row(
            cell(both(told[change]), "nowrap"),
            cell(str(year), "nowrap"),
            cell(escape(name), "label"),
            cell(f"<code>{escape(' · '.join(filter(None, (table, place, column))))}</code>"),
            cell(f"{_value(before)} → {_value(after)}", "meaning"),
        )
        for change, _, name, year, table, place, column, before, after in changes.shown
    )
    all_ = changes.added + changes.withdrawn + changes.cells
    more = both(told["most"], shown=len(changes.shown)) if all_ > len(changes.shown) else ""
    table = f'<table id="changes-table" class="stacked"><tbody>{lines}</tbody></table>'
    return f'{head}<div class="scroll">{table}</div><p class="soft">{more}</p>'


def _value(value: object) -> str:
    return "—" if value is None else escape(str(value))


def _gaps(release: Release) -> str:
    gaps = "".join(
        f'<tr data-gap="{escape(gap["gap"])}">'
        + cell(number(gap["count"]), "n")
        + cell(both(gap))
        + "</tr>"
        for gap in release.known_gaps
    )
    return gaps or row(cell(both(words("words")["none_found"])))


def _bibtex(release: Release, about: About) -> str:
    fields = {
        "author": f"{{{release.publisher}}}",
        "title": f"{{{release.title}}}",
        "year": release.released_at[:4],
        "version": release.version,
        **({"url": about.url} if about.url else {}),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{_BIBTEX_KEY},\n{lines}}}"
