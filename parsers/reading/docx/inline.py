"""What is printed of a Word document's markup: runs of text without what is deleted or hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from parsers.characters import PLACELESS
from parsers.reading.docx.package import WORD
from parsers.reading.model import UNREAD

W = f"{{{WORD}}}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

DROPPED = {f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "instrText", "rt")}
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
    """Raised, lowered or struck text, or a number in white: a footnote mark or what is withdrawn
    or hidden, never a digit of the number beside it."""
    properties, text = run.find(f"{W}rPr"), run.find(f"{W}t")
    if properties is None or text is None:
        return False
    colour = properties.find(f"{W}color")
    if colour is not None and colour.get(f"{W}val") == "FFFFFF" and (text.text or "").isdecimal():
        return True
    raised = properties.find(f"{W}vertAlign")
    struck = (properties.find(f"{W}strike"), properties.find(f"{W}dstrike"))
    return (raised is not None and raised.get(f"{W}val") in ("superscript", "subscript")) or any(
        mark is not None and mark.get(f"{W}val") not in ("0", "false", "off") for mark in struck
    )


def squeezed(text: str) -> str:
    """Blanks at the ends dropped, runs of blanks made one; a tab stays a tab."""
    text = re.sub(r"[^\S\t]+", " ", text)
    return re.sub(r" ?\t[\t ]*", "\t", text).strip()
