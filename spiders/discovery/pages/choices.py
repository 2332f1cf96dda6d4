"""Views of a list that a form chooses: `<select name="year">` beside a button, sent by GET, or
radio buttons and buttons of one name that each stand for a year.

Only forms that come back to their own page are read so; others are searches. Where a form can
choose a year, its years alone are views: its other fields divide the same rows once more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from spiders.discovery.pages.forms import form_address, years_in
from spiders.discovery.pages.text import short_text

_YEAR = re.compile(r"(?:19|20)\d\d")
_AGENCY = re.compile("(?:[镇乡局厅委办府]|街道|苏木|中心|办公室|委员会|大队)$")
_MOST_OPTIONS = 300


def chosen_views(root: Any, url: str) -> Iterator[tuple[Any, str, str]]:
    """The options of such forms on the page at `url`, each with the address that it leads to and
    what it is called."""
    for form in islice(root.iter("form"), 10):
        action = urljoin(url, (form.get("action") or "").strip() or url)
        if urlsplit(action).path != urlsplit(url).path:
            continue
        asked = dict(parse_qsl(urlsplit(action).query, keep_blank_values=True))
        selects = [s for s in islice(form.iter("select"), 10) if _chooses(s, asked)]
        years = [select for select in selects if _offers_years(select)]
        apart = next((s for s in selects if years and s not in years and _shows_one(s)), None)
        if apart is not None:
            yield from _of_both(form, apart, years[0])
            continue
        for select in years[:1] or selects:
            for option, value in _options(select):
                address = form_address(form, {select.get("name"): value})
                if address:
                    yield option, address, short_text(option)
        for choice in years_in(form):
            address = form_address(form, {choice.name: choice.value})
            if address:
                yield choice.element, address, choice.label


def _of_both(form: Any, agencies: Any, years: Any) -> Iterator[tuple[Any, str, str]]:
    """The views of a form that shows one agency's report of one year at a time."""
    for _, chosen in _options(agencies):
        for year, value in _options(years):
            fields = {agencies.get("name"): chosen, years.get("name"): value}
            address = form_address(form, fields)
            if address:
                yield year, address, short_text(year)


def _options(select: Any) -> Iterator[tuple[Any, str]]:
    """The options of a field that send something, with what they send."""
    for option in islice(select.iter("option"), _MOST_OPTIONS):
        value = (option.get("value") or "").strip()
        if 0 < len(value) <= 100:
            yield option, value


def _shows_one(select: Any) -> bool:
    """Whether a field always chooses one agency: all its options are called by one."""
    options = list(_options(select))
    every = len(options) == sum(1 for _ in islice(select.iter("option"), _MOST_OPTIONS))
    return every and len(options) > 1 and all(_AGENCY.search(short_text(o)) for o, _ in options)


def _chooses(select: Any, asked: Mapping[str, str]) -> bool:
    """Whether a field of a form chooses by itself: no script says what it does, but for one that
    sends the form, and the form's address (its parameters: `asked`) has no place for it, which
    only a script fills."""
    name = select.get("name") or ""
    script = select.get("onchange") or ""
    return bool(name) and (not script or ".submit(" in script) and name not in asked


def _offers_years(select: Any) -> bool:
    texts = ("".join(option.itertext())[:40] for option in islice(select.iter("option"), 40))
    return sum(_YEAR.search(text) is not None for text in texts) > 1
