"""Datasette plugin: every number of a report is a link to its source; searches of any words;
descriptions that leave room for the rows."""

from __future__ import annotations

import re
import sqlite3
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from datasette import Response, hookimpl
from datasette.database import Database
from markupsafe import Markup

NUMBERS_OF_REPORTS = frozenset(
    "panel applications_wide applications disclosures proceedings findings identity_failures "
    "narrative_facts".split()
)
"""Tables whose numbers are an agency's of a year; numbers of the crawler itself are no links."""
_NOT_PUBLISHED = frozenset(
    "year other_year position start end like_year warc_offset number".split()
)
_WORD = re.compile(r"[^\W_]+")
_REMEMBERED = 2_000

_sources: OrderedDict[tuple[str, int], str | None] = OrderedDict()


_STYLE = "/-/release.css"
_CSS = """
dl.column-descriptions { max-height: 9.5em; overflow-y: auto; resize: vertical; padding: .6em .8em;
  border: 1px solid #ccc; border-radius: 3px; background: #fff; }
dl.column-descriptions dt { margin-top: .3em; }
td.col-source_url, td.col-source_url_before, td.col-like_source_url, td.col-other_url, td.col-url
  { word-break: break-all; max-width: 22em; }
td.col-passage, td.col-text, td.col-quote { min-width: 18em; }
td.col-name, td.col-heading, td.col-title { min-width: 9em; }
"""


@hookimpl
def extra_css_urls() -> list[str]:
    """The style below, beside Datasette's own."""
    return [_STYLE]


@hookimpl
def register_routes() -> list[tuple[str, Callable[[], Response]]]:
    """Where the style is."""
    return [(rf"^{_STYLE}$", _style)]


def _style() -> Response:
    return Response(_CSS, content_type="text/css; charset=utf-8")


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Searches split at punctuation: the index has no phrases, so `复议，诉讼` are two words."""
    conn.create_function("escape_fts", 1, _search_words, deterministic=True)


def _search_words(text: object) -> str:
    return " ".join(f'"{word}"' for word in _WORD.findall(str(text))) or '""'


@hookimpl
def render_cell(
    row: Any, value: Any, column: str, table: str | None, database: str, datasette: Any
) -> Awaitable[Markup | None] | None:
    """A link for a number of a report, None (Datasette's own rendering) for all else."""
    if not isinstance(value, int | float) or column in _NOT_PUBLISHED:
        return None
    told = dict(zip(row.keys(), tuple(row), strict=True)) if hasattr(row, "keys") else {}
    if table is None and "source_url" not in told:
        return None
    if table is not None and table not in NUMBERS_OF_REPORTS:
        return None
    return _linked(value, told, datasette.get_database(database))


async def _linked(value: float, row: Mapping[str, Any], database: Database) -> Markup | None:
    url = row.get("source_url") or await _source_url(row, database)
    if url is None:
        return None
    if urlsplit(url).scheme not in ("http", "https"):
        return Markup('<span title="{}">{}</span>').format(url, value)
    return Markup('<a href="{}" rel="noreferrer" title="{}">{}</a>').format(
        url, f"source document: {url}", value
    )


async def _source_url(row: Mapping[str, Any], database: Database) -> str | None:
    agency_id, year = row.get("agency_id"), row.get("year")
    if agency_id is None or year is None:
        return None
    key = (agency_id, year)
    if key not in _sources:
        found = await database.execute(
            "SELECT source_url FROM reports WHERE agency_id = ? AND year = ?", key
        )
        first = found.first()
        _sources[key] = first[0] if first else None
        if len(_sources) > _REMEMBERED:
            _sources.popitem(last=False)
    return _sources[key]
