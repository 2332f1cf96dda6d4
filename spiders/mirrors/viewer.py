"""What a viewer's page shows of a document: its name, its text without the viewer, its extent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from parsers.interpretation.genre import judge_title
from parsers.reading.html.blocks import Walk, text_of
from parsers.reading.html.frame import find_frame, is_mostly_links
from parsers.reading.html.tree import parse, remove_chrome, remove_unseen
from parsers.reading.model import Block, Paragraph, Table, Unreadable
from spiders.discovery.pages.page import Page
from spiders.discovery.pages.text import short_text
from spiders.mirrors.extent import Told, told_by
from spiders.mirrors.kinds import Kind, begins_other_documents, data, is_furniture
from spiders.mirrors.narrowing import innermost_of_report
from spiders.mirrors.pages import numbered_pages

LEAST_TEXT = 100
"""Characters of text from which on a page shows a document."""
SHORT_TEXT = 600
"""Characters up to which a text may as well be that of something beside a document."""
_MOST_LINES = 40_000
_NAME_ENDS = re.compile(
    r"\s*(?:[(（\[【]?(?:共\s*\d{1,4}\s*页|\d{1,4}\s*页|第\s*\d{1,4}\s*页|完整版|全文|最新版?|免费)[)）\]】]?"
    r"|(?:在线(?:阅读|预览|免费阅读)|免费(?:下载|阅读)|文档下载|下载)(?:[-_—|].{0,30})?"
    r"|[-_]\d{1,3}|\.(?:docx?|pdf|wps|txt|rtf|xlsx?|pptx?))$",
    re.IGNORECASE,
)
# A site's own name; never an agency's, which may stand behind a dash as well.
_SITE_TAIL = re.compile(
    r"\s*[-_|—–]+\s*[^-_|—–]{0,20}"
    r"(?:文库|文档|网|豆丁|巴巴|下载|阅读|预览|资料库?|百科|论坛|\.(?:com|cn|net)|[A-Za-z0-9.]{3,20})$"
)
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|\shidden[\s>=]", re.IGNORECASE)
_LEAST_OF_CHROME = 200
_PAGE_CAPTION = re.compile(r"(?:.{0,80}_)?第(\d{1,4})页(?:[,，/]?共\d{1,4}页)?")
_HEADING = re.compile(r"[一二三四五六]\s*[、.．]")
_NUMBERED = re.compile(r"[(（]?[一二三四五六七八九]\s*[、.．)）]")
# Words of the names of every agency and of every report.
_COMMON = re.compile(
    r"(?:19|20)\d\d|年度?|政府|政务|信息|公开|工作|报告|年报|人民|办公室|办事处|街道|委员会|管理|关于|的"
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What one page of a viewer shows.

    title: the document's name as the site gives it, cleaned. blocks: its text and tables.
    pages: pages of the document whose text is here, 0 where it is not divided into pages.
    told: what the page says of the extent. element: what holds the text, by tag and names.
    walled: the page asks for a login or the like. reason: why there is no text, '' where there is.
    """

    title: str
    blocks: tuple[Block, ...]
    pages: int
    told: Told
    element: str = ""
    walled: bool = False
    reason: str = ""

    @property
    def characters(self) -> int:
        """Length of the text without blanks."""
        return sum(len(text_of(block)) for block in self.blocks)

    @property
    def last_line(self) -> str:
        """The last paragraph, '' where the last block is a table."""
        last = self.blocks[-1] if self.blocks else None
        return last.text if isinstance(last, Paragraph) else ""


