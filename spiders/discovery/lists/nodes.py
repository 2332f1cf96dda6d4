"""Lists by the nodes of a tree: an answer names agencies, their groups or years, each by a number,
and the page's script asks for the list of the one that is clicked (`loadList(node.id)`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from spiders.data import load
from spiders.discovery.home.menu_files import read_menu
from spiders.discovery.home.trees import tree_columns
from spiders.discovery.lists.listings import Answer, Column, DataRequest
from spiders.discovery.pages.data import field, read_json, text_of, with_parameter
from spiders.discovery.pages.labels import read_label

ANY_NODE = "0node0"
"""Stands in a request for the number of whatever node is clicked."""
MOST_NODES = 300
_DEEPEST = 6
_NAMES = ("displayname", "name", "text", "title", "label", "channelname", "orgname", "deptname")
_NUMBERS = ("id", "channelid", "orgid", "deptid", "nodeid", "key", "code", "value")
_CHILDREN = ("children", "childs", "child", "nodes", "items")
_OF_ROWS = (*load("scripted")["url"], *load("scripted")["date"])  # a row has an address or a day
_OPENS = ("isparent", "haschildren", "haschild")
_YEAR = re.compile(r"(?:19|20)\d\d年?度?")
_DIVIDES = frozenset({"group", "agency", "column"})
_ANYTHING = re.compile("")


def node_requests(answer: Answer) -> list[tuple[str, DataRequest]]:
    """The requests for the lists, or the further branches, of the nodes that an answer holds, with
    their names; none where the page tells of no list by a node."""
    template = answer.request.by_node
    data = read_json(answer.text) if template is not None else None
    if template is None or not isinstance(data, dict | list):
        return []
    found: dict[str, tuple[str, DataRequest]] = {}
    for name, number, is_closed in islice(_nodes(data, 0), MOST_NODES):
        if is_closed:
            branch = with_parameter(answer.request.url, "id", number)
            request = replace(answer.request, url=branch, fallback=None)
        else:
            request = replace(
                template,
                url=template.url.replace(ANY_NODE, number),
                body=template.body.replace(ANY_NODE, number),
            )
        if request.key != answer.request.key:
            found.setdefault(request.key, (name, request))
    return list(found.values())


def linked_nodes(answer: Answer) -> list[Column]:
    """The nodes of a tree in an answer that have an address of their own and divide a column."""
    data = read_json(answer.text)
    if not isinstance(data, dict | list):
        return []
    tree = tree_columns(read_menu(answer.request.page, answer.text), tells=_ANYTHING)
    return [node for node in tree[:MOST_NODES] if _divides(node.label)]


def _divides(name: str) -> bool:
    return read_label(name).kind in _DIVIDES or _YEAR.fullmatch(name) is not None


def _nodes(data: Any, depth: int) -> Iterator[tuple[str, str, bool]]:
    """The nodes without children in a JSON value that divide a list: name, number, and whether
    their children are asked for by themselves."""
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for entry in data[:MOST_NODES]:
            yield from _nodes(entry, depth)
        return
    if not isinstance(data, dict):
        return
    plain = {str(key).lower(): value for key, value in data.items()}
    inside = [plain[name] for name in _CHILDREN if isinstance(plain.get(name), list)]
    name, number = text_of(plain, *_NAMES, limit=80), text_of(plain, *_NUMBERS, limit=80)
    if any(inside) or not (name and number):
        around = inside or [v for v in plain.values() if isinstance(v, dict | list)]
        for value in around:
            yield from _nodes(value, depth + 1)
    elif text_of(plain, *_OF_ROWS):
        return
    elif _divides(name):
        yield name, number, any(field(plain, flag) in (True, "true", 1) for flag in _OPENS)
