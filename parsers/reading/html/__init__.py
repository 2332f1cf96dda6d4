"""Web pages: the article of a portal's page as paragraphs and tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from lxml import etree
from lxml.html import HtmlElement

from parsers.reading import furniture
from parsers.reading import text as plain_text
from parsers.reading.charset import decode
from parsers.reading.html import about
from parsers.reading.html.blocks import Walk
from parsers.reading.html.drawn_tables import make_tables
from parsers.reading.html.embedded import embedded_article
from parsers.reading.html.frame import Frame, find_frame, is_mostly_links
from parsers.reading.html.hidden_copies import remove_hidden_copies
from parsers.reading.html.pictures import take_out
from parsers.reading.html.styles import displays_of
from parsers.reading.html.text_layers import TextLayers
from parsers.reading.html.tree import known, parse, remove_chrome, remove_unseen
from parsers.reading.model import Block, Link, Paragraph, Reading
from parsers.reading.ocr import EXTRACTOR
from parsers.reading.pdf.flow import PageParts, blocks_of
from parsers.reading.pdf.printed import printed_lines
from parsers.reading.pictures import put_back


def read(
    data: bytes,
    *,
    declared_charset: str | None = None,
    pictures: Mapping[str, bytes] = MappingProxyType({}),
) -> Reading:
    """Read a web page. Raises Unreadable where no encoding fits or nothing can be parsed.

    A page without an article (an empty shell, 页面不存在) is a Reading of what it shows.
    `meta` has the page's `<meta>` values by lower-case name, `title`, `h1` (the article's
    title), `base` (`<base href>`), `refresh` (a page that leads elsewhere), and the labelled
    values beside the title by their Chinese labels (发布时间, 来源, 发布机构, 索引号 …).

    pictures: files that came with the page, by address as the page writes it. These, and those
    in `data:` addresses, are read where they stand (the extra `ocr`); `extractor` is then "ocr"
    where a table was among them, and `images` counts what was not read.
    """
    decoded = decode(data, declared_charset)
    article = _article(decoded.text)
    shown = about.pictures_in(article.frame.body)
    taken = take_out(article.frame.body, decoded.text, pictures)
    if article.pages:
        blocks, dropped = blocks_of(article.pages), list[str]()
    else:
        blocks, dropped = _without_furniture(article.frame, changed=bool(taken))
    placed = put_back(plain_text.with_piped_tables(blocks), taken)
    return Reading(
        blocks=tuple(placed.blocks),
        media_type="text/html",
        extractor=EXTRACTOR if placed.tabled else "html",
        charset=decoded.charset,
        meta=article.meta,
        breadcrumb=article.breadcrumb,
        attachments=article.attachments,
        images=shown - placed.read,
        notes=(*decoded.notes, *article.notes, *placed.notes, *furniture.left_out(dropped)),
        printed=partial(printed_lines, [*article.pages, *placed.pages]),
    )


@dataclass(frozen=True, slots=True)
class _Article:
    frame: Frame
    meta: dict[str, str]
    breadcrumb: tuple[str, ...]
    attachments: tuple[Link, ...]
    notes: tuple[str, ...]
    pages: Sequence[PageParts]


def _article(markup: str) -> _Article:
    root, notes = parse(markup)
    meta = about.meta_of(root)
    embedded = embedded_article(root)
    displays = displays_of(root)
    layers = TextLayers(root)
    remove_hidden_copies(root, displays)
    make_tables(root, displays)
    much_hidden = remove_unseen(root)
    heading = about.heading_of(root)
    if heading:
        meta["h1"] = heading
    breadcrumb = about.breadcrumb_of(root)
    remove_chrome(root)
    shown = find_frame(Walk(root))
    near = about.surroundings(shown.body, shown.page.amounts)
    meta = about.header_values(_lines_beside(near, shown)) | meta
    attachments = about.attachments_of(near)
    frame, more_notes = shown, about.notes_on_frames(root) if shown.whole_page else ()
    if not shown.marked and much_hidden:
        frame, more_notes = _hidden_frame(markup, shown)
    if not frame.marked and embedded:
        frame, more_notes = _embedded_frame(embedded, shown)
    if frame is not shown:
        attachments += about.attachments_of(frame.body)
    distinct = tuple(dict.fromkeys(attachments))
    pages = layers.pages_of(frame.body)
    return _Article(frame, meta, breadcrumb, distinct, (*notes, *more_notes), pages)


def _hidden_frame(markup: str, shown: Frame) -> tuple[Frame, tuple[str, ...]]:
    """The report, where it is in an element that only a script makes visible."""
    root, _ = parse(markup)
    remove_unseen(root, keep_hidden=True)
    remove_chrome(root)
    frame = find_frame(Walk(root))
    if not frame.marked:
        return shown, ()
    return frame, ("the article was read from an element that the page hides at first",)


def _embedded_frame(markup: str, shown: Frame) -> tuple[Frame, tuple[str, ...]]:
    """The article, where the page holds it as a string of a script."""
    root, notes = parse(f"<html><body>{markup}</body></html>")
    remove_unseen(root)
    page = Walk(root)
    if not shown.whole_page and shown.page.amounts[shown.body].text >= page.amounts[root].text:
        return shown, ()
    return Frame(page, root), (*notes, "the article was read from a script of the page")


def _lines_beside(near: HtmlElement, frame: Frame) -> Iterator[str]:
    """The lines around the article, a row of a table as one line (索引号：… 发布机构：…)."""
    inside = set(frame.body.iter(etree.Element)) if near is not frame.body else set()
    labels = set(known()["header_labels"])
    for holder, block in frame.page.under(near):
        if holder in inside:
            continue
        if isinstance(block, Paragraph):
            yield block.text
            continue
        for row in block.rows:
            yield "  ".join(f"{c.text}：" if c.text in labels else c.text for c in row)


def _without_furniture(frame: Frame, *, changed: bool) -> tuple[list[Block], list[str]]:
    """The article's blocks, and the lines of the page that were among them.

    changed: the article is not any more as it was when its page was walked through.
    """
    blocks: list[Block] = []
    dropped: list[str] = []
    links: dict[HtmlElement, bool] = {}
    for holder, block in Walk(frame.body).blocks if changed else frame.page.under(frame.body):
        if frame.whole_page and holder not in links:
            links[holder] = is_mostly_links(holder)
        if isinstance(block, Paragraph) and (links.get(holder, False) or _is_furniture(block)):
            dropped.append(block.text)
        else:
            blocks.append(block)
    return blocks, dropped


def _is_furniture(block: Paragraph) -> bool:
    return furniture.is_portal_furniture(block.text) or furniture.is_viewer_furniture(block.text)
