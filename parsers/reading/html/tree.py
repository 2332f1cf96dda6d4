"""Markup into a tree, with what no reader of the page sees taken out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any, cast

from lxml import etree, html
from lxml.html import HtmlElement

from parsers.reading.html.grounds import Grounds
from parsers.reading.html.selectors import named_by_place
from parsers.reading.html.styles import classes_styled, rules_of_classes
from parsers.reading.html.unwritten import mark_unwritten
from parsers.reading.model import Unreadable

# A report pasted from Word has some 50,000 tags. An element takes several hundred bytes.
MOST_TAGS = 400_000

_BLOCKS = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html "
    "legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul "
    "ucapcontent ucaptitle xmp"
)
BLOCK_TAGS = frozenset(_BLOCKS.split())

_UNSEEN = (
    "script style noscript template datalist applet audio video map link meta base title"
    " rt rp rtc"  # how a character is spoken, as mirrors print it over every word
)
# Their words are none of the text; yet a cell that shows one of them is not empty.
DRAWINGS = ("svg", "canvas", "math")
# Portals use any name for anything: what is named as chrome and holds more text is kept.
_MUCH_TEXT = 400
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em|rem|%)?\s*(?:;|!|$)"
    r"|(?<![\w-])(?:left|top|text-indent|margin-left|margin-top|margin)\s*:\s*"
    r"-(?:\d{4,9}(?:px|pt)|\d{3,9}(?:em|rem))"  # beside the page
    r"|mso-hide\s*:\s*all|(?<![\w-])zoom\s*:\s*0\s*(?:;|!|$)|transform\s*:\s*scale[xy]?\(0[,)]"
    r"|(?<![\w-])clip\s*:\s*rect\(\s*[01](?:px)?\b|(?<![\w-])clip-path\s*:\s*inset\((?:50|100)%"
    r"|^(?=.*(?<![\w-])(?:max-)?(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|!|$)).*(?<![\w-])overflow\s*:\s*hidden",
    re.I | re.S,
)
_HIDES_OR_SHOWS = re.compile(rf"{_HIDDEN_STYLE.pattern}|(?<![\w-])display\s*:", re.I | re.S)
_DISPLAY = re.compile(r"(?<![\w-])display\s*:[^;]*", re.I)
# Names that libraries of styles give to what is read aloud and not shown.
_READ_ALOUD = frozenset({"sr-only", "visually-hidden", "screen-reader-text"})
STRUCK_STYLE = re.compile(r"text-decoration[\w-]{0,10}\s*:[^;]{0,40}line-through", re.I)
# What sets a part of a line apart; on white paper nobody sees what is white.
_APART_STYLE = re.compile(
    rf"(?P<struck>{STRUCK_STYLE.pattern})"
    r"|(?P<raised>vertical-align\s*:\s*(?:super|sub|-?[1-9][\d.]{0,5}(?:px|pt|em|%)))"
    r"|(?P<pale>(?<![\w-])color\s*:\s*(?:#fff(?:fff)?\b|white\b|transparent|rgb\(255,\s*255,\s*255"
    r"|#[\da-f]{3}0(?![\da-f])|#[\da-f]{6}00\b|(?:rgb|hsl)a\([^()]{1,40},\s*0(?:\.0{1,3})?\s*\))"
    r"|(?<![\w-])opacity\s*:\s*0(?:\.0{1,3})?\s*(?:;|!|$)"
    r"|font-size\s*:\s*(?:0?\.\d{1,3}|[123](?:\.\d{1,3})?)(?:px|pt)\b)"  # smaller than print
    r"|(?P<moved>^(?=.*position\s*:\s*relative)"
    r".*(?<![\w-])(?:top|bottom)\s*:\s*-?[1-9][\d.]{0,5}(?:px|pt|em))"
    r"|(?P<backwards>unicode-bidi\s*:\s*[a-z-]*override)",
    re.I | re.S,
)
# What says how characters look, or where they stand among others of their line. Of a number with
# any other style nothing tells that it belongs to the one beside it: it may be out of sight.
_PLAIN_PROPERTY = re.compile(
    r"(?:font|color|background|line-|letter-|word-|white-space|text-(?!fill)|mso-|margin|padding|border"
    r"|outline|box-sizing|overflow-wrap|orphans|widows|width|max-width|min-width|min-height|cursor"
    r"|tab-stops|layout-grid|-webkit-text-stroke|-webkit-tap|caret|hyphens|punctuation|ruby|panose)"
)
_PLAIN_VALUE = re.compile(
    r"\s*(?:none|normal|inherit|initial|unset|auto|visible|static|relative|baseline|middle|bottom|top"
    r"|inline|inline-block|1(?:\.0)?|100%)\s*(?:!.*)?",
    re.I,
)
_INLINE = frozenset({"span", "font", "b", "i", "u", "em", "strong", "label", "small"})
_MOST_WRAPPERS = 5  # elements of a number in one another
_HOLDERS = frozenset({"td", "th", "p", "div"})
_LONGEST_ASIDE = 30  # characters: what scripts show and hide again is longer
_INLINE_PICTURE = re.compile(r"(data:image/[\w.+-]{1,40};base64,)([A-Za-z0-9+/=\s]{200,})", re.I)
# `<中华人民共和国…格式>` and `<http://…>` are text that looks like a tag.
_NO_TAG = re.compile(r"<(?=(?:https?|ftp):|www\.|[^\x00-\x7f])", re.I)
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])


@cache
def known() -> dict[str, Any]:
    """What is known of portals' pages (data/html.toml)."""
    source = files("parsers.reading").joinpath("data/html.toml")
    return tomllib.loads(source.read_text("utf-8"))


