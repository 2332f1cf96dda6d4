"""Documents that look like the reports and are not, and the ordinary articles around them."""

from __future__ import annotations

import tomllib
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

from tests.sample.portal.content import Column, Entry
from tests.sample.portal.reporting import table_picture

FOLDER = Path(__file__).parent
KINDS: dict[str, dict[str, Any]] = tomllib.loads(
    (FOLDER / "lookalikes.toml").read_text(encoding="utf-8")
)
SURROUNDINGS: dict[str, Any] = tomllib.loads((FOLDER / "menu.toml").read_text(encoding="utf-8"))
COLUMN_YEARS = (2023, 2022)


def lookalike_entry(number: int, kind: str, place: str, year: int) -> Entry:
    """A document of a kind of lookalikes.toml."""
    data = KINDS[kind]

    def body(picture: str) -> str:
        parts = [f"<p>{escape(_fill(text, place, year))}</p>" for text in data["paragraphs"]]
        if "table" in data:
            parts.append(_table([[_fill(t, place, year) for t in row] for row in data["table"]]))
        if picture:
            parts.append(f'<p><img src="{picture}" alt=""></p>')
        return "\n".join(parts)

    return Entry(
        number=number,
        title=_fill(data["title"], place, year),
        published_on=date(year + 1, 1, 4),
        source=f"{place}人民政府办公室",
        body=body,
        picture=table_picture() if data.get("picture") else None,
        reason=data["reason"],
    )


def lookalike_column(kind: str) -> Column:
    """The column in which a portal keeps documents of a kind, still empty."""
    name, slug = KINDS[kind]["column"]
    return Column(name, slug)


def ordinary_columns(place: str) -> list[tuple[Column, list[str]]]:
    """The columns of the menu with the titles of their articles."""
    columns = []
    for name, slug in SURROUNDINGS["menu"]:
        column = Column(name.format(place=place), slug)
        titles = [t.format(place=place, column=column.name) for t in SURROUNDINGS["articles"]]
        columns.append((column, titles))
    return columns


def ordinary_entry(number: int, title: str, place: str, text: str = "ordinary_text") -> Entry:
    """An article that has nothing to do with the reports."""
    paragraph = escape(SURROUNDINGS[text].format(place=place))
    return Entry(
        number=number,
        title=title,
        published_on=date(2024, 3 + number % 9, 1 + number % 28),
        source="本网",
        body=lambda picture: f"<p>　　{paragraph}</p>",
    )


def _fill(text: str, place: str, year: int) -> str:
    return text.format(place=place, year=year)


def _table(rows: list[list[str]]) -> str:
    lines = ("".join(f"<td>{escape(text)}</td>" for text in row) for row in rows)
    return '<table border="1">' + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"
