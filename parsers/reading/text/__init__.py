"""Plain text, as document libraries, converters and OCR tools write it.

Tables come as cells between tabs, commas (CSV) or pipes (Markdown), under one another (aligned by
blanks), or as HTML inside the text. All else is one paragraph a line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from itertools import groupby

from parsers.characters import PLACELESS
from parsers.reading import furniture
from parsers.reading.charset import decode
from parsers.reading.html.tables import tables_in_markup
from parsers.reading.model import Block, Paragraph, Reading, Table, TableCell
from parsers.reading.text.cell_lines import FEWEST, rows_joined
from parsers.reading.text.delimited import with_tabs
from parsers.reading.text.layout import aligned_region
from parsers.reading.text.pages import without_page_marks
from parsers.reading.text.pipes import is_piped, may_be_label, piped_rows
from parsers.reading.text.printed import printed_lines

# A form feed is a page break: between two rows of a table it means as little as a blank line. It
# stays before the first line of its page, since columns stand elsewhere on every page.
_LINE_ENDS = re.compile(r"\r\n|[\n\r\v\u0085\u2028\u2029]|(?=\f)")
_BLANKS = {**PLACELESS, 0xA0: " ", 0x3000: " "}
_ADDRESS = re.compile(r"<((?:https?|ftp)://[^<>\s]{1,500}|[\w.+-]{1,80}@[\w.-]{1,80})>")
_PICTURE = re.compile(r"!\[[^\[\]\n]{0,200}\]\([^()\n]{0,2000}\)")
_HEADING_MARK = re.compile(r"#{1,6}\s+(?=\S)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")
_RULE = re.compile(r"[-*_=—─━]{3,}")
_SECTION_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、")

# A list of other documents after the report: lines at most so long, none a sentence.
_LONGEST_TITLE = 80

Region = tuple[Sequence[Block], int]


def read(data: bytes, *, declared_charset: str | None = None) -> Reading:
    """Read plain text. Raises Unreadable where no Chinese encoding fits the bytes.

    Tables have `exact=False`: cells keep the index that tabs, pipes or positions give them,
    leading and trailing empty ones included. A viewer's furniture is left out and noted; the
    file name that it prints becomes `meta["title"]`.
    """
    decoded = decode(data, declared_charset)
    text, images = _PICTURE.subn("", with_tabs(decoded.text))
    lines, dropped, title = _without_furniture(without_page_marks(_LINE_ENDS.split(text)))
    lines = rows_joined(lines)
    return Reading(
        blocks=tuple(blocks_of_lines(lines)),
        media_type="text/plain",
        extractor="text",
        charset=decoded.charset,
        meta={"title": title} if title else {},
        images=images,
        notes=(*decoded.notes, *furniture.left_out(dropped)),
        printed=partial(printed_lines, lines),
    )


def blocks_of_text(text: str) -> list[Block]:
    """The blocks of preformatted text, such as a web page's `<pre>`."""
    return blocks_of_lines(rows_joined(_LINE_ENDS.split(text)))


def holds_piped_lines(text: str) -> bool:
    """Whether the line ends of a web page's text count, as where Markdown stands in its markup."""
    return text.count("|") >= FEWEST and sum(map(is_piped, _LINE_ENDS.split(text))) >= FEWEST


