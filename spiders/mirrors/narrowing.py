"""The innermost elements that hold a report, told by the headings that every report must have."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

# The six headings of the form (国办公开办函〔2021〕30号), by words that all their spellings share.
HEADINGS = (
    re.compile(r"总体情况"),
    re.compile(r"主动公开政府信息(?:的)?情况"),
    re.compile(r"收到和处理政府信息公开申请|(?:收到和)?处理.{0,8}公开申请(?:的)?情况"),
    re.compile(r"政府信息公开行政复议|行政复议、?(?:行政|提起)?.{0,8}诉讼(?:的)?情况"),
    re.compile(r"存在的?.{0,6}问题"),
    re.compile(r"其他需要报告|需要(?:说明|报告)的(?:其他)?(?:事项|情况)"),
)
_LEAST_SHARE = 0.3
_DEEPEST = 60
_BOXES = frozenset({"div", "section", "article", "li"})


def headings_in(text: str) -> frozenset[int]:
    """Which of the six headings a text has, blanks left out: 0 to 5."""
    squashed = "".join(text.split())
    return frozenset(at for at, words in enumerate(HEADINGS) if words.search(squashed))


def innermost_of_report(frame: HtmlElement) -> list[HtmlElement]:
    """The element under `frame` outside which no part of the report stands, or the pages that
    stand beside one another and look alike.

    Other documents that a viewer advertises may be named and quoted around it.
    """
    for _ in range(_DEEPEST):
        inner = _only_holder(frame)
        if inner is None:
            break
        frame = inner
    return _pages_alike(frame) or [frame]


def _pages_alike(frame: HtmlElement) -> list[HtmlElement]:
    """The children between the first and the last of those that have all headings among them and
    a class in common; none where headings stand elsewhere."""
    children = [child for child in frame if isinstance(child.tag, str)]
    texts = [child.text_content() for child in children]
    found = [headings_in(text) for text in texts]
    holders = [child for child, heads in zip(children, found, strict=True) if heads]
    kinds = {(child.tag, _class(child)) for child in holders}
    if len(kinds) != 1 or holders[0].tag not in _BOXES or not _class(holders[0]):
        return []
    alike = [at for at, c in enumerate(children) if (c.tag, _class(c)) in kinds]
    length = sum(len(texts[at]) for at in alike)
    if len(alike) < 2 or length < _LEAST_SHARE * sum(map(len, texts)):
        return []
    return children[alike[0] : alike[-1] + 1]


def _only_holder(frame: HtmlElement) -> HtmlElement | None:
    children = [child for child in frame if isinstance(child.tag, str)]
    texts = [child.text_content() for child in children]
    whole = "".join([frame.text or "", *texts, *(child.tail or "" for child in children)])
    wanted = headings_in(whole)
    if not wanted or not children:
        return None
    at = max(range(len(children)), key=lambda one: len(texts[one]))
    chosen = children[at]
    if headings_in(texts[at]) != wanted or len(texts[at]) < _LEAST_SHARE * len(whole):
        return None
    beside = [child for child in children if child is not chosen]
    alike = any(child.tag == chosen.tag and _class(child) == _class(chosen) for child in beside)
    if not (chosen.get("id") or chosen.get("class")) and len(children) == 1:
        return None  # the names of the element around it find the same place on later pages
    return None if alike or chosen.tag in ("table", "tr", "p", "span") else chosen


def _class(element: HtmlElement) -> str:
    return re.sub(r"\d+", "", element.get("class") or "")
