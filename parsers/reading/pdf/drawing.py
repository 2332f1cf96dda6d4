"""Ruling lines and pictures of a PDF page, from its drawn objects."""

from __future__ import annotations

from array import array
from itertools import pairwise, repeat

import pypdfium2.raw as raw

from parsers.reading.pdf import calls
from parsers.reading.pdf.calls import Address
from parsers.reading.pdf.objects import (
    Area,
    Bounds,
    Objects,
    apply,
    matrix_of,
    moved_bounds,
    painted_bounds,
)
from parsers.reading.pdf.page import Frame, Matrix, PageContent, Rule, composed

# A page of the standard tables has about 1,000 path segments, a map or a chart very many more:
# beyond these bounds nothing can be gained, only time lost.
MAX_SEGMENTS = 40_000
OUTLINES = 500  # segments of a page without a character: its letters are drawn as curves

LINE, BOX = 2, 5  # segments of a line and of a rectangle
THIN = 3.0  # a filled shape at most this thick is a line
FINE = 2.1  # the bounds of a stroke of a point are at most as broad
LONGEST_NUMBER, SMALLEST_DIGIT, LARGEST_DIGIT = 80.0, THIN, 30.0  # points
MOST_DRAWN = 5_000  # of a page: a full one has some 1,500 characters
SMALLEST_PICTURE = (142.0, 85.0)  # 5 cm x 3 cm: less cannot hold a table

_MOVE, _LINE, _CURVE = (
    raw.FPDF_SEGMENT_MOVETO,
    raw.FPDF_SEGMENT_LINETO,
    raw.FPDF_SEGMENT_BEZIERTO,
)
# Where pdfium, which serves one thread alone, puts what it is asked.
_TOLD = array("f", bytes(24))
_TOLD_WHOLE = memoryview(_TOLD).cast("B").cast("i")
_PLACES = [calls.place_in(_TOLD, place * _TOLD.itemsize) for place in range(4)]
_AT, _NEXT = _PLACES[:2]


def collect_drawing(objects: Objects, frame: Frame, content: PageContent) -> list[Area]:
    """Put the ruling lines of a page into its content, and count its large pictures; returns
    what covers more than a line."""
    segments, covered = 0, 0.0
    areas: list[Area] = []
    width, height = frame.size
    upright = frame.matrix
    for handle, kind, outer, order in objects.others:
        bounds = None
        if kind == raw.FPDF_PAGEOBJ_PATH:
            count = calls.count_segments(handle)
            if count == BOX and _collect_dot(handle, outer, upright, content):
                continue
            segments += count
            if segments > MAX_SEGMENTS:
                break
            if count == LINE and _collect_line(handle, composed(outer, upright), content):
                continue
            bounds = _collect_shape(handle, count, outer, upright, content)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            bounds = _bounds_of_image(composed(matrix_of(handle), outer))
            covered += _collect_image(bounds, upright, content)
        if bounds:
            areas.append(Area(order, bounds))
    if segments > MAX_SEGMENTS or not objects.all_seen:
        content.horizontal.clear()
        content.vertical.clear()
        content.notes.append("too many drawn objects, ruling lines not used")
    # A scan may be cut into strips, or its letters may be drawn as curves.
    content.pictured = covered > 0.5 * width * height or segments > OUTLINES
    return areas