def parse(markup: str) -> tuple[HtmlElement, tuple[str, ...]]:
    """The page's root element, and notes. Nothing outside the page is fetched or expanded.

    Raises Unreadable for a page with more tags than any real one, or without any element.
    """
    tags = markup.count("<")
    if tags > MOST_TAGS:
        raise Unreadable(f"a page of {tags} tags: no report has more than {MOST_TAGS}")
    markup = _INLINE_PICTURE.sub(lambda m: f"{m[1]}{len(m[2])}", markup)
    markup = _NO_TAG.sub("&lt;", markup).translate(_CONTROLS)
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    # One class for all: lxml.html's own lookup is asked, in Python, wherever an element is met.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    try:
        root = html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError as error:
        raise Unreadable(f"a web page without any content ({error})") from error
    too_deep = any("depth" in entry.message.lower() for entry in parser.error_log)
    notes = ("tags nested too deep: what stands inside them was not read",) if too_deep else ()
    return root, notes


def picture_bytes(address: str) -> int:
    """About how many characters an inline picture had; 0 for any other address.

    `parse` leaves that number in the place of the picture.
    """
    head, _, tail = address.partition(";base64,")
    if not head.lower().startswith("data:image/"):
        return 0
    return int(tail) if tail.isdecimal() and len(tail) < 10 else len(tail)


def names_of(element: HtmlElement) -> tuple[str, list[str]]:
    """Id and classes in lower case."""
    return (element.get("id") or "").lower(), (element.get("class") or "").lower().split()


def named(root: HtmlElement, kind: str, *tags: str) -> Iterator[HtmlElement]:
    """The elements under (and with) `root`, in order, whose id or a class of theirs stands in the
    lists `<kind>_ids`, `<kind>_classes`, and all with these tags."""
    ids, classes = _names(kind)
    for element in cast(list[HtmlElement], _with_names(tags)(root)):
        element_id, element_classes = names_of(element)
        known_name = element_id in ids or not classes.isdisjoint(element_classes)
        if known_name or element.tag in tags:
            yield element


@cache
def _with_names(tags: tuple[str, ...]) -> etree.XPath:
    wanted = " or ".join(["@id", "@class", *(f"self::{tag}" for tag in tags)])
    return etree.XPath(f"descendant-or-self::*[{wanted}]")


@cache
def _names(kind: str) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(known()[f"{kind}_ids"]), frozenset(known()[f"{kind}_classes"])


def remove_unseen(root: HtmlElement, *, keep_hidden: bool = False) -> bool:
    """Take out scripts, styles, and hidden elements unless these are wanted.

    Returns whether a good deal of hidden text went.
    """
    hidden_names = hidden_classes(root)
    struck_classes = classes_styled(root, STRUCK_STYLE)
    apart_classes = classes_styled(root, _APART_STYLE)
    hidden_by_place = [
        element
        for element in named_by_place(root, _HIDDEN_STYLE, _INLINE)
        if not _longer_than(element, _LONGEST_ASIDE)
    ]
    grounds = Grounds.of(root)
    mark_unwritten(root)
    etree.strip_elements(root, *_UNSEEN.split(), with_tail=False)
    for drawing in list(root.iter(*DRAWINGS)):
        drawing.clear(keep_tail=True)
    _strike(root, struck_classes, grounds)
    for element in _small_of(root, apart_classes):
        if _is_number(element) and _is_beside_text(element):
            element.tag = "s"
    for element in _small_of(root, hidden_names | _READ_ALOUD):
        _drop(element)
    for element in hidden_by_place:
        element.tag = "s"
    if keep_hidden:
        return False
    hidden = list(_hidden(root))
    much = any(_longer_than(element, _MUCH_TEXT) for element in hidden)
    for element in hidden:
        _drop(element)
    return much


