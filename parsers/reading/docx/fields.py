"""Fields of a Word document: their results are printed, what computes these is not.

Of a field whose result is not in the file (`=SUM(LEFT)` never computed, `EQ`, `SYMBOL`, a list to
choose from) nobody can tell what it prints, so that it is never taken for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from parsers.reading.docx.package import W
from parsers.reading.model import UNREAD

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
TEXT, CODE, MARK, SIMPLE = f"{W}t", f"{W}instrText", f"{W}fldChar", f"{W}fldSimple"
RESULTS = {TEXT, f"{MATH}t"} | {
    f"{W}{name}" for name in ("sym", "drawing", "pict", "object", "tab")
}

PRINTING_NOTHING = frozenset(  # by themselves (XE marks an entry of an index), or while left empty
    "ADVANCE ASK BOOKMARK COMMENTS FORMTEXT HYPERLINK INDEX NEXT NEXTIF PRIVATE RD SET SKIPIF TA TC"
    " TOC XE".split()
)


@dataclass(slots=True)
class _Field:
    """A field that is open: the texts before its separator, if that has not come."""

    code: str = ""
    texts: list[etree._Element] | None = field(default_factory=list)
    has_result: bool = False


def drop_field_codes(body: etree._Element) -> None:
    """Empty the texts between the begin of a field and its separator, and leave `UNREAD` where a
    field that prints something has no result.

    A field that ends without a separator has none: what is in it is taken for one that cannot be
    read. One that never ends is no field.
    """
    for simple in body.iter(SIMPLE):
        if _prints(simple.get(f"{W}instr", "")) and next(simple.iter(*RESULTS), None) is None:
            etree.SubElement(etree.SubElement(simple, f"{W}r"), TEXT).text = UNREAD
    if next(body.iter(MARK), None) is None:
        return
    for end, ended in _ended_fields(body):
        unread = UNREAD if _prints(ended.code) and not ended.has_result else ""
        if ended.texts is not None:
            unread = _empty(end, ended.texts, UNREAD if ended.texts else unread)
        if unread:
            shown = etree.Element(TEXT)
            shown.text = unread
            end.addprevious(shown)


def _ended_fields(body: etree._Element) -> Iterator[tuple[etree._Element, _Field]]:
    """The fields that end, with the mark of their end, inner ones first."""
    fields: list[_Field] = []
    for part in list(body.iter(MARK, CODE, *RESULTS)):
        kind = part.get(f"{W}fldCharType") if part.tag == MARK else ""
        outer = next((one for one in fields if one.texts is not None), None)
        if kind == "begin":
            fields.append(_Field())
        elif kind == "separate" and fields:
            _empty(part, fields[-1].texts or (), "")
            fields[-1].texts = None
        elif kind == "end" and fields:
            yield part, fields.pop()
        elif part.tag == CODE and fields:
            fields[-1].code += part.text or ""
        elif part.tag in RESULTS and outer is not None:
            if part.tag == TEXT and outer.texts is not None:
                outer.texts.append(part)
        elif part.tag in RESULTS and (part.tag not in (TEXT, f"{MATH}t") or part.text):
            for one in fields:
                one.has_result = True


def _prints(code: str) -> bool:
    """Whether a field of this code prints something."""
    words = code.split(None, 1)
    return bool(words) and words[0].upper() not in PRINTING_NOTHING


def _empty(mark: etree._Element, texts: list[etree._Element] | tuple[()], instead: str) -> str:
    """Empty the texts of a code that ends at a mark, as far as they are in its paragraph. Returns
    what was to stand in their place, if it found none."""
    paragraph = _paragraph(mark)
    for text in texts:
        if _paragraph(text) is paragraph:
            text.text, instead = instead, ""
    return instead


def _paragraph(part: etree._Element) -> etree._Element | None:
    return next(part.iterancestors(f"{W}p"), None)