def _bounds_of_image(matrix: Matrix) -> Bounds:
    """An image is the square between 0 and 1, as its matrix lays it on the page."""
    corners = [apply(matrix, x, y) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _collect_image(bounds: Bounds, upright: Matrix, content: PageContent) -> float:
    """Count a large picture, take a hairline picture for a rule; returns the area in points²."""
    x0, y0, x1, y1 = moved_bounds(upright, bounds)
    width, height = x1 - x0, y1 - y0
    if min(width, height) <= THIN:
        _add_thin(x0, y0, x1, y1, content)
    _add_drawn(x0, y0, x1, y1, content)
    if width >= SMALLEST_PICTURE[0] and height >= SMALLEST_PICTURE[1]:
        content.images += 1
    return width * height


def _collect_dot(handle: Address, outer: Matrix, upright: Matrix, content: PageContent) -> bool:
    """Whether a path is a dot of a dotted line, which then is put into the content by its bounds:
    there may be tens of thousands, too many to look at all their segments."""
    if not calls.bounds_of(handle, *_PLACES):
        return False
    left, bottom, right, top, *_ = _TOLD
    if max(right - left, top - bottom) > THIN:
        return False
    if not calls.draw_mode(handle, _AT, _NEXT) or not any(_TOLD_WHOLE[:2]):
        return False
    bounds = (left, bottom, right, top)
    x0, y0, x1, y1 = moved_bounds(composed(outer, upright), bounds)
    if max(x1 - x0, y1 - y0) > THIN:
        return False
    _add_thin(x0, y0, x1, y1, content)
    return True


def _collect_line(handle: Address, upright: Matrix, content: PageContent) -> bool:
    """Whether a path is one upright or level stroke, which then is put into the content by its
    bounds, to ask for fewer things: they lie the same distance beyond it on all sides."""
    if not calls.draw_mode(handle, _AT, _NEXT) or not _TOLD_WHOLE[1]:
        return False
    if not calls.bounds_of(handle, *_PLACES):
        return False
    left, bottom, right, top, *_ = _TOLD
    if (right - left <= FINE) == (top - bottom <= FINE):
        return False
    beyond = min(right - left, top - bottom) / 2
    start = apply(upright, left + beyond, bottom + beyond)
    _add_strokes([start, apply(upright, right - beyond, top - beyond)], content)
    return True


def _collect_shape(
    handle: Address, count: int, outer: Matrix, upright: Matrix, content: PageContent
) -> Bounds | None:
    """Put the rules among the `count` segments of a path into the content; returns the bounds
    of what it covers, in the page's coordinates, where that is more than a line."""
    if not calls.draw_mode(handle, _AT, _NEXT):
        return None
    filled, stroked = _TOLD_WHOLE[0], _TOLD_WHOLE[1]
    if not (filled or stroked):
        return None  # it bounds what is drawn after it
    covers = None
    bounds = painted_bounds(handle, outer) if filled or count > BOX else None
    if bounds:
        if count > BOX and len(content.drawn) < MOST_DRAWN:
            _add_drawn(*moved_bounds(upright, bounds), content)
        if filled and min(bounds[2] - bounds[0], bounds[3] - bounds[1]) > THIN:
            covers = bounds
            if count <= BOX and not stroked:
                return covers  # one shape, which is no line
    a, b, c, d, e, f = composed(composed(matrix_of(handle), outer), upright)
    for points, closed in _subpaths(handle, count):
        corners = [(a * x + c * y + e, b * x + d * y + f) for x, y in points]
        add_shape(corners, closed=closed, stroked=bool(stroked), content=content)
    return covers


def _subpaths(handle: Address, count: int) -> list[tuple[list[tuple[float, float]], bool]]:
    """(points, closed) of every subpath made of straight lines alone."""
    if count == 2:  # as most rules are drawn: whether such a line is closed makes no difference
        first, second = calls.get_segment(handle, 0), calls.get_segment(handle, 1)
        straight_on = calls.segment_kind(second) == _LINE
        return [([_point(first), _point(second)], False)] if straight_on else []
    subpaths: list[tuple[list[tuple[float, float]], bool]] = []
    points: list[tuple[float, float]] = []
    straight, closed = True, False
    for segment in map(calls.get_segment, repeat(handle), range(count)):
        kind = calls.segment_kind(segment)
        if kind == _MOVE:
            if straight and len(points) > 1:
                subpaths.append((points, closed))
            points, straight, closed = [], True, False
        elif kind == _CURVE:
            straight = False
        points.append(_point(segment))
        closed = closed or calls.segment_closes(segment) != 0
    if straight and len(points) > 1:
        subpaths.append((points, closed))
    return subpaths


def _point(segment: Address) -> tuple[float, float]:
    calls.segment_point(segment, _AT, _NEXT)
    return _TOLD[0], _TOLD[1]


def add_shape(
    corners: list[tuple[float, float]], *, closed: bool, stroked: bool, content: PageContent
) -> None:
    """The rules that a shape of straight lines makes: its strokes, or itself where it is filled
    alone and thin. corners: in points, upright."""
    if stroked:
        _add_strokes(corners + corners[:1] if closed else corners, content)
        return
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    x0, y0, x1, y1 = min(xs), min(ys), max(xs), max(ys)
    if min(x1 - x0, y1 - y0) <= THIN:
        _add_thin(x0, y0, x1, y1, content)


def _add_strokes(corners: list[tuple[float, float]], content: PageContent) -> None:
    for (x0, y0), (x1, y1) in pairwise(corners):
        if -1.0 <= y1 - y0 <= 1.0:
            content.horizontal.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        if -1.0 <= x1 - x0 <= 1.0:
            content.vertical.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


def _add_drawn(x0: float, y0: float, x1: float, y1: float, content: PageContent) -> None:
    """What is as large as a character or a number may be one that is drawn and not written."""
    if x1 - x0 <= LONGEST_NUMBER and SMALLEST_DIGIT <= y1 - y0 <= LARGEST_DIGIT:
        content.drawn.append(((x0 + x1) / 2, (y0 + y1) / 2))


def _add_thin(x0: float, y0: float, x1: float, y1: float, content: PageContent) -> None:
    """A thin shape is a line along its length; a dot may be a piece of either direction."""
    dot = max(x1 - x0, y1 - y0) <= THIN
    if dot or x1 - x0 >= y1 - y0:
        content.horizontal.append(Rule((y0 + y1) / 2, x0, x1))
    if dot or y1 - y0 > x1 - x0:
        content.vertical.append(Rule((x0 + x1) / 2, y0, y1))
