"""Which addresses belong to a portal, and which of them are one page.

A page has one address to fetch (`clean_url`) and one key (`page_key`); two addresses with one
key are the same page: http or https, with or without `www.`, `index.html` or the folder.
"""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import quote, urldefrag, urljoin, urlsplit, urlunsplit

from spiders.data import load

LONGEST_URL = 2000

_DATA = load("sites")
_CATEGORIES = frozenset(_DATA["category_suffixes"])
_PROVINCES = frozenset(_DATA["province_suffixes"])
_IDLE = frozenset(_DATA["idle_parameters"])
_INDEXES = tuple(_DATA["index_names"])
_NEVER_FOLLOWED = re.compile("|".join(_DATA["never_followed"]), re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SESSIONS = frozenset(_DATA["session_parameters"])
_SESSION = re.compile(
    r";(?:j?sessionid|[a-z]{0,8}sid)=[^/?#]*|/\((?:[A-Z]\([\w-]{1,200}\)){1,4}\)(?=/)",
    re.IGNORECASE,
)
_SCREEN = re.compile(r"!?/\w")
_SESSION_VALUE = re.compile(r"[\w-]{16,200}")
_BIG5_GATE = re.compile(r"^/gate/big5/([^/]+)(/.*)?$")
_MOBILE_POST = re.compile(r"/mpost_(\d+)\.")
# Characters that need no escape in a path or query; `%` stays so that nothing is escaped twice.
_ORIGIN = re.compile(r"^(https?://[^/?#]*).*", re.DOTALL)
_BACKSLASH = "\\"  # which browsers read as a slash
_SAFE = "/:@!$&'()*+,;=~-._%?"


def registered_domain(host: str) -> str:
    """The name that was registered: `zfxxgk.beijing.gov.cn` → `beijing.gov.cn`.

    An IP address is its own domain; so is a name that is itself a public suffix.
    """
    host = host.lower().rstrip(".")
    if _is_address(host):
        return host
    labels = host.split(".")
    if len(labels) <= 2:
        return host
    if labels[-1] == "cn" and labels[-2] in _CATEGORIES | _PROVINCES:
        return ".".join(labels[-3:])
    return ".".join(labels[-2:])


def site_of(url: str) -> str:
    """The portal's own site: its registered domain, or `address:port` for a bare IP address."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    if not _is_address(host):
        return registered_domain(host)
    port = parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def same_site(url: str, other: str) -> bool:
    """Whether two http addresses belong to one portal."""
    try:
        return site_of(url) == site_of(other) != ""
    except ValueError:
        return False


def clean_url(href: str, base: str = "", charset: str | None = None) -> str | None:
    """The address to fetch for a link as written, or None where it leads to no web page.

    `javascript:`, `file:`, `data:`, `mailto:` and the like, addresses that cannot be parsed,
    and addresses of more than 2,000 characters give None. The fragment (but for a screen of a
    page that is an application, `#/gov/annual`), session ids and parameters of layout are dropped;
    the gateway to traditional characters leads to the
    page itself. charset: of the page, in which a browser sends what stands in a query.
    """
    href = "".join(href.split()) if "\n" in href or "\t" in href else href.strip()
    if not href or len(href) > LONGEST_URL or (href.startswith("#") and not screen_of(href)):
        return None
    if charset is not None and not href.isascii():
        href = _in_charset(href, charset)
    path, mark, query = href.partition("?")
    try:
        plain = f"{path.replace(_BACKSLASH, '/')}{mark}{query}"
        if plain.startswith("/") and not plain.startswith("//"):
            base = _ORIGIN.sub(r"\1/", base)  # nothing else counts: a menu is joined once
        return _clean(_joined(base, plain))
    except ValueError:
        return None


@lru_cache(maxsize=8_192)
def _joined(base: str, href: str) -> str:
    return urljoin(base, href)


def literal_url(href: str, base: str) -> str:
    """The whole address of a link with all that it says, '' where it cannot be read."""
    try:
        whole = urljoin(base, href)
    except ValueError:
        return ""
    return whole if screen_of(whole) else urldefrag(whole).url


def _in_charset(href: str, charset: str) -> str:
    """An address with the query in the bytes of the page that it stands on."""
    path, mark, query = href.partition("?")
    try:
        return f"{path}{mark}{quote(query.encode(charset, 'xmlcharrefreplace'), _SAFE + '#')}"
    except LookupError:
        return href


@lru_cache(maxsize=8_192)
def _clean(url: str) -> str | None:
    """`clean_url` of a whole address: the menus of a portal stand on each of its pages."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not host or "@" in parts.netloc:
        return None
    path = _SESSION.sub("", parts.path.replace("\\", "/")) or "/"
    gate = _BIG5_GATE.match(path)
    if gate and registered_domain(gate[1].partition(":")[0]) == registered_domain(host):
        return clean_url(f"{parts.scheme}://{gate[1]}{gate[2] or '/'}")
    path = _MOBILE_POST.sub(r"/post_\1.", _without_dots(path))
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        netloc = f"{netloc}:{port}"
    screen = quote(screen_of(url), _SAFE)
    return urlunsplit((parts.scheme, netloc, quote(path, _SAFE), _query(parts.query), screen))


def screen_of(url: str) -> str:
    """Which screen of an application an address leads to (`/gov/annual` of `/#/gov/annual`), ''
    for a page, and for a part of one."""
    fragment = url.partition("#")[2]
    return fragment if _SCREEN.match(fragment) else ""


def without_session(url: str) -> str:
    """An address as it was answered, without the session that a redirect put into its path."""
    path, mark, query = url.partition("?")
    return f"{_SESSION.sub('', path)}{mark}{query}"


def looks_like_address(text: str) -> bool:
    """Whether a value that a script or an attribute keeps may be an address, not just a word."""
    return any(mark in text for mark in "/.?")


def refusal(href: str, base: str = "") -> str:
    """Why a link as written is not followed, or '': what stands in no address (`#`, a script) is
    no refusal."""
    scheme = href.partition(":")[0].lower() if ":" in href[:12] else ""
    if not href or href.startswith("#") or scheme in ("javascript", "mailto", "tel"):
        return ""
    if clean_url(href, base) is not None:
        return ""
    if len(href) > LONGEST_URL:
        return f"an address of more than {LONGEST_URL:,} characters"
    if scheme and scheme not in _DEFAULT_PORTS:
        return f"no web address ({scheme}:)"
    return "an address with a password" if "@" in href else "an address that cannot be read"


@lru_cache(maxsize=8_192)
def is_never_followed(url: str) -> bool:
    """Whether an address is that of a search, a calendar, a share button or a gateway."""
    parts = urlsplit(url)
    return bool(
        _NEVER_FOLLOWED.search(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    )


def page_key(url: str) -> str:
    """One text for all addresses of one page; `url` is an address as `clean_url` gives it."""
    parts = urlsplit(url)
    netloc = parts.netloc.removeprefix("www.")
    path = parts.path
    folder, _, name = path.rpartition("/")
    if name.lower() in _INDEXES:
        path = folder
    query = "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    key = f"{netloc}{path.rstrip('/')}?{query}" if query else f"{netloc}{path.rstrip('/')}"
    return f"{key}#{parts.fragment}" if screen_of(url) else key


def folder_of(url: str) -> str:
    """Key of the folder that an address stands in: `…/zfxxgknb/index.html` → `…/zfxxgknb/`."""
    parts = urlsplit(url)
    path, _, name = parts.path.rpartition("/")
    if name and "." not in name:
        path = f"{path}/{name}"
    return f"{parts.netloc.removeprefix('www.')}{path}/"


def is_below(url: str, column: str) -> bool:
    """Whether an address stands in the folder of a column, or deeper."""
    folder = folder_of(column)
    root = f"{urlsplit(column).netloc.removeprefix('www.')}/"
    return folder != root and f"{page_key(url)}/".startswith(folder)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _without_dots(path: str) -> str:
    """Dot segments resolved, which `urljoin` leaves standing in full addresses."""
    if "/." not in path:
        return path
    kept: list[str] = []
    for segment in path.split("/")[1:]:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    tail = "/" if path.endswith(("/.", "/..")) else ""
    return "/" + "/".join(kept) + tail


def _query(query: str) -> str:
    """A query without what changes nothing; values stay in the bytes that they came in."""
    return quote("&".join(part for part in query.split("&") if not _is_idle(part)), _SAFE)


def _is_idle(part: str) -> bool:
    name, _, value = part.partition("=")
    if name.lower() in _SESSIONS:
        return _SESSION_VALUE.fullmatch(value) is not None
    return name.lower() in _IDLE
