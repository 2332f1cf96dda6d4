"""Menus that stand in a file of their own: `<script src="/js/menu.js">` that writes them with
`document.write`, a tree that a script asks for as JSON, a piece of markup that it loads.

Asked for only where no page has shown a column, a few for a portal. Nothing is run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import quote, urlsplit

from spiders.discovery.pages.data import field, read_json, text_of, with_parameter
from spiders.discovery.pages.labels import read_label
from spiders.discovery.pages.page import Page, read_page, script_element
from spiders.discovery.sites import clean_url, same_site

MOST_MENUS = 4
_MOST_SCRIPTS = 100
_MOST_NODES = 300
_MOST_BRANCHES = 3
_NODE_NAMES = ("name", "text", "title", "label")
_OPENS = ("isParent", "isparent", "hasChildren", "hasChild", "state")
_LOOKED_AT = 200_000
_LARGEST = 1_000_000
# How files that hold menus are called; libraries are not.
_NAMED = re.compile(
    r"menu|nav|tree|head|left|side|column|channel|catalog|category|dept|organ|lanmu|daohang|mulu|"
    r"(?:^|[_./-])(?:lm|dh|ml|top|common|public|index|main)(?:[_./-]|$)",
    re.IGNORECASE,
)
_LIBRARY = re.compile(
    r"jquery|bootstrap|swiper|vue|react|angular|layui|layer|echarts|easyui|ztree|polyfill|"
    r"superslide|(?:[.-]min\.js$)|share|stat|count|analytics|captcha|login|weather|player",
    re.IGNORECASE,
)
# `$.getJSON("/tree.json", …)`, `fetch("/tree.json")`, `url: "/tree.json"`, `.load("/nav.html")`.
_ASKED = re.compile(
    r"(?:\$\.(?:getJSON|get|post)|\bfetch|\baxios(?:\.get)?|\.load)\s{0,5}\(\s{0,5}"
    r"[\"']([^\"'\s<>]{1,300})[\"']\s{0,5}[,)]"
    r"|\burl\s{0,5}:\s{0,5}[\"']([^\"'\s<>]{1,300})[\"']\s{0,5}[,}\n\r]"
)


def menu_sources(page: Page) -> list[str]:
    """The files of the same site that may hold the menus of a page, at most four, those that a
    script asks for first."""
    found: dict[str, None] = {}
    for written in _written(page):
        url = clean_url(written, page.base)
        path = urlsplit(url).path if url else ""
        if url and same_site(url, page.url) and _NAMED.search(path) and not is_library(path):
            found[url] = None
    return list(found)[:MOST_MENUS]


def read_menu(url: str, text: str) -> Page:
    """What such a file writes, as a page at the address of the page that it belongs to."""
    text = text[:_LARGEST]
    data = read_json(text)
    if isinstance(data, dict | list):
        text = f"var menu = {json.dumps(data, ensure_ascii=False)}"
    elif text.lstrip("\ufeff \t\r\n")[:1] == "<":
        return read_page(url, text.encode("utf-8", "replace"), "utf-8")
    markup = f"<html><body>{script_element(text)}</body></html>"
    return read_page(url, markup.encode("utf-8", "replace"), "utf-8")


def branches(url: str, text: str) -> list[tuple[str, str]]:
    """The nodes on the way to columns, with their names, of a tree whose further nodes are asked
    for one branch at a time (`/tree?id=3`), as far as this answer to `url` has them."""
    data = read_json(text)
    found: dict[str, str] = {}
    for node in islice(data, _MOST_NODES) if isinstance(data, list) else ():
        name, number = text_of(node, *_NODE_NAMES, limit=80), text_of(node, "id", limit=60)
        opens = any(field(node, flag) in (True, "true", 1, "closed") for flag in _OPENS)
        leads = read_label(name).kind in ("column", "hub")
        if number and opens and leads and not field(node, "children"):
            found[with_parameter(url, "id", quote(number))] = name
    return list(found.items())[:_MOST_BRANCHES]


def is_library(path: str) -> bool:
    """Whether a script file is one that many sites have, and says nothing of this one."""
    return _LIBRARY.search(path) is not None


def _written(page: Page) -> Iterator[str]:
    scripts = list(islice(page.selector.root.iter("script"), _MOST_SCRIPTS))
    for script in scripts:
        for asked in islice(_ASKED.finditer((script.text or "")[:_LOOKED_AT]), 20):
            yield asked[1] or asked[2]
    for script in scripts:
        if script.get("src"):
            yield script.get("src")
