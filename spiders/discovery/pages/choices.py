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
        for select in years[:1] or selects:
            for option in islice(select.iter("option"), _MOST_OPTIONS):
                value = (option.get("value") or "").strip()
                address = form_address(form, {select.get("name"): value}) if value else ""
                if address and len(value) <= 100:
                    yield option, address, short_text(option)
        for choice in years_in(form):
            address = form_address(form, {choice.name: choice.value})
            if address:
                yield choice.element, address, choice.label


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
