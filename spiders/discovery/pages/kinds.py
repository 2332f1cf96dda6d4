"""Pages that are not what was asked for: challenges, soft 404s, stubs, frames and redirects."""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import urlsplit

from spiders.data import load
from spiders.discovery.pages.clicks import Function, body_at, functions_of
from spiders.discovery.pages.page import Page
from spiders.discovery.pages.text import squash, visible_strings
from spiders.discovery.sites import clean_url, page_key, same_site

_DATA = load("pages")
_BLOCKS = _DATA["blocks"]
_MISSING = _DATA["missing"]
_BLOCKING = frozenset(_BLOCKS["statuses"])
_PATIENCE = frozenset(_BLOCKS["patience"])
_LITERALS = tuple(_BLOCKS["literals"])
_COOKIES = re.compile("|".join(_BLOCKS["cookies"]))
# A script that sets a cookie and asks for the same page again.
_WRITES_COOKIE = re.compile(r"document(?:\.cookie|\[['\"]cookie['\"]\])\s{0,9}=[^=]")
_ASKS_AGAIN = re.compile(
    r"location\.reload\(|location(?:\.href)?\s{0,5}(?:=|\.replace\()\s{0,5}(?:window\.|document\.)?"
    r"location\b"
)
_COMES_BACK = "a cookie that its script sets"
SHORT_PAGE = 20_000
_SHORT_TEXT = 600
_FEW_LINKS = 5
_REFRESH = re.compile(
    r"^\s{0,9}(\d{1,4})\s{0,9}(?:[;,]\s{0,9}(?:url\s{0,9}=)?\s{0,9}['\"]?([^'\"\s]+))?",
    re.IGNORECASE,
)
_LONGEST_WAIT = 10
_SCRIPT = re.compile(
    r"(?:window\.|self\.|top\.|document\.|parent\.)?location(?:\.href)?\s{0,5}"
    r"(?:=|\.(?:replace|assign)\()\s{0,5}(['\"])([^'\"\n]{1,500})\1(\s{0,5}\+)?"
)
_TITLED = re.compile(r"(?:19|20)\d\d年?度?[^\"'<>\n]{0,30}(?:年度报告|年报)")
_MARKUP = re.compile(r"<(?:p|div|table)\b", re.IGNORECASE)  # that a script puts elsewhere
_LIST_BOX = re.compile(r"list|news|info|data|con|table|grid|page", re.IGNORECASE)
# `<div hx-get="/part" hx-trigger="load">`, `<turbo-frame src="/part">`.
_FILLED_FRAMES = (
    "//*[contains(@hx-trigger, 'load') or contains(@hx-trigger, 'revealed')"
    " or contains(@hx-trigger, 'intersect')]/@hx-get | //turbo-frame/@src"
)
_WRITTEN_FRAME = re.compile(
    r"<iframe\s[^<>+]{0,200}?src\s{0,3}=\s{0,3}\\?[\"']?([^\"'<>\\\s+]{1,300})", re.IGNORECASE
)
# Frames above and below the one with the page.
_BANNER = re.compile(
    r"(?:top|head|header|banner|foot|footer|bottom|copyright)_?(?:frame|page)?", re.IGNORECASE
)
_OPEN_PARAMETER = re.compile(r"[?&][\w.-]{0,40}=?$")
# What a script that fills a list calls.
_FETCHES = re.compile(
    r"\$\.(?:ajax|get|post|getJSON)\s{0,9}\(|\bfetch\s{0,9}\(|XMLHttpRequest|\baxios\b|\.load\("
    r"|\.(?:bootstrapTable|datagrid|DataTable|jqGrid)\s{0,9}\(|\btable\.render\s{0,9}\("
    r"|\$http\b|\bnew Vue\b|\bcreateApp\s{0,9}\("
)


def blocked_by_status(status: int) -> str:
    """Why a status means that a firewall stopped us, or ''. The host rests at once."""
    return f"a firewall or a limit answered with status {status}" if status in _BLOCKING else ""


def is_refusal(status: int) -> bool:
    """Whether a status refuses one page; a host that refuses three in a row rests."""
    return status in _PATIENCE


def block_literal(markup: str) -> str:
    """What in the markup of a page hints at a challenge, or ''; long pages never are one."""
    if len(markup) > SHORT_PAGE:
        return ""
    known = next((literal for literal in _LITERALS if literal in markup), "")
    return known or (
        _COMES_BACK if _WRITES_COOKIE.search(markup) and _ASKS_AGAIN.search(markup) else ""
    )


def challenge_cookie(header: str) -> str:
    """The cookie of a `Set-Cookie` header that a firewall's challenge brings, or ''."""
    name = header.partition("=")[0].strip()
    return name if _COOKIES.fullmatch(name) else ""


def shows_nothing(page: Page) -> bool:
    """Whether a short page has neither words nor links nor a place for a script to put any: what
    a challenge looks like."""
    if len(page.text) > SHORT_PAGE or page.links or len(squash(page.visible_text)) >= 30:
        return False
    return not page.is_application


def blocked_by_text(page: Page) -> str:
    """Why a page is a challenge or the notice of a firewall, or ''; long pages never are."""
    found = block_literal(page.text)
    if not found or len(page.links) > _FEW_LINKS or len(squash(page.visible_text)) > _SHORT_TEXT:
        return ""
    if found == _COMES_BACK and not shows_nothing(page):
        return ""  # of a page with a little text the script only remembers the size of its letters
    return f"a challenge or blocking page ({found})"


