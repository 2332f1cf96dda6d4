"""Fields of a Word document: their results are printed, what computes these is not."""

from __future__ import annotations

from lxml import etree

from parsers.reading.docx.package import W
from parsers.reading.model import UNREAD


def drop_field_codes(body: etree._Element) -> None:
    """Empty the texts between the begin of a field and its separator.

    A field that ends without a separator has no result: what is in it is taken for one that
    cannot be read. One that never ends is none.
    """
    if next(body.iter(f"{W}fldChar"), None) is None:
        return
    codes: list[list[etree._Element] | None] = []  # of each open field, None in its result
    for part in body.iter(f"{W}fldChar", f"{W}t"):
        if part.tag == f"{W}t":
            if (code := next((code for code in codes if code is not None), None)) is not None:
                code.append(part)
            continue
        kind = part.get(f"{W}fldCharType")
        if kind == "begin":
            codes.append([])
        elif kind == "separate" and codes:
            _empty(part, codes[-1])
            codes[-1] = None
        elif kind == "end" and codes:
            _empty(part, codes.pop(), UNREAD)


def _empty(mark: etree._Element, code: list[etree._Element] | None, instead: str = "") -> None:
    """Empty the texts of a code that ends at a mark, as far as they are in its paragraph."""
    paragraph = _paragraph(mark)
    for text in code or ():
        if _paragraph(text) is paragraph:
            text.text, instead = instead, ""


def _paragraph(part: etree._Element) -> etree._Element | None:
    return next(part.iterancestors(f"{W}p"), None)
