"""Rows that a script opens by a number that they keep: `<li data-id="4711">`, and in the script
`var id = $(this).data("id"); window.open("/show/" + id + ".html")`; also by an address.

Nothing is run: an attribute is followed where the script reads it and puts it, by itself or by
the variable that holds it, into an address that is written out around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from spiders.data import load
from spiders.discovery.pages.carried import decoded
from spiders.discovery.sites import looks_like_address

_MOST_SCRIPTS = 200_000
_MOST_READ = 40
_MOST_ROWS = 1_000
_NEARBY = 300
# How scripts read an attribute of what was clicked.
_READ = re.compile(
    r"\.(?:data\(\s{0,3}[\"']([\w-]{1,40})[\"']\s{0,3}\)"
    r"|(?:attr|getAttribute)\(\s{0,3}[\"']([\w-]{1,40})[\"']\s{0,3}\)|dataset\.(\w{1,40}))"
)
_OWNER = re.compile(r"(?:\$\(\s{0,3}[\w.]{1,40}\s{0,3}\)|[A-Za-z_$][\w$.]{0,40})$")
_HELD = re.compile(r"(?<![\w$.])([A-Za-z_$][\w$]{0,40})\s{0,5}=\s{0,5}$")
_GOES = re.compile(r"location|\bopen\(|href")
_GOES_THERE = re.compile(  # `location.href = this.dataset.path`
    r"(?:location(?:\.href)?\s{0,5}=|location\.(?:assign|replace)\(|\bopen\()\s{0,5}"
    r"((?:[\w$.]{0,20}(?:atob|decode\w{0,12}|unescape)\(\s{0,3}){0,2})$"
)
_LONGEST = 300
_NEVER = re.compile(load("scripted")["never_words"], re.IGNORECASE)
_VALUE = re.compile(r"[\w-]{1,80}")  # of an attribute for scripts; of any other only a number
_CAPITAL = re.compile(r"(?<=[a-z0-9])([A-Z])")


@dataclass(frozen=True, slots=True)
class _Opening:
    """An attribute, and the address around its value. decodes: the value is an encoded one."""

    attribute: str
    before: str
    after: str
    decodes: bool = False


def opened_rows(root: Any) -> Iterator[tuple[Any, str]]:
    """The elements of a page that its scripts open by an attribute, each with its address."""
    for opening in _openings(root):
        rows = root.xpath("//*[@*[name()=$name]]", name=opening.attribute)
        for element in rows[:_MOST_ROWS]:
            value = (element.get(opening.attribute) or "").strip()
            value = decoded(value) if opening.decodes else value
            plain = opening.attribute.startswith("data-") or value.isdecimal()
            if not opening.before and looks_like_address(value) and len(value) <= _LONGEST:
                yield element, value
            elif opening.before and plain and _VALUE.fullmatch(value):
                yield element, f"{opening.before}{value}{opening.after}"


def _openings(root: Any) -> list[_Opening]:
    """What the inline scripts tell, each attribute once."""
    found: dict[str, _Opening] = {}
    size = 0
    for script in islice(root.iter("script"), 100):
        text = (script.text or "")[: _MOST_SCRIPTS - size]
        size += len(text)
        for read in islice(_READ.finditer(text), _MOST_READ):
            attribute = _attribute(read)
            before = text[max(0, read.start() - _NEARBY) : read.start()]
            behind = text[read.end() : read.end() + _NEARBY]
            owner = _OWNER.search(before[-60:])
            goes = _GOES.search(before[-100:]) or _GOES.search(behind)
            if attribute in found or owner is None or not goes:
                continue
            value = f"{owner[0]}{read[0]}"
            held = _HELD.search(before[: len(before) - len(owner[0])][-60:])
            around = _around(behind, held[1]) if held else None
            around = around or _around(f"{before[-220:]}{read[0]}{behind[:80]}", value)
            there = _GOES_THERE.search(before[: len(before) - len(owner[0])])
            if around is None and there:
                around = ("", "")
            if around is not None:
                found[attribute] = _Opening(attribute, *around, bool(there and there[1]))
    return list(found.values())


def _attribute(read: re.Match[str]) -> str:
    if read[1] or read[3]:
        return "data-" + _CAPITAL.sub(r"-\1", read[1] or read[3]).lower()
    return read[2].lower()


def _around(text: str, value: str) -> tuple[str, str] | None:
    """The literals before and behind a value in an address that is put together of them."""
    name = re.escape(value)
    joined = re.compile(
        rf"[\"']([^\"'`<>\s+]{{1,200}})[\"']\s{{0,5}}\+\s{{0,5}}{name}(?![\w$.(])"
        rf"(?:\s{{0,5}}\+\s{{0,5}}[\"']([^\"'`<>\s+]{{0,80}})[\"'])?"
        rf"|`([^\"'`<>\s$]{{1,200}})\$\{{\s{{0,3}}{name}\s{{0,3}}\}}([^\"'`<>\s$]{{0,80}})`"
    )
    found = joined.search(text)
    if found is None:
        return None
    before, after = (found[1], found[2]) if found[1] else (found[3], found[4])
    leads = "/" in before or "?" in before
    return (before, after or "") if leads and not _NEVER.search(before) else None
