"""What is printed of a Word document's markup: runs of text without what is deleted or hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from parsers.characters import PLACELESS
from parsers.reading.docx.grounds import without_mark
from parsers.reading.docx.package import W
from parsers.reading.model import UNREAD

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

DROPPED = {f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "instrText", "rt")}
RAISED = 4  # half points: so far above or below its line a run is a mark, not a correction
TINY = 6  # half points
NARROW = 20  # per cent of a character's width
OVERLAPPING = -80  # twentieths of a point between characters
_NUMBER = re.compile(r"-?[0-9]{1,4}")
_BLANK, _BLANKS = re.compile(r"\s"), re.compile(r"[^\S\t]+")
_TABS = re.compile(r" ?\t[\t ]*")
BREAKS = {f"{W}br", f"{W}cr"}
MARKS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}noBreakHyphen": "-"}


def printed_children(element: etree._Element) -> Iterator[etree._Element]:
    """Children without deleted ones, and one branch only of each alternative."""
    for child in element:
        if child.tag in DROPPED:
            continue
        if child.tag == f"{MC}AlternateContent":
            branch = child.find(f"{MC}Choice")
            branch = child.find(f"{MC}Fallback") if branch is None else branch
            if branch is not None:
                yield from printed_children(branch)
            continue
        yield child


def inline(element: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
    """The text pieces of a paragraph; text boxes on the way are put into `boxes`."""
    for child in printed_children(element):
        if child.tag in (f"{W}t", f"{MATH}t"):
            yield (child.text or "").translate(PLACELESS)
        elif child.tag in MARKS:
            yield MARKS[child.tag]
        elif child.tag in BREAKS:
            yield "\n"
        elif child.tag == f"{W}sym":
            yield _symbol(child.get(f"{W}char"))
        elif child.tag == f"{W}txbxContent":
            boxes.append(child)
        elif child.tag == f"{W}r" and _is_hidden(child):
            continue
        elif child.tag == f"{W}r" and _is_aside(child):
            yield "".join(("[", *inline(child, boxes), "]"))
        elif len(child):
            yield from inline(child, boxes)


def _symbol(code: str | None) -> str:
    try:
        return chr(int(code or "", 16))
    except (ValueError, OverflowError):
        return UNREAD


def _is_hidden(run: etree._Element) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val") not in ("0", "false", "off")


def _is_aside(run: etree._Element) -> bool:
    """Raised, lowered or struck text, or a number that leaves no mark: a footnote mark or what
    is withdrawn or hidden, never a digit of the number beside it."""
    properties, text = run.find(f"{W}rPr"), run.find(f"{W}t")
    if properties is None or text is None:
        return False
    if (text.text or "").strip().isdecimal() and (
        _is_tiny(properties) or without_mark(run, properties)
    ):
        return True
    if _height(run) and any(_height(other) != _height(run) for other in _beside(run)):
        return True
    raised = properties.find(f"{W}vertAlign")
    struck = (properties.find(f"{W}strike"), properties.find(f"{W}dstrike"))
    return (raised is not None and raised.get(f"{W}val") in ("superscript", "subscript")) or any(
        mark is not None and mark.get(f"{W}val") not in ("0", "false", "off") for mark in struck
    )


def _is_tiny(properties: etree._Element) -> bool:
    """Whether characters are too small or too narrow for print, or drawn into one another."""
    return any(
        mark is not None
        and _NUMBER.fullmatch(mark.get(f"{W}val", ""))
        and int(mark.get(f"{W}val", "")) <= largest
        for mark, largest in (
            (properties.find(f"{W}sz"), TINY),
            (properties.find(f"{W}w"), NARROW),
            (properties.find(f"{W}spacing"), OVERLAPPING),
        )
    )


def _height(run: etree._Element) -> int:
    """Half points that a run stands above its line, or below it; 0 where they are few."""
    position = run.find(f"{W}rPr/{W}position")
    written = position.get(f"{W}val", "") if position is not None else ""
    height = int(written) if _NUMBER.fullmatch(written) else 0
    return height if abs(height) >= RAISED else 0


def _beside(run: etree._Element) -> Iterator[etree._Element]:
    """The other runs with text of the paragraph."""
    for preceding in (True, False):
        for other in run.itersiblings(f"{W}r", preceding=preceding):
            if other.find(f"{W}t") is not None:
                yield other


def squeezed(text: str) -> str:
    """Blanks at the ends dropped, runs of blanks made one; a tab stays a tab."""
    text = text.strip()
    if not _BLANK.search(text):  # as in most cells
        return text
    return _TABS.sub("\t", _BLANKS.sub(" ", text)).strip()
