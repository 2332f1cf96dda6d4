"""Menus that a script draws: the nodes of zTree and of trees alike, and the calls of dTree.

`{id: 2, pId: 0, name: "政府信息公开年报", url: "/nb/"}`, nodes within the `children` of others, and
`d.add(2, 0, '政府信息公开年报', 'list.jsp?id=2')`. Nothing is run: what stands there is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from itertools import islice

from spiders.discovery.lists.listings import Column
from spiders.discovery.pages.labels import read_label
from spiders.discovery.pages.page import Page
from spiders.discovery.sites import clean_url, looks_like_address

_TELLS = re.compile("年报|年度报告")
_ANYTHING = re.compile("")
_COLUMN = "政府信息公开年报"
_TOKEN = re.compile(
    r"[{}]"
    r"|[\"']?\b([A-Za-z_$][\w$]{0,30})[\"']?\s{0,9}:\s{0,9}"
    r"(?:\"([^\"\\\n]{0,400})\"|'([^'\\\n]{0,400})'|(-?\d{1,18})\b)"
    r"|\"[^\"\\\n]{0,400}\"|'[^'\\\n]{0,400}'"
)
_ADDED = re.compile(
    r"\.(?:add|insert)\(\s{0,9}['\"]?([\w-]{1,40})['\"]?\s{0,9},\s{0,9}['\"]?([\w-]{1,40})['\"]?\s{0,9},"
    r"\s{0,9}['\"]([^'\"\n]{1,80})['\"]\s{0,9},\s{0,9}(?:\"([^\"\n]{1,400})\"|'([^'\n]{1,400})')"
)
_NAMES = ("name", "text", "title", "label", "columnname")
_ADDRESSES = ("url", "href", "link", "linkurl", "jumpurl", "file", "path", "clickurl", "action")
PARENTS = ("pid", "parentid", "parent")
_MOST_SCRIPT = 300_000
_MOST_TOKENS = 20_000
_MOST_NODES = 3_000
_DEEPEST = 8

Node = dict[str, str]


def agency_columns(page: Page) -> list[Column]:
    """The agencies in the trees of a page that is itself a column of annual reports."""
    return [Column(node.label, node.target, (_COLUMN,)) for node in agencies_in_trees(page)]


def agencies_in_trees(page: Page) -> list[Column]:
    """The nodes of the trees of a page that are called by an agency."""
    nodes = tree_columns(page, tells=_ANYTHING)
    return [node for node in nodes if read_label(node.label).kind == "agency"]


def inside_column(page: Page, column: str) -> list[Column]:
    """The nodes of a page's trees, all of which lie in that column."""
    nodes = tree_columns(page, tells=_ANYTHING)
    return [Column(node.label, node.target, (column, *node.above)) for node in nodes]


def tree_columns(page: Page, tells: re.Pattern[str] = _TELLS) -> list[Column]:
    """The nodes with an address of the trees in the inline scripts of a page, in order.

    tells: what a script says that has such a tree.
    """
    found: list[Column] = []
    for script in islice(page.selector.root.iter("script"), 100):
        text = (script.text or "")[:_MOST_SCRIPT]
        if not tells.search(text):
            continue
        nodes = [*_objects(text), *_added(text)][:_MOST_NODES]
        by_id = {node["id"]: node for node in nodes if node.get("id")}
        for node in nodes:
            url = _address(node, page)
            name = _first(node, _NAMES)
            if url is not None and name:
                found.append(Column(name[:80], url, _above(node, by_id)))
    return found


def _objects(text: str) -> Iterator[Node]:
    """The objects written in a script, their fields in lower case; `above` holds the names of the
    objects around each."""
    around: list[Node] = []
    for token in islice(_TOKEN.finditer(text), _MOST_TOKENS):
        if token[0] == "{":
            names = [name for node in around[-_DEEPEST:] if (name := _first(node, _NAMES))]
            around.append({"above": "\n".join(names)})
        elif token[0] == "}":
            node = around.pop() if around else {}
            if _first(node, _NAMES):
                yield node
        elif token[1] and around:
            value = next((group for group in token.groups()[1:] if group is not None), "")
            around[-1].setdefault(token[1].lower(), value)


def _added(text: str) -> Iterator[Node]:
    for call in islice(_ADDED.finditer(text), _MOST_NODES):
        yield {"id": call[1], "pid": call[2], "name": call[3], "url": call[4] or call[5] or ""}


def _address(node: Node, page: Page) -> str | None:
    written = unescape(_first(node, _ADDRESSES))
    if written.lower().startswith("javascript:"):
        written = page.clicks.address(written)
    return clean_url(written, page.base, page.charset) if looks_like_address(written) else None


def _above(node: Node, by_id: Mapping[str, Node]) -> tuple[str, ...]:
    """The names of the nodes around, outermost first: by nesting, or by the parents' numbers."""
    names = [name for name in node.get("above", "").split("\n") if name]
    seen: list[str] = []
    parent = by_id.get(_first(node, PARENTS))
    while parent is not None and parent is not node and len(seen) < _DEEPEST:
        seen.append(_first(parent, _NAMES))
        parent = by_id.get(_first(parent, PARENTS))
    return (*names, *reversed(seen))


def _first(node: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((node[name] for name in names if node.get(name)), "")
