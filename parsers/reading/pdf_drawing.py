"""Ruling lines and pictures of a PDF page, from its drawn objects."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from parsers.reading.pdf_page import Frame, Matrix, PageContent, Rule

# A page of the standard tables has about 1,000 path segments, a map or a chart very many more:
# beyond these bounds nothing can be gained, only time lost.
MAX_SEGMENTS = 40_000
MAX_OBJECTS = 40_000
MAX_FORM_DEPTH = 6
OUTLINES = 500  # segments of a page without a character: its letters are drawn as curves

THIN = 3.0  # a filled shape at most this thick is a line
SMALLEST_PICTURE = (142.0, 85.0)  # 5 cm x 3 cm: less cannot hold a table

_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def collect_drawing(page: pdfium.PdfPage, frame: Frame, content: PageContent) -> None:
    """Put the ruling lines of a page into its content, and count its large pictures."""
    segments, covered, hidden_text = 0, 0.0, False
    width, height = frame.size
    for number, (handle, kind, outer) in enumerate(_objects(page)):
        if number >= MAX_OBJECTS or segments > MAX_SEGMENTS:
            content.horizontal.clear()
            content.vertical.clear()
            content.notes.append("too many drawn objects, ruling lines not used")
            break
        if kind == raw.FPDF_PAGEOBJ_PATH:
            segments += raw.FPDFPath_CountSegments(handle)
            if segments <= MAX_SEGMENTS:
                _collect_rules(handle, outer, frame, content)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            covered += _collect_image(handle, outer, frame, content)
        elif kind == raw.FPDF_PAGEOBJ_TEXT and not hidden_text:
            mode = raw.FPDFTextObj_GetTextRenderMode(handle)
            hidden_text = mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE
    if hidden_text and covered > 0.5 * width * height:
        content.notes.append("a scan whose text is an invisible layer (character recognition)")
    if content.glyphs or content.images:
        return
    # A scan may be cut into strips, or its letters may be drawn as curves: a picture of a page.
    if covered > 0.5 * width * height or segments > OUTLINES:
        content.images = 1


def _compose(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _matrix_of(handle: Any) -> Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(handle, matrix):
        return _IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _objects(page: pdfium.PdfPage) -> Iterator[tuple[Any, int, Matrix]]:
    """(object, its type, the matrix of the forms around it), depth first."""
    top = [raw.FPDFPage_GetObject(page, i) for i in range(raw.FPDFPage_CountObjects(page))]
    pending = [(handle, _IDENTITY, 0) for handle in reversed(top)]
    while pending:
        handle, outer, depth = pending.pop()
        kind = raw.FPDFPageObj_GetType(handle)
        if kind != raw.FPDF_PAGEOBJ_FORM:
            yield handle, kind, outer
            continue
        if depth >= MAX_FORM_DEPTH or len(pending) > MAX_OBJECTS:
            continue
        inside = _compose(_matrix_of(handle), outer)
        children = range(raw.FPDFFormObj_CountObjects(handle) - 1, -1, -1)
        pending.extend((raw.FPDFFormObj_GetObject(handle, i), inside, depth + 1) for i in children)


def _collect_image(handle: Any, outer: Matrix, frame: Frame, content: PageContent) -> float:
    """Count a large picture, take a hairline picture for a rule; returns the area in points²."""
    matrix = _compose(_compose(_matrix_of(handle), outer), frame.matrix)
    corners = [_apply(matrix, x, y) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
    x0, x1 = min(x for x, _ in corners), max(x for x, _ in corners)
    y0, y1 = min(y for _, y in corners), max(y for _, y in corners)
    width, height = x1 - x0, y1 - y0
    if min(width, height) <= THIN:
        _add_thin(x0, y0, x1, y1, content)
    if width >= SMALLEST_PICTURE[0] and height >= SMALLEST_PICTURE[1]:
        content.images += 1
    return width * height


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _collect_rules(handle: Any, outer: Matrix, frame: Frame, content: PageContent) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(handle, fill, stroke):
        return
    matrix = _compose(_compose(_matrix_of(handle), outer), frame.matrix)
    for points, closed in _subpaths(handle):
        corners = [_apply(matrix, x, y) for x, y in points]
        if stroke.value:
            _add_strokes(corners + corners[:1] if closed else corners, content)
        elif fill.value:
            xs, ys = [x for x, _ in corners], [y for _, y in corners]
            x0, y0, x1, y1 = min(xs), min(ys), max(xs), max(ys)
            if min(x1 - x0, y1 - y0) <= THIN:
                _add_thin(x0, y0, x1, y1, content)


def _subpaths(handle: Any) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """(points, closed) of every subpath made of straight lines alone."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    straight, closed = True, False
    for index in range(raw.FPDFPath_CountSegments(handle)):
        segment = raw.FPDFPath_GetPathSegment(handle, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if straight and len(points) > 1:
                yield points, closed
            points, straight, closed = [], True, False
        elif kind == raw.FPDF_SEGMENT_BEZIERTO:
            straight = False
        points.append((x.value, y.value))
        closed = closed or bool(raw.FPDFPathSegment_GetClose(segment))
    if straight and len(points) > 1:
        yield points, closed


def _add_strokes(corners: list[tuple[float, float]], content: PageContent) -> None:
    for (x0, y0), (x1, y1) in pairwise(corners):
        if abs(y1 - y0) <= 1.0:
            content.horizontal.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        if abs(x1 - x0) <= 1.0:
            content.vertical.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


def _add_thin(x0: float, y0: float, x1: float, y1: float, content: PageContent) -> None:
    """A thin shape is a line along its length; a dot may be a piece of either direction."""
    dot = max(x1 - x0, y1 - y0) <= THIN
    if dot or x1 - x0 >= y1 - y0:
        content.horizontal.append(Rule((y0 + y1) / 2, x0, x1))
    if dot or y1 - y0 > x1 - x0:
        content.vertical.append(Rule((x0 + x1) / 2, y0, y1))
