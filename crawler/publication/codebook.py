"""codebook.html of a release: every table and column, from the data dictionary."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from crawler.pages.markup import cell, number, page, row
from crawler.publication.about import Release
from crawler.publication.shapes import Column, Table


def html(release: Release, tables: Iterable[Table]) -> str:
    """The page."""
    tables = list(tables)
    return page(
        "crawler.publication",
        "codebook",
        lang="en",
        title=f"Codebook 数据字典 · {release.version}",
        release=escape(release.title),
        version=escape(release.version),
        contents="".join(
            f'<a href="#{escape(t.name)}"><code>{escape(t.name)}</code> {escape(t.label)}</a>'
            for t in tables
        ),
        sections="".join(_section(table) for table in tables),
    )


def _section(table: Table) -> str:
    lines = "".join(_column(column, column.name in table.key) for column in table.columns)
    keys = "".join(
        f"<li><code>{escape(', '.join(key.columns))}</code> → "
        f'<a href="#{escape(key.table)}"><code>{escape(key.table)}</code></a></li>'
        for key in table.foreign_keys
    )
    return (
        f'<section id="{escape(table.name)}"><h2><code>{escape(table.name)}</code> '
        f"{escape(table.label)} <small>{'view · ' if table.is_view else ''}"
        f"{number(table.rows)} rows</small></h2><p>{escape(table.meaning)}</p>"
        '<div class="scroll"><table class="stacked"><thead><tr><th>Column</th><th>中文</th>'
        f"<th>Type</th><th>Unit</th><th>Meaning</th></tr></thead><tbody>{lines}</tbody></table></div>"
        f"{f'<ul class=soft>{keys}</ul>' if keys else ''}</section>"
    )


def _column(column: Column, is_key: bool) -> str:
    name = f"<code>{escape(column.name)}</code>" + (" <small>key</small>" if is_key else "")
    return row(
        cell(name, "nowrap"),
        cell(escape(column.label), "label"),
        cell(column.type, "nowrap"),
        cell(escape(column.unit or ""), "nowrap"),
        cell(escape(column.meaning), "meaning"),
    )