def read_shown(page: Page, kind: Kind, first: Shown | None = None) -> Shown:
    """Read a page as one of a viewer; a page without a document's text says why.

    first: the document's first page, where this is a later one: its text stands in the same
    element, and need not speak of whom the title names.
    """
    title = title_of(page, kind)
    try:
        root, _ = parse(page.text)
    except Unreadable as error:
        return Shown(title, (), 0, Told(), reason=str(error))
    remove_unseen(root)
    lines = list(islice((block.text for block in _paragraphs(root)), _MOST_LINES))
    told = told_by(page, lines)
    text = (first and _like(root, first)) or _document(root, kind)
    if not told.more and _HIDDEN.search(page.text):
        text = max(text, _hidden(page), key=lambda found: found.length)
    # The last page of a document may hold no more than a signature.
    goes_on = first is not None and text.element == first.element
    if text.length < (1 if goes_on else LEAST_TEXT):
        return Shown(title, (), 0, told, reason=_why_none(page, kind, lines))
    if first is None and text.length < SHORT_TEXT and not _speaks_of(text.blocks, title):
        reason = _why_none(page, kind, lines)
        reason = f"{reason} (what there is speaks of something else)"
        return Shown(title, (), 0, told, reason=reason)
    if text.places > text.pages:  # places that a script would fill with the other pages
        told = replace(told, total=max(told.total, text.places))
    blocks = tuple(b for b in text.blocks if first is None or not _is_title(b, title))
    walled = bool(told.more or _wall_of(lines, asking=True))
    return Shown(title, blocks, text.pages, told, text.element, walled)


def title_of(page: Page, kind: Kind) -> str:
    """The document's name: by the kind's selectors, else the first heading or the page's title
    that reads like a report's."""
    selectors = [*kind.title, "h1", "h2"]
    found = [e.root for s in selectors for e in islice(page.selector.css(s), 3)]
    names = [clean_name(short_text(element)) for element in found]
    names.append(clean_name(page.title))
    names = [name for name in names if name]
    named = (name for name in names if judge_title(name).kind != "unknown")
    return next(named, names[0] if names else "")


def clean_name(text: str) -> str:
    """A document's name without what sites add to it: 在线阅读, page counts, their own name."""
    name = " ".join(text.split())
    for _ in range(6):
        shorter = _NAME_ENDS.sub("", name)
        if shorter == name:
            shorter = _SITE_TAIL.sub("", name)
        shorter = shorter.strip(" -_|—–")
        if not shorter or shorter == name:
            return name
        name = shorter
    return name


@dataclass(frozen=True, slots=True)
class _Text:
    """Blocks of a document, and the element that holds them; pages: those with text, of so many
    places for pages."""

    blocks: list[Block]
    element: str = ""
    pages: int = 0
    places: int = 0

    @property
    def length(self) -> int:
        return sum(len(text_of(block)) for block in self.blocks)