def _small_of(root: HtmlElement, classes: frozenset[str]) -> list[HtmlElement]:
    """Short inline elements of these classes."""
    return [
        element
        for element in root.iter(*_INLINE)
        if classes
        and not classes.isdisjoint((element.get("class") or "").split())
        and not _longer_than(element, _LONGEST_ASIDE)
    ]


def _strike(root: HtmlElement, classes: frozenset[str], grounds: Grounds) -> None:
    """What is struck out by its style becomes what it is: `<s>`; and so does a number in white or
    in the colour of its ground, while what is raised becomes `<sup>`."""
    if grounds.are_told:
        _strike_unseen(root, grounds)
    for element in list(root.iter("small")):
        if _is_number(element) and _is_beside_text(element):
            element.tag = "sup"
    for element in root.iter(*_INLINE):
        style, colour = element.get("style") or "", element.get("color")
        if colour:
            style += f";color:{colour}"
        apart = _APART_STYLE.search(style)
        if apart is None:
            if style and _is_number(element) and not _is_plain(style) and _is_beside_text(element):
                element.tag = "s"
            continue
        if apart["raised"] or (apart["moved"] and _is_beside_text(element)):
            element.tag = "sup"
        elif apart["struck"] or apart["backwards"] or (apart["pale"] and _is_number(element)):
            element.tag = "s"
    for element in list(root.iter("bdo")):
        element.tag = "s"  # printed in another order than it is written
    for element in _small_of(root, classes):
        element.tag = "s"


def _strike_unseen(root: HtmlElement, grounds: Grounds) -> None:
    """Make `<s>` of the numbers that have the colour of their ground."""
    for element in list(root.iter(*_INLINE, *_HOLDERS)):
        holds = element.tag in _HOLDERS
        if (holds and len(element)) or not _is_number(element) or not grounds.hide(element):
            continue
        if holds:
            struck = etree.SubElement(element, "s")
            struck.text, element.text = element.text, None
        else:
            element.tag = "s"


def _is_plain(style: str) -> bool:
    """Whether a style changes nothing but how characters look."""
    for declaration in style.lower().split(";"):
        name, _, value = declaration.partition(":")
        if value and not (_PLAIN_PROPERTY.match(name.strip()) or _PLAIN_VALUE.fullmatch(value)):
            return False
    return True


def _is_number(element: HtmlElement) -> bool:
    """Whether there is nothing but digits: a heading may be white on its dark ground."""
    for _ in range(_MOST_WRAPPERS):
        if len(element) != 1 or (element.text or "").strip() or (element[0].tail or "").strip():
            break
        element = element[0]
    return not len(element) and (element.text or "").strip().isdecimal()


def _is_beside_text(element: HtmlElement) -> bool:
    """Whether its line has more text: what is moved as a whole is only laid out so."""
    line = element.getparent()
    while line is not None and line.tag in _INLINE:
        line = line.getparent()
    own = "".join(element.itertext()).strip()
    return line is not None and "".join(islice(line.itertext(), 50)).strip() != own


def remove_chrome(root: HtmlElement) -> None:
    """Take out menus, share buttons, trails and pagers, unless they hold a good deal of text."""
    for element in named(root, "chrome", "nav", "footer"):
        if not _longer_than(element, _MUCH_TEXT):
            _drop(element)


def _longer_than(element: HtmlElement, limit: int) -> bool:
    """Whether there is more text than that, a table, or more elements than are worth a look."""
    seen = 0
    for count, part in enumerate(element.iter()):
        seen += len((part.text or "").strip()) + len((part.tail or "").strip())
        if seen > limit or count > 10 * limit or part.tag == "table":
            return True
    return False


def _hidden(root: HtmlElement) -> Iterator[HtmlElement]:
    for element in root.iter(etree.Element):
        by_style = _HIDDEN_STYLE.search(element.get("style") or "")
        is_field = element.tag == "input" and (element.get("type") or "").lower() == "hidden"
        if by_style or is_field or element.get("hidden") is not None:
            yield element


def is_hidden_by(style: str) -> bool:
    """Whether a style hides its element."""
    return bool(_HIDDEN_STYLE.search(style))


def hidden_classes(root: HtmlElement) -> frozenset[str]:
    """The classes that the page's own style sheets hide, and do not show again by a later rule."""
    told = rules_of_classes(root, _HIDES_OR_SHOWS)
    return frozenset(name for name, style in told.items() if is_hidden_by(_by_last_display(style)))


def _by_last_display(style: str) -> str:
    """A style without the displays that a later one replaces."""
    displays = _DISPLAY.findall(style)
    return ";".join((_DISPLAY.sub("", style), *displays[-1:]))


def _drop(element: HtmlElement) -> None:
    """Leave an empty inline element: a hidden cell must not stay a cell."""
    if element.getparent() is None:
        return
    element.clear(keep_tail=True)
    element.tag = "span"
