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
# The same where a script writes the row: `"<li onclick=\"open('" + item.id + "')\">"`, and
# `<li onclick="open(${item.id})">`.
_CLICK_WRITTEN = re.compile(
    r"onclick\s{0,3}=\s{0,3}\\?[\"']?\s{0,3}([A-Za-z_$][\w$]{0,59})\(\s{0,3}(?:"
    r"(?:\\?[\"'])?[\"'`]\s{0,5}\+\s{0,5}[\w$.]{1,60}(?:\[[\w$]{1,20}\])?\.([\w$]{1,40})\s{0,5}\+"
    r"|[\"']?\$\{\s{0,5}[\w$.]{1,60}\.([\w$]{1,40})\s{0,5}\}[\"']?\s{0,3}\))"
)
# `location.href = "/show?id=" + $(this).data("id")` for rows with `data-id='" + item.id + "'`.
_FROM_KEPT = re.compile(
    r"(?:location(?:\.href)?\s{0,3}=\s{0,3}|open\(\s{0,3})[\"']([^\"'<>\s]{1,200})[\"']\s{0,5}\+\s{0,5}"
    r"(?:\$\(\s{0,3}this\s{0,3}\)\.(?:data|attr)\(\s{0,3}[\"'](?:data-)?([\w-]{1,40})[\"']\s{0,3}\)"
    r"|this\.dataset\.(\w{1,40}))(?:\s{0,5}\+\s{0,5}[\"']([^\"'<>\s]{0,60})[\"'])?"
)
_KEPT_FIELD = (
    r"\bdata-{}\s{{0,3}}=\s{{0,3}}(?:\\?[\"'])?(?:[\"'`]\s{{0,5}}\+\s{{0,5}}|\$\{{\s{{0,5}})"
    r"[\w$.]{{1,60}}(?:\[[\w$]{{1,20}}\])?\.([\w$]{{1,40}})"
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
    clicked = (*_clicks(page, _CLICKED), *_clicks(page, _CLICK_WRITTEN))
    for function, field in clicked:
        hole = f"__{field}__"
        address = page.clicks.address(f"{function}('{hole}')")
        if hole in address and not _NEVER.search(address):
            return address.replace(hole, f"{{{field}}}")
    return _address_from_kept(page.text)


def _clicks(page: Page, form: re.Pattern[str]) -> list[tuple[str, str]]:
    """The functions that a click on a row calls, each with the field that it is handed."""
    found = islice(form.finditer(page.text, 0, _LOOKED_AT), _MOST_CLICKS)
    return [(call[1], next(field for field in call.groups()[1:] if field)) for call in found]


def _address_from_kept(text: str) -> str:
    """The same where a row keeps the field for what a click on it does, or ''."""
    for goes in islice(_FROM_KEPT.finditer(text, 0, _LOOKED_AT), _MOST_CLICKS):
        kept = re.search(_KEPT_FIELD.format(re.escape(goes[2] or goes[3])), text[:_LOOKED_AT])
        if kept and not _NEVER.search(goes[1]):
            return f"{goes[1]}{{{kept[1]}}}{goes[4] or ''}"
    return ""
