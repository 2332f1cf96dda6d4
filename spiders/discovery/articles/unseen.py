"""Articles whose text their page carries unseen (`discovery.pages.carried`), shown in it."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

from lxml import etree, html

from spiders.discovery.articles.frame import body_of
from spiders.discovery.pages.carried import carried, has_holes
from spiders.discovery.pages.page import Page
from spiders.discovery.pages.text import squash

_FORMS = re.compile("勾稽关系|新收政府信息公开申请")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_ABOUT = ("信息公开", "政务公开")
_LEAST_TEXT = 300
_SHOWN = "article-content"


def with_text_shown(page: Page, bodies: tuple[str, ...]) -> str:
    """The markup of a page with the text of its article where its script would put it; '' where
    the page carries no such text, or several of which nothing says which one is shown."""
    found: dict[str, tuple[Any, str]] = {}
    for carrier, markup in carried(page.selector.root):
        words = "".join(_TAG.sub("", markup).split())
        if len(words) >= _LEAST_TEXT and not has_holes(markup):
            found.setdefault(words, (carrier, markup))
    kept = [words for words in found if _FORMS.search(words)]
    kept = kept or [words for words in found if any(word in words for word in _ABOUT)]
    if len(kept) != 1:
        return ""
    return _shown(page, *found[kept[0]], bodies)


def _shown(page: Page, carrier: Any, markup: str, bodies: tuple[str, ...]) -> str:
    root = page.selector.root
    body = body_of(page, bodies)
    marks = {"carrier": carrier, "body": body}
    places = {name: root.getroottree().getpath(e) for name, e in marks.items() if e is not None}
    copy = deepcopy(root)
    here = {name: copy.xpath(path)[0] for name, path in places.items()}
    try:
        shown = html.fragment_fromstring(markup, create_parent="div")
    except (etree.ParserError, ValueError):
        return ""
    shown.set("class", _SHOWN)
    carrier, body = here["carrier"], here.get("body")
    if body is not None and body is not carrier and not squash("".join(body.itertext())[:200]):
        body.append(shown)
    elif any(around.tag == "body" for around in carrier.iterancestors()):
        carrier.addnext(shown)
    else:
        (copy.find(".//body") if copy.find(".//body") is not None else copy).append(shown)
    if carrier.tag not in ("script", "input") and not _holds(carrier, shown):
        carrier.getparent().remove(carrier)
    return etree.tostring(copy, encoding="unicode", method="html")


def _holds(element: Any, other: Any) -> bool:
    return any(around is element for around in other.iterancestors())
