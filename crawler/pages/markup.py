"""HTML of pages: everything that agencies and portals wrote is escaped here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

Words = Mapping[str, str]
"""One text by language, zh and en."""


def both(told: Words, **values: object) -> str:
    """A text in both languages; the page shows one. values: filled in, and escaped."""
    return "".join(
        f'<span class="{lang}" lang="{lang}">{text_of(told[lang], **values)}</span>'
        for lang in ("zh", "en")
    )


def text_of(text: str, **values: object) -> str:
    """Escaped text with values filled in."""
    return escape(text.format(**values) if values else text)


def row(*cells: str) -> str:
    """A row of a table, of cells that are HTML already; numbers are set to the right."""
    return "<tr>" + "".join(cells) + "</tr>"


def cell(html: str, kind: str = "") -> str:
    """A cell. kind: its class, such as `n` for numbers."""
    return f'<td class="{kind}">{html}</td>' if kind else f"<td>{html}</td>"


def number(value: int | None) -> str:
    """A whole number with its thousands apart; a dash where there is none."""
    return "—" if value is None else f"{value:,}"


def size(count: int) -> str:
    """Bytes for people: 812 B, 3.1 MB."""
    if count < 1000:
        return f"{count} B"
    amount = float(count)
    for unit in ("kB", "MB", "GB", "TB"):
        amount /= 1000
        if amount < 1000 or unit == "TB":
            break
    return f"{amount:.1f} {unit}"


def page(package: str, name: str, *, title: str, lang: str = "zh-CN", **parts: str) -> str:
    """A page in its frame: the body `name.page.html` of a package with its parts.

    title: text, escaped here; parts: HTML already. Raises KeyError for a part that is not given.
    """
    own_style = files(package).joinpath(f"{name}.page.css")
    style = packaged(__package__, "page.css")
    if own_style.is_file():
        style += own_style.read_text(encoding="utf-8")
    body = Template(packaged(package, f"{name}.page.html")).substitute(parts)
    frame = Template(packaged(__package__, "frame.html"))
    return frame.substitute(lang=lang, title=escape(title), style=style, body=body)


@cache
def packaged(package: str, name: str) -> str:
    """A text file of a package."""
    return files(package).joinpath(name).read_text(encoding="utf-8")
