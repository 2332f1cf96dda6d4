"""What was written on a PDF page afterwards: in a form's fields, as remarks, or over its text.

What is shown of it is no part of the page until it is made one.
"""

from __future__ import annotations

from typing import Any

import pypdfium2.raw as raw

MAX_ANNOTATIONS = 5_000  # of a page
Point = tuple[float, float]  # in the page's coordinates
EMPTY = 2  # bytes of a text without characters: the zero at its end

# What may add a number, strike it out or cover it. Links, marks that only colour a text and stamps
# across the page are left alone; so are notes, which a reader has to open.
_CHANGES = frozenset(
    {
        raw.FPDF_ANNOT_FREETEXT,
        raw.FPDF_ANNOT_WIDGET,
        raw.FPDF_ANNOT_STRIKEOUT,
        raw.FPDF_ANNOT_LINE,
        raw.FPDF_ANNOT_SQUARE,
        raw.FPDF_ANNOT_REDACT,
    }
)


def put_on_top(page: Any) -> tuple[bool, list[Point]]:
    """Whether anything was made a part of a page, which must be loaded anew then; and where a
    field holds a value whose looks the file leaves to the program that shows it."""
    changed = False
    fields: list[Point] = []
    for number in range(min(raw.FPDFPage_GetAnnotCount(page), MAX_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        if raw.FPDFAnnot_GetSubtype(annotation) in _CHANGES:
            changed = True
            if place := _not_shown(annotation):
                fields.append(place)
        raw.FPDFPage_CloseAnnot(annotation)
    added = changed and bool(raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY))
    return added, fields


def _not_shown(annotation: Any) -> Point | None:
    """The middle of a field with a value and without looks."""
    if raw.FPDFAnnot_GetSubtype(annotation) != raw.FPDF_ANNOT_WIDGET:
        return None
    if raw.FPDFAnnot_HasKey(annotation, b"AP"):
        return None
    if raw.FPDFAnnot_GetStringValue(annotation, b"V", None, 0) <= EMPTY:
        return None
    place = raw.FS_RECTF()
    if not raw.FPDFAnnot_GetRect(annotation, place):
        return None
    return (place.left + place.right) / 2, (place.bottom + place.top) / 2
