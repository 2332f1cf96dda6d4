"""What a page says about its article: names, dates, the trail of columns, files, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from parsers.reading.html.amounts import Amount
from parsers.reading.html.text import normalised
from parsers.reading.html.tree import known, named, names_of, picture_bytes
from parsers.reading.model import Link

_MOST_METAS = 500
_LONGEST_META = 2_000
_MOST_CANDIDATES = 50  # elements that look like a title, or like a trail
_LONGEST_TITLE = 120
_LONGEST_TRAIL = 200
_LONGEST_VALUE = 60

# An article's surroundings (date line, list of files) stand in its near ancestors.
_NEAR_LEVELS = 5
_NEAR_TEXT = 1_500

_SMALLEST_PICTURE = 200  # in pixels: smaller ones are icons and seals
_SMALLEST_INLINE_PICTURE = 10_000  # characters of a data: address: a small table has 15,000
_PIXELS = re.compile(r"(?:^|;)\s*(?:width|height)\s*:\s*(\d{1,5})(?:\.\d{1,9})?\s*px\s*(?:;|$)")
_SCRIPTED_FILE = re.compile(
    r"['\"]([^'\"\s<>]{1,500}\.(?:pdf|docx?|wps|xlsx?|zip|rar|ofd)(?:\?[^'\"\s]{0,300})?)['\"]",
    re.I,
)
_REPORT_TITLE = re.compile(r"年\s*度?\s*报|信息公开|政务公开")
_ATTACHED = re.compile(
    r"附\s*(?:件|表|录|\d|[:：])"
)  # what stands behind a report, not the page's title


def meta_of(root: HtmlElement) -> dict[str, str]:
    """`<meta>` values by lower-case name (the first filled one), `title`, `base`, `refresh`.

    Placeholders that the portal forgot to fill stay as they are.
    """
    meta: dict[str, str] = {}
    for count, element in enumerate(root.iter("meta")):
        if count >= _MOST_METAS:
            break
        name = element.get("name") or element.get("property") or element.get("itemprop") or ""
        if (element.get("http-equiv") or "").strip().lower() == "refresh":
            name = "refresh"
        value = normalised(element.get("content") or "")[:_LONGEST_META]
        key = name.strip().lower()
        if key and (value or key not in meta):
            meta[key] = meta.get(key) or value
    title = root.find(".//title")
    if title is not None:
        meta["title"] = normalised("".join(title.itertext()))[:_LONGEST_META]
    base = root.find(".//base[@href]")
    if base is not None:
        meta["base"] = (base.get("href") or "").strip()[:_LONGEST_META]
    return meta


# --- title ----------------------------------------------------------------------------------


def heading_of(root: HtmlElement) -> str:
    """The article's title as printed: `<ucaptitle>`, `<h1>`, or what portals name a title.

    Of several, the first that speaks of an annual report.
    """
    headings = list(_headings(root))
    return next((h for h in headings if _REPORT_TITLE.search(h)), headings[0] if headings else "")


def _headings(root: HtmlElement) -> Iterator[str]:
    for tag in ("ucaptitle", "h1"):
        yield from _titles(root.iter(tag))
    yield from _titles(named(root, "title"))
    parts = _titles(root.iter("h2", "h3"))
    yield from (t for t in parts if _REPORT_TITLE.search(t) and not _ATTACHED.match(t))


def _titles(elements: Iterable[HtmlElement]) -> Iterator[str]:
    for element in islice(elements, _MOST_CANDIDATES):
        text = _short_text(element, _LONGEST_TITLE)
        if text:
            yield text


def _short_text(element: HtmlElement, longest: int) -> str:
    """An element's text; empty where it is longer. Stops reading as soon as it is."""
    parts: list[str] = []
    length = 0
    for count, text in enumerate(element.itertext()):
        parts.append(text)
        length += len(text.strip())
        if length > longest or count > 20 * longest:
            return ""
    return normalised("".join(parts))


# --- trail of columns -----------------------------------------------------------------------


@cache
def _crumb_label() -> re.Pattern[str]:
    return re.compile(known()["crumb_label"])


@cache
def _crumb_separators() -> re.Pattern[str]:
    return re.compile(known()["crumb_separators"])


def breadcrumb_of(root: HtmlElement) -> tuple[str, ...]:
    """The path of columns, outermost first: after 当前位置, or in an element named as a trail."""
    labelled = (e for e in root.iter(etree.Element) if _crumb_label().search(e.text or ""))
    for element in islice(labelled, _MOST_CANDIDATES):
        trail = _trail_around(element)
        if trail:
            return trail
    trails = (_trail(element) for element in islice(named(root, "crumb"), _MOST_CANDIDATES))
    return next((trail for trail in trails if len(trail) > 1), ())


def _trail_around(element: HtmlElement) -> tuple[str, ...]:
    """The label may stand in an element of its own, the columns beside it."""
    holder: HtmlElement | None = element
    for _ in range(3):
        if holder is None:
            break
        trail = _trail(holder)
        if len(trail) > 1:
            return trail
        holder = holder.getparent()
    return ()