def with_piped_tables(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of a web page, with the tables that its paragraphs write between pipes, a row or
    a cell in each, as converters make them of a page."""
    read: list[Block] = []
    for is_text, group in groupby(blocks, lambda block: isinstance(block, Paragraph)):
        run = list(group)
        lines = [block.text for block in run if isinstance(block, Paragraph)]
        piped = is_text and sum("|" in line for line in lines) >= FEWEST
        read += blocks_of_text("\n".join(lines)) if piped else run
    return read


def blocks_of_lines(lines: Sequence[str]) -> list[Block]:
    """Paragraphs and tables, in order, of the lines of a text."""
    tabbed = _tabbed_rows(lines)
    blocks: list[Block] = []
    position = 0
    while position < len(lines):
        found, position = _region_at(lines, tabbed, position)
        blocks += found
    return blocks


def _region_at(lines: Sequence[str], tabbed: Sequence[bool], start: int) -> Region:
    if tabbed[start]:
        return _tabbed_region(lines, tabbed, start)
    if "<table" in lines[start].lower():
        return _markup_region(lines, start)
    if is_piped(lines[start]):
        rows, end = piped_rows(lines, start)
        return ((_table(rows),) if rows else _paragraphs(lines[start:end])), end
    table, end = aligned_region(lines, start, lambda i: tabbed[i] or is_piped(lines[i]))
    if table is not None:
        return (_cleaned(table),), end
    return _paragraphs(lines[start:end]), end


def _paragraphs(lines: Sequence[str]) -> list[Block]:
    texts = (_clean(_HEADING_MARK.sub("", line.strip(), count=1)) for line in lines)
    return [Paragraph(text) for text in texts if text and not _RULE.fullmatch(text)]


def _clean(text: str) -> str:
    """A line or cell as printed, without the marks of Markdown."""
    text = _ADDRESS.sub(r"\1", text.translate(_BLANKS).replace("**", ""))
    return _ESCAPE.sub(r"\1", text).strip()


def _cleaned(table: Table) -> Table:
    rows = tuple(tuple(TableCell(_clean(c.text), c.column) for c in row) for row in table.rows)
    return Table(rows, exact=False)


def _table(rows: Sequence[Sequence[str]]) -> Table:
    """A table of rows of texts: every cell keeps its index."""
    return Table(
        tuple(tuple(TableCell(_clean(text), i) for i, text in enumerate(row)) for row in rows),
        exact=False,
    )


# --- cells between tabs ---------------------------------------------------------------------


def _tabbed_rows(lines: Sequence[str]) -> list[bool]:
    """Which lines are table rows.

    Two filled cells make a row. A line with tabs and one filled cell, or none, is the rest of
    a broken label, a heading inside the table, or an indented paragraph: it is a row beside
    another row (blank lines do not count), and where it reads like a label.
    """
    rows = [_filled(line) > 1 for line in lines]
    for order in (range(len(lines)), range(len(lines) - 1, -1, -1)):
        beside_row = False
        for i in order:
            if "\t" in lines[i] and not rows[i]:
                rows[i] = beside_row and _may_be_label(lines[i])
            if lines[i].strip() or rows[i]:
                beside_row = rows[i]
    return rows


def _filled(line: str) -> int:
    return sum(1 for cell in line.split("\t") if cell.strip()) if "\t" in line else 0


def _may_be_label(line: str) -> bool:
    text = line.strip()
    if not may_be_label(text):
        return False
    only_indented = "\t" not in line.rstrip("\r\n ").lstrip()
    return not (only_indented and _SECTION_HEADING.match(text))


def _tabbed_region(lines: Sequence[str], tabbed: Sequence[bool], start: int) -> Region:
    rows = []
    end = start
    for i in range(start, len(lines)):
        if tabbed[i]:
            rows.append(lines[i].split("\t"))
            end = i + 1
        elif lines[i].strip():
            break
    return (_table(rows),), end


# --- HTML inside the text -------------------------------------------------------------------


def _markup_region(lines: Sequence[str], start: int) -> Region:
    """A table in HTML, from its opening to its closing tag, with what stands beside it."""
    depth = 0
    end = start
    for end in range(start, len(lines)):
        line = lines[end].lower()
        depth += line.count("<table") - line.count("</table")
        if depth <= 0:
            break
    markup = "\n".join(lines[start : end + 1])
    opening, closing = markup.lower().find("<table"), markup.lower().rfind("</table")
    closing = markup.find(">", closing) + 1 if closing >= 0 else len(markup)
    blocks = [
        *_paragraphs([markup[:opening]]),
        *tables_in_markup(markup[opening:closing]),
        *_paragraphs([markup[closing:]]),
    ]
    return blocks, end + 1


# --- what a document viewer adds ------------------------------------------------------------


def _without_furniture(lines: Sequence[str]) -> tuple[list[str], list[str], str]:
    """The lines without a viewer's; those dropped; and the file name it printed, if any."""
    kept: list[str] = []
    dropped: list[str] = []
    title = ""
    last_text = max((i for i, line in enumerate(lines) if _is_text(line)), default=-1)
    for i, line in enumerate(lines):
        text = line.strip()
        if i > last_text and furniture.is_end_mark(text):
            dropped += [other.strip() for other in lines[i:] if other.strip()]
            break
        name = furniture.file_name(text)
        title = title or name
        if name or (text and furniture.is_viewer_furniture(text)):
            dropped.append(text)
            continue
        kept.append(line)
    return kept, dropped, title


def _is_text(line: str) -> bool:
    """Whether the line cannot be the title of another document in a viewer's list."""
    text = line.strip()
    if len(text) > _LONGEST_TITLE or text.endswith("。") or "\t" in text:
        return True
    return bool(_SECTION_HEADING.match(text))
