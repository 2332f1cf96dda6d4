"""How a page makes the addresses of rows that come as data: `/show/{id}.html`.

A script puts them together where it writes the rows (`'<a href="/show/' + item.id + '.html">'`), or
the page has a template for one (`:href="'/show/' + item.id"`, `href="/show/{{item.id}}"`,
`@click="open(item.id)"` with a function of its scripts). Nothing is run.
"""

from __future__ import annotations

import re
from itertools import islice

from spiders.data import load
from spiders.discovery.pages.page import Page

_NEVER = re.compile(load("scripted")["never_words"], re.IGNORECASE)
_LOOKED_AT = 500_000
_MOST_CLICKS = 20
# `'<a href="/show/' + item.id + '.html"'` and `<a href="/show/${item.id}.html"`.
_LINKED = re.compile(
    r"(?:href\s{0,3}=\s{0,3}\\?[\"']?|location(?:\.href)?\s{0,3}=\s{0,3}[\"']|open\(\s{0,3}[\"'])"
    r"([^\"'`<>\s+$]{1,200})(?:[\"']\s{0,5}\+\s{0,5}[\w$.]{1,60}(?:\[[\w$]{1,20}\])?\.([\w$]{1,40})(?![\w$.\[(])"
    r"(?:\s{0,5}\+\s{0,5}[\"']([^\"'`<>\s+$\\]{0,60}))?)"
    r"|href\s{0,3}=\s{0,3}[\"']?([^\"'`<>\s+$]{1,200})\$\{\s{0,5}[\w$.]{1,60}(?:\[[\w$]{1,20}\])?\.([\w$]{1,40})\s{0,5}\}"
    r"([^\"'`<>\s+$]{0,60})"
)
# What follows in such a sum or template: `+ '/' + item.id + '.html'`, `/${item.id}.html`.
_FURTHER = re.compile(
    r"[\"']\s{0,5}\+\s{0,5}[\w$.]{1,60}(?:\[[\w$]{1,20}\])?\.([\w$]{1,40})(?![\w$.\[(])"
    r"(?:\s{0,5}\+\s{0,5}[\"']([^\"'`<>\s+$\\]{0,60}))?"
    r"|\$\{\s{0,5}[\w$.]{1,60}(?:\[[\w$]{1,20}\])?\.([\w$]{1,40})\s{0,5}\}([^\"'`<>\s+$]{0,60})"
)
_MOST_FIELDS = 5
# `:href="'/show/' + item.id + '.html'"`, `:to="`/show/${item.id}`"`, `href="/show/{{id}}"` and
# `href="/show/<%=item.id%>"`.
_TEMPLATE = re.compile(
    r"(?:v-bind|ng|\[attr)?[:.-](?:href|to)\]?\s{0,3}=\s{0,3}\"\s{0,3}(?:"
    r"'([^'\"<>\s+]{1,200})'\s{0,5}\+\s{0,5}[\w$.]{1,60}\.([\w$]{1,40})\s{0,5}(?:\+\s{0,5}'([^'\"<>\s+]{0,60})')?"
    r"|`([^`\"<>\s$]{1,200})\$\{\s{0,5}[\w$.]{1,60}\.([\w$]{1,40})\s{0,5}\}([^`\"<>\s$]{0,60})`)\s{0,3}\""
    r"|href\s{0,3}=\s{0,3}[\"']([^\"'<>\s{}]{1,200})(?:\{\{=?|<%=)\s{0,5}(?:[\w$.]{1,60}\.)?([\w$]{1,40})"
    r"\s{0,5}(?:\}\}|%>)([^\"'<>\s{}]{0,60})[\"']"
)
_CLICKED = re.compile(
    r"(?:@|v-on:|ng-|\(|on)click\)?\s{0,3}=\s{0,3}\"\s{0,3}([A-Za-z_$][\w$]{0,59})"
    r"\(\s{0,3}[\w$]{1,40}\.([\w$]{1,40})\s{0,3}\)"
)


def address_of_rows(scripts: str) -> str:
    """How scripts put the addresses of rows together: `/show/{id}.html`, or ''."""
    for found in islice(_LINKED.finditer(scripts), 20):
        before, name, after = (found[1], found[2], found[3]) if found[2] else found.groups()[3:]
        if ("/" in before or "?" in before) and not _NEVER.search(before):
            return f"{before}{{{name}}}{after or ''}{_further(scripts, found.end())}"
    return ""


def _further(scripts: str, at: int) -> str:
    """What is joined to an address after its first field: more fields and what stands between."""
    joined = ""
    for _ in range(_MOST_FIELDS - 1):
        found = _FURTHER.match(scripts, at)
        if found is None:
            break
        joined += f"{{{found[1] or found[3]}}}{found[2] or found[4] or ''}"
        at = found.end()
    return joined


def address_in_template(page: Page) -> str:
    """The same by the page's own template for a row, or ''."""
    for found in islice(_TEMPLATE.finditer(page.text, 0, _LOOKED_AT), 20):
        parts = found.groups()
        before, name, after = next(parts[n : n + 3] for n in (0, 3, 6) if parts[n])
        if ("/" in before or "?" in before) and not _NEVER.search(before):
            return f"{before}{{{name}}}{after or ''}"
    for called in islice(_CLICKED.finditer(page.text, 0, _LOOKED_AT), _MOST_CLICKS):
        hole = f"__{called[2]}__"
        address = page.clicks.address(f"{called[1]}('{hole}')")
        if hole in address and not _NEVER.search(address):
            return address.replace(hole, f"{{{called[2]}}}")
    return ""