def _trail(element: HtmlElement) -> tuple[str, ...]:
    text = _short_text(element, _LONGEST_TRAIL)
    label = _crumb_label().search(text)
    if label:
        text = text[label.end() :]
    columns = tuple(c for part in _crumb_separators().split(text) if (c := part.strip(" ：:")))
    if len(columns) > 1:
        return columns
    links = (_short_text(a, _LONGEST_TITLE) for a in element.iter("a"))
    return tuple(link for link in links if link) if text else ()


# --- the lines beside the title -------------------------------------------------------------


@cache
def _header_value() -> re.Pattern[str]:
    labels = "|".join(
        r"\s*".join(label) for label in sorted(known()["header_labels"], key=len, reverse=True)
    )
    return re.compile(rf"(?<![一-鿿])[【\[]?({labels})[】\]]?\s*[：:]\s*")


def header_values(lines: Iterable[str]) -> dict[str, str]:
    """Labelled values beside the title (发布时间：2025-01-20 来源：…), by label."""
    values: dict[str, str] = {}
    for line in lines:
        if len(line) > 10 * _LONGEST_VALUE:
            continue
        labels = list(_header_value().finditer(line))
        ends = [label.start() for label in labels[1:]] + [len(line)]
        for label, end in zip(labels, ends, strict=False):
            value = _first_value(line[label.end() : end])
            if value:
                values.setdefault("".join(label[1].split()), value)
    return values


def _first_value(text: str) -> str:
    """Up to the next label of another kind (浏览次数：…) or a wide gap."""
    value = re.split(r"[|【\[（(]|\s[^\s：:\d]{2,8}[：:]", text.strip(), maxsplit=1)[0].strip()
    return value if len(value) <= _LONGEST_VALUE else ""


def surroundings(body: HtmlElement, amounts: Mapping[HtmlElement, Amount]) -> HtmlElement:
    """The near ancestor of an article that holds its date line and its list of files."""
    near = body
    most = amounts[body].text + _NEAR_TEXT
    for ancestor in islice(body.iterancestors(), _NEAR_LEVELS):
        if ancestor.tag == "html" or amounts[ancestor].text > most:
            break
        near = ancestor
    return near


# --- files and pictures ---------------------------------------------------------------------


@cache
def _file_address() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    return (
        re.compile(known()["attachment_address"]),
        re.compile(known()["attachment_text"]),
        re.compile(known()["icon_address"]),
    )


def attachments_of(frame: HtmlElement) -> tuple[Link, ...]:
    """Files that the article links to or embeds, in order, each once."""
    links: dict[str, Link] = {}
    for element in frame.iter("a", "iframe", "embed", "object"):
        address = _address_of(element)
        text = normalised("".join(element.itertext())) if element.tag == "a" else ""
        text = text or normalised(element.get("title") or "")
        if address and _is_file(address, text):
            links.setdefault(address, Link(address, text))
    return tuple(links.values())


def _address_of(element: HtmlElement) -> str:
    """Where the element leads; where a script opens the file, the address given to it."""
    address = (element.get("href") or element.get("src") or element.get("data") or "").strip()
    if address and not address.lower().startswith(("javascript:", "#")):
        return address
    scripted = _SCRIPTED_FILE.search(f"{address} {element.get('onclick') or ''}"[:2_000])
    return scripted[1] if scripted else address


def _is_file(address: str, text: str) -> bool:
    if len(address) > 2_000 or address.lower().startswith(("javascript:", "mailto:", "data:", "#")):
        return False
    by_address, by_text, _ = _file_address()
    return bool(by_address.search(address) or by_text.search(text[-100:]))


def pictures_in(body: HtmlElement) -> int:
    """How many pictures are large enough, or may be, to hold a table."""
    return sum(1 for image in body.iter("img") if may_hold_table(image))


def may_hold_table(image: HtmlElement) -> bool:
    """Whether a picture is no icon and no seal, as far as its address and size tell."""
    addresses = (image.get(name) for name in ("src", "data-src", "data-original"))
    address = next((a.strip() for a in addresses if a), "")
    if not address:
        return False
    if address.lower().startswith("data:"):
        return picture_bytes(address) > _SMALLEST_INLINE_PICTURE
    if _file_address()[2].search(address[-500:]) or "icon" in " ".join(names_of(image)[1]):
        return False
    return all(size >= _SMALLEST_PICTURE for size in _sizes(image))


def _sizes(image: HtmlElement) -> Iterator[int]:
    for name in ("width", "height"):
        digits = (image.get(name) or "").strip().lower().removesuffix("px")
        if digits.isdecimal() and len(digits) < 6:
            yield int(digits)
    for match in _PIXELS.finditer((image.get("style") or "")[:1_000].lower()):
        yield int(match[1])


def notes_on_frames(root: HtmlElement) -> tuple[str, ...]:
    """For a page without an article: which other pages it shows in frames."""
    frames = islice(root.iter("iframe", "frame"), _MOST_CANDIDATES)
    addresses = [a for frame in frames if (a := (frame.get("src") or "").strip())]
    if not addresses:
        return ()
    return (f"no article here; the page shows in frames: {' '.join(addresses)[:300]}",)
