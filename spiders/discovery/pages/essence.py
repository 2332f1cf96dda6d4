"""What a page says, apart from what changes at each visit: counters, clocks, scripts, menus."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from itertools import islice
from typing import Any

from lxml import etree

_MOST_CHARACTERS = 500_000
_MOST_PIECES = 100_000
_SILENT = frozenset({"script", "style", "noscript", "template", "head", "input", "textarea"})
_WORDLESS = _SILENT | {"a", "select", "option", "button"}  # what is written there is no text
_LEAST_PROSE = 1_000
_NEARLY_ALL = 0.9
_NUMBER = re.compile(r"\s{0,20}\d[\d.,]{0,20}\s{0,20}")
_CELLS = frozenset({"td", "th"})
_SHAPED = _CELLS | {"tr", "img", "iframe", "embed"}
# 浏览次数：15, 点击：[15], 阅读 3 次; 今天是2026年11月22日 星期日; 10:15:07 and bare time stamps.
_COUNTERS = re.compile(
    r"(?:浏览|点击|阅读|访问|查看|点阅|人气|热度|点赞|分享|下载|累计|在线)(?:[次人]?数|总?量|率)?[次人]?"
    r"[:：为]?[\[(（【]?\d{1,12}[\])）】]?[次人]?"
)
_CLOCKS = re.compile(
    r"(?:今天|现在|当前|北京)(?:是|时间)?[:：]?(?:19|20)\d\d年\d{1,2}月\d{1,2}日(?:星期.|周.)?"
    r"|\d{1,2}:\d\d(?::\d\d(?:\.\d{1,6})?)?|\d{10,13}(?:\.\d{1,9})?|第?\d{1,12}位访客"
)


def essence_of(body: Any, around: Iterable[str] = ()) -> str:
    """A digest of what an element shows: its words and numbers in their cells, its pictures and
    links to files. around: what else counts, as the title and the date of an article."""
    pieces: list[str] = list(around)
    size = hidden = 0
    count = len(pieces)
    for event, node in etree.iterwalk(body, events=("start", "end", "comment", "pi")):
        silent = not isinstance(node.tag, str) or node.tag in _SILENT
        if event == "start":
            hidden += silent
            if not hidden:
                if node.tag in _SHAPED:
                    pieces.append(_shape_of(node))
                pieces.append(node.text or "")
                count += 2
        else:
            hidden -= silent and event == "end"
            if not hidden and node is not body:
                pieces.append(node.tail or "")
                count += 1
        size += len(pieces[-1]) if pieces else 0
        if size > _MOST_CHARACTERS or count > _MOST_PIECES:
            break
    plain = "".join(unicodedata.normalize("NFKC", "".join(pieces)).split())
    plain = _CLOCKS.sub("", _COUNTERS.sub("", plain))
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def main_part(root: Any) -> Any:
    """The innermost element that holds nearly all running text of a page and every number in its
    tables, so that what stands above and below it counts for nothing; the root where the page says
    little, or its text is scattered. Digits outside tables weigh nothing: a counter that has grown
    by one must not tip the scales."""
    prose: dict[Any, int] = {}
    numbers: dict[Any, int] = {}
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if event == "start" or not isinstance(node.tag, str) or node.tag in _WORDLESS:
            continue
        inside = [child for child in node if child in prose]
        prose[node] = _weight(node.text) + sum(prose[c] + _weight(c.tail) for c in inside)
        numbers[node] = sum(numbers[child] for child in inside)
        if node.tag in _CELLS and not numbers[node]:
            numbers[node] = _NUMBER.fullmatch("".join(islice(node.itertext(), 10))) is not None
    whole = prose.get(root, 0)
    part = root
    while whole >= _LEAST_PROSE:
        heavy = [
            child
            for child in part
            if prose.get(child, 0) >= _NEARLY_ALL * whole and numbers[child] == numbers[root]
        ]
        if not heavy:
            break
        part = heavy[0]
    return part


def _weight(text: str | None) -> int:
    return sum(map(str.isalpha, text)) if text else 0


def _shape_of(node: Any) -> str:
    """The cells of a table and what a picture or a file is called by."""
    if node.tag in _CELLS:
        return f"|{node.get('rowspan') or ''},{node.get('colspan') or ''}|"
    if node.tag == "tr":
        return "/"
    if node.tag in ("img", "iframe", "embed"):
        return (node.get("src") or "")[:500]
    return ""