def _document(root: HtmlElement, kind: Kind) -> _Text:
    """The document on a page, as far as it is seen."""
    for selector in kind.drop:
        for element in root.cssselect(selector):
            element.drop_tree()
    paged = _of_pages(numbered_pages(root))
    remove_chrome(root)
    for element in list(root.iter("header", "footer", "nav", "aside")):
        if len("".join(element.itertext())) < _LEAST_OF_CHROME and element is not root:
            element.drop_tree()
    for element in root.iter("textarea"):
        element.tag = "pre"  # a viewer's way of showing a text that nobody may change
    named = _outermost([e for s in kind.text for e in root.cssselect(s)])
    if named:
        chosen = _Text(_without_viewer(named), _names(named[0]), _captions(named))
        if chosen.length >= LEAST_TEXT:
            return chosen
    inner = innermost_of_report(find_frame(Walk(root)).body)
    framed = _Text(_without_viewer(inner), _names(inner[0]), _captions(inner))
    # Bearing numbers alone proves nothing: comments and pictures bear them, too.
    return paged if paged.length >= max(LEAST_TEXT, framed.length // 3) else framed


def _like(root: HtmlElement, first: Shown) -> _Text | None:
    """The text of the element that bears the same names as the first page's, where there is one."""
    if not first.element.partition(" ")[2].strip():
        return None
    tag = first.element.partition(" ")[0]
    alike = _outermost([e for e in root.iter(tag) if _names(e) == first.element])
    return _Text(_without_viewer(alike), first.element, _captions(alike)) if alike else None


def _is_title(block: Block, title: str) -> bool:
    return isinstance(block, Paragraph) and clean_name(block.text) == title


def _hidden(page: Page) -> _Text:
    """The same where the viewer shows one page of the document after the other by script."""
    root, _ = parse(page.text)
    remove_unseen(root, keep_hidden=True)
    return _of_pages(numbered_pages(root))


def _of_pages(elements: Sequence[HtmlElement]) -> _Text:
    texts = [_without_viewer([element]) for element in elements]
    blocks = [block for text in texts for block in text]
    element = _names(elements[0]) if elements else ""
    return _Text(blocks, element, sum(bool(text) for text in texts), len(elements))


def _names(element: HtmlElement) -> str:
    named = f"{element.tag} {element.get('id') or ''} {element.get('class') or ''}"
    return re.sub(r"\d+", "", named[:200])


def _without_viewer(elements: Sequence[HtmlElement]) -> list[Block]:
    """The blocks of elements without the viewer's own lines and lists of other documents."""
    kept: list[Block] = []
    for element in elements:
        blocks = Walk(element).blocks[:_MOST_LINES]
        end = _end_of(blocks)
        linked: dict[Any, bool] = {}
        for holder, block in blocks[:end]:
            if holder not in linked:
                linked[holder] = holder.tag not in ("h1", "h2", "h3") and is_mostly_links(holder)
            if isinstance(block, Paragraph) and is_furniture(block.text):
                continue
            if isinstance(block, Paragraph) and linked[holder] and not _NUMBERED.match(block.text):
                continue
            kept.append(block)
    return kept


def _end_of(blocks: Sequence[tuple[HtmlElement, Block]]) -> int:
    """Where the list of other documents begins: after it nothing of the report may follow."""
    for at, (_, block) in enumerate(blocks):
        if not isinstance(block, Paragraph) or not begins_other_documents(block.text):
            continue
        after = [b for _, b in blocks[at + 1 :]]
        if not any(isinstance(b, Table) or _HEADING.match(b.text) for b in after):
            return at
    return len(blocks)


def _speaks_of(blocks: Sequence[Block], title: str) -> bool:
    """Whether a text has the innermost part of the name that its document's title bears, or half
    of it: short texts on a page may as well be those of the documents beside it."""
    said = "".join(text_of(block) for block in blocks)
    names = [name for name in _COMMON.split("".join(title.split())) if len(name) > 1]
    inner = [re.split("[省市县区州旗]", name.rstrip("省市县区州旗"))[-1] or name for name in names]
    pairs = [name[at : at + 2] for name in inner for at in range(len(name) - 1)]
    return 2 * sum(pair in said for pair in pairs) >= len(pairs)


def _captions(elements: Sequence[HtmlElement]) -> int:
    """Pages of a document by captions such as `…_第3页` between them."""
    lines = ("".join(p.text.split()) for e in elements for p in _paragraphs(e))
    return len({found[1] for line in lines if (found := _PAGE_CAPTION.fullmatch(line))})


def _why_none(page: Page, kind: Kind, lines: Sequence[str]) -> str:
    """Why a page shows no text of a document."""
    if next(iter(page.selector.css('input[type="password"]')), None) is not None:
        return str(data()["walls"][0]["reason"])
    if kind.no_text:
        return kind.no_text
    if next(page.selector.root.iter("canvas"), None) is not None:
        return "the viewer draws the pages on a canvas: the page holds no text"
    if wall := _wall_of(lines):
        return wall
    if sum(1 for _ in islice(page.selector.root.iter("img"), 2)) == 2:
        return "the viewer shows pictures of the pages without a text: not read"
    if next(page.selector.root.iter("script"), None) is not None:
        return "the page shows no text of a document without JavaScript"
    return "the page shows no text of a document"


def _wall_of(lines: Sequence[str], *, asking: bool = False) -> str:
    """The wall that the words of a page speak of, or ''; `asking`: one that asks its reader."""
    said = "".join("".join(line.split()) for line in lines[:2000])[:50_000]
    for wall in data()["walls"]:
        if (wall["asks"] or not asking) and re.search(wall["words"], said, re.IGNORECASE):
            return str(wall["reason"])
    return ""


def _paragraphs(element: HtmlElement) -> Iterator[Paragraph]:
    return (block for _, block in Walk(element).blocks if isinstance(block, Paragraph))


def _outermost(elements: Sequence[HtmlElement]) -> list[HtmlElement]:
    chosen = set(elements)
    return [e for e in elements if not any(above in chosen for above in e.iterancestors())]