def missing_reason(page: Page) -> str:
    """Why a page says that there is no page although its status is 200, or ''."""
    text = squash("".join(visible_strings(page.selector.root, 2000, links=False)))
    if len(text) > _SHORT_TEXT:
        return ""
    title = squash(page.title).lower()
    for words in _MISSING["titles"]:
        if words in title and "公开" not in title:
            return f"the page says that it does not exist (title {page.title[:40]!r})"
    for words in _MISSING["texts"]:
        if words in text.lower():
            return f"the page says that it does not exist ({words})"
    return ""


def empty_reason(page: Page) -> str:
    """Why a page has nothing to read, or ''."""
    text = squash(page.visible_text[:2000])
    if len(text) >= 30 or page.links:
        return ""
    if next(page.selector.root.iter("script"), None) is not None:
        return "the page shows nothing without JavaScript"
    return f"an empty stub ({len(page.text)} characters of markup)"


def needs_script(page: Page, trusted: bool) -> bool:
    """Whether a page that gave neither rows nor text would give them if its scripts ran.

    An empty shell would; within a column (`trusted`) so would a page whose script fetches
    something or has titles of reports in it, unless it says that there is nothing.
    """
    text = squash(page.visible_text[:6000])
    if _says_nothing(text):
        return False
    scripts = list(islice(page.selector.root.iter("script"), 50))
    if not scripts:
        return False
    if len(text) < 30 and not page.links:
        return True
    roots = (page.selector.css(selector) for selector in _DATA["script_roots"])
    if any(found and not squash("".join(found[0].root.itertext())) for found in roots):
        return True
    if not trusted:
        return False
    fetches = any(_FETCHES.search((s.text or "")[:100_000]) for s in scripts)
    fetches = fetches or any(
        _MARKUP.search((e.text or "")[:20_000])
        for e in islice(page.selector.root.iter("textarea"), 20)
    )
    fetches = fetches or any(_TITLED.search((s.text or "")[:100_000]) for s in scripts)
    return fetches or any(page.selector.css(table) for table in _DATA["script_tables"])


def may_need_script(page: Page) -> bool:
    """Whether a page of a column has scripts in files, and a list, or a box that is called like
    one, that holds nothing: a script may fill it, or nothing is published yet."""
    if _says_nothing(squash(page.visible_text[:6000])):
        return False
    scripts = islice(page.selector.root.iter("script"), 50)
    if not any(s.get("src") or s.get("type") == "module" for s in scripts):
        return False
    for element in islice(page.selector.root.iter("ul", "ol", "tbody", "table", "div"), 2_000):
        named = f"{element.get('id') or ''} {element.get('class') or ''}"
        if element.tag == "div" and not (element.get("id") and _LIST_BOX.search(named)):
            continue
        holds_scripts = all(child.tag == "script" for child in element)
        if holds_scripts and not squash(element.text or ""):
            return True
    return False


def says_nothing_here(page: Page) -> bool:
    """Whether a page says in words that nothing is published on it."""
    return _says_nothing(squash(page.visible_text[:6000]))


def _says_nothing(text: str) -> bool:
    return any(word in text for word in _DATA["nothing_here"])


def onward(page: Page) -> str | None:
    """Where a page sends its reader by meta refresh or, having nothing to show, by a script."""
    for tag in islice(page.selector.root.iter("meta"), 100):
        if (tag.get("http-equiv") or tag.get("httpequiv") or "").strip().lower() != "refresh":
            continue
        found = _REFRESH.match((tag.get("content") or "")[:1000])
        if found and found[2] and int(found[1]) <= _LONGEST_WAIT:
            return _sent_to(page, found[2])
    if len(page.links) > _FEW_LINKS or len(squash(page.visible_text[:1000])) > 100:
        return None
    for script in islice(page.selector.root.iter("script"), 20):
        text = (script.text or "")[:20_000]
        handed = [f for f in islice(functions_of(text), 50) if f.parameters]
        found = next(
            (
                place
                for place in islice(_SCRIPT.finditer(text), 20)
                if not any(f.start <= place.start() < _end(text, f) for f in handed)
            ),
            None,
        )
        if found:
            target = _OPEN_PARAMETER.sub("", found[2]) if found[3] else found[2]
            return _sent_to(page, target)
    return None


def _end(text: str, function: Function) -> int:
    return function.start + len(body_at(text, function.start))


def frames(page: Page) -> list[str]:
    """Pages of the same site that a frameset or an iframe shows, or an element that its own markup
    fills with them, at most five."""
    found: list[str] = []
    framed = islice(page.selector.root.iter("frame", "iframe"), 30)
    shown = [e.get("src") or "" for e in framed if not _BANNER.fullmatch(e.get("name") or "")]
    if any(source in ("", "about:blank") for source in shown):
        shown += list(islice(page.clicks.shown_at_once(), 5))
    shown += page.selector.root.xpath(_FILLED_FRAMES)[:5]
    for script in islice(page.selector.root.iter("script"), 50):
        if "document.write" in (script.text or ""):
            written = _WRITTEN_FRAME.finditer(script.text[:20_000])
            shown += [found[1] for found in islice(written, 5)]
    for source in shown:
        url = _elsewhere(page, source)
        if url is not None and same_site(url, page.url) and url not in found:
            found.append(url)
    return found[:5]


def is_shell(page: Page) -> bool:
    """Whether a page only frames others: a frameset, or an iframe with next to no text."""
    if next(page.selector.root.iter("frameset"), None) is not None:
        return True
    return bool(frames(page)) and len(squash(page.visible_text[:1000])) < 400


def _elsewhere(page: Page, href: str) -> str | None:
    url = _sent_to(page, href)
    return url if url is not None and page_key(url) != page_key(page.url) else None


def _sent_to(page: Page, href: str) -> str | None:
    """Where an address of a page leads; also to `/index.html` from a `/` that is only a stub."""
    url = clean_url(href, page.base, page.charset)
    if url is None or urlsplit(url).path.endswith((".js", ".css")):
        return None
    return url if url != page.url else None
