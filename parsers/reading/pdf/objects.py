"""The drawn objects of a PDF page, those within forms among them, in the order of painting."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import compress, repeat
from typing import Any, Literal, NamedTuple

import pypdfium2.raw as raw

from parsers.reading.pdf import calls
from parsers.reading.pdf.calls import Address
from parsers.reading.pdf.page import IDENTITY, Matrix, composed

MAX_OBJECTS = 60_000  # a page of dotted borders has up to 45,000: browsers draw every dot
MAX_FORM_DEPTH = 6
MAX_CLIPS, MAX_CLIP_SEGMENTS = 8, 64  # of one object; nearly all are one rectangle
THIN = 1.0  # points
ASKED = 256  # objects that are asked for the same in one go: most pages have fewer texts

Order = tuple[int, ...]  # the number on the page, then in the form, then in a form within it, ...
Bounds = tuple[float, float, float, float]  # least x and y, greatest x and y

_TEXT = raw.FPDF_PAGEOBJ_TEXT
# Where pdfium, which serves one thread alone, puts what it is asked.
_TOLD = array("f", bytes(24))
_PLACES = [calls.place_in(_TOLD, place * _TOLD.itemsize) for place in range(4)]


class Drawn(NamedTuple):
    """An object with its type, the matrix of the forms around it and its place in the order."""

    handle: Address
    kind: int
    outer: Matrix
    order: Order


class Area(NamedTuple):
    """What covers more than a line: its place in the order, and its bounds on the page."""

    order: Order
    bounds: Bounds


class _Group(NamedTuple):
    """The objects of a page, or of one form; whether what is behind may show through the form."""

    form: Address | None
    transparent: bool
    kinds: list[int]
    outer: Matrix
    order: Order


@dataclass(slots=True)
class Objects:
    """`texts` and `others` of a page; `all_seen`: it has not more than MAX_OBJECTS."""

    texts: list[Address] = field(default_factory=list)
    others: list[Drawn] = field(default_factory=list)
    all_seen: bool = True
    groups: list[_Group] = field(default_factory=list)

    def orders(self) -> list[Order]:
        """The place of each text in the order of painting."""
        return [
            (*group.order, number)
            for group in self.groups
            for number, kind in enumerate(group.kinds)
            if kind == _TEXT
        ]

    def forget_replacements(self) -> None:
        """Take from texts in forms what a program is to read in their place (ActualText), before
        the page's text is loaded: pdfium puts it where the text would stand without the form.
        Browsers tell so of characters that have two codes, 一 and ／ among them."""
        if all(group.form is None for group in self.groups):
            return
        in_forms = (g.form is not None for g in self.groups for _ in range(g.kinds.count(_TEXT)))
        for text in compress(self.texts, in_forms):
            for number in reversed(range(calls.count_marks(text))):
                mark = calls.get_mark(text, number)
                if calls.type_in_mark(mark, b"ActualText"):
                    calls.remove_mark(text, mark)

    def in_transparent_forms(self) -> list[int]:
        """The numbers of the texts in forms through which one may see."""
        if not any(group.transparent for group in self.groups):
            return []
        marks = (g.transparent for g in self.groups for _ in range(g.kinds.count(_TEXT)))
        return list(compress(range(len(self.texts)), marks))

    def remove(self, page: Address, numbers: Collection[int]) -> None:
        """Take texts from their page. Its text must be loaded anew: of two characters on one place
        pdfium keeps the one below. Nothing else may be asked of them afterwards."""
        forms = [group.form for group in self.groups for _ in range(group.kinds.count(_TEXT))]
        for number in numbers:
            text, form = self.texts[number], forms[number]
            if calls.remove_inside(form, text) if form else calls.remove_object(page, text):
                calls.destroy(text)

    def clipped_away(self) -> list[int]:
        """The numbers of the texts whose clip paths have no area. Others let a part of a text be
        seen, mostly: spreadsheets clip what is longer than its cell."""
        paths = list(map(calls.get_clip, self.texts))
        counts = list(map(calls.count_clips, paths))
        if max(counts, default=0) < 1:
            return []
        return [
            number
            for number, (path, count) in enumerate(zip(paths, counts, strict=True))
            if any(_is_line(path, clip) for clip in range(min(count, MAX_CLIPS)))
        ]

    def bounds(self) -> list[Bounds | None]:
        """The bounds of each text in the page's coordinates; None for what has none."""
        found = list[Bounds | None]()
        for _, told, sides in asked_of_all(calls.bounds_of, self.texts, "f"):
            placed = zip(told, zip(*sides, strict=True), strict=True)
            found += [bounds if has else None for has, bounds in placed]
        if all(group.outer is IDENTITY for group in self.groups):
            return found
        outers = [group.outer for group in self.groups for _ in range(group.kinds.count(_TEXT))]
        return [
            bounds and moved_bounds(outer, bounds)
            for bounds, outer in zip(found, outers, strict=True)
        ]


class _Room:
    """Where pdfium puts what it is asked of ASKED objects, in four parts each."""

    def __init__(self) -> None:
        memory = array("B", bytes(16 * ASKED))
        self.bytes = memoryview(memory)
        self.places = [
            [calls.place_in(memory, 16 * at + part) for at in range(ASKED)]
            for part in (0, 4, 8, 12)
        ]


_room = cache(_Room)  # to make its addresses takes longer than to fill it


def asked_of_all(
    call: calls.Call, objects: Sequence[Address], kind: Literal["f", "I"]
) -> Iterator[tuple[int, list[int], tuple[list[Any], ...]]]:
    """What a call tells of many objects, as many at a time as there is room for: the number of the
    first, whether it told anything of each, and the four parts of what it told of them. kind: of
    these, as in `struct`."""
    room = _room()
    for begin in range(0, len(objects), ASKED):
        part = objects[begin : begin + ASKED]
        told = list(map(call, part, *room.places))
        numbers = room.bytes[: 16 * len(part)].cast(kind).tolist()
        yield begin, told, tuple(numbers[at::4] for at in range(4))


def objects_of(page: Address) -> Objects:
    """All objects of a page, up to MAX_OBJECTS."""
    found = Objects()
    seen = calls.count_objects(page)
    handles = list(map(calls.get_object, repeat(page), range(min(seen, MAX_OBJECTS))))
    forms: list[tuple[Address, bool, Matrix, Order]] = []
    form: Address | None = None
    transparent, outer, order = False, IDENTITY, Order()
    while True:
        kinds = list(map(calls.kind_of, handles))
        found.texts += [
            handle for handle, kind in zip(handles, kinds, strict=True) if kind == _TEXT
        ]
        found.groups.append(_Group(form, transparent, kinds, outer, order))
        for number in [number for number, kind in enumerate(kinds) if kind != _TEXT]:
            handle, kind, place = handles[number], kinds[number], (*order, number)
            if kind != raw.FPDF_PAGEOBJ_FORM:
                found.others.append(Drawn(handle, kind, outer, place))
            elif len(order) < MAX_FORM_DEPTH:
                forms.append((handle, transparent, outer, place))
        if not forms or seen > MAX_OBJECTS:
            found.all_seen = seen <= MAX_OBJECTS
            return found
        form, transparent, around, order = forms.pop()
        transparent = transparent or calls.has_transparency(form) != 0
        outer = composed(matrix_of(form), around)
        count = calls.count_inside(form)
        seen += count
        handles = list(map(calls.get_inside, repeat(form), range(min(count, MAX_OBJECTS))))


def matrix_of(handle: Address) -> Matrix:
    """The matrix of an object, from its own coordinates to those around it."""
    if not calls.matrix_of(handle, _PLACES[0]):
        return IDENTITY
    a, b, c, d, e, f = _TOLD
    return a, b, c, d, e, f


def painted_bounds(handle: Address, outer: Matrix) -> Bounds | None:
    """The bounds of an object in the page's coordinates; None for what has none."""
    if not calls.bounds_of(handle, *_PLACES):
        return None
    left, bottom, right, top, *_ = _TOLD
    bounds = (left, bottom, right, top)
    return bounds if outer is IDENTITY else moved_bounds(outer, bounds)


def _is_line(clip: Address, path: int) -> bool:
    """Whether one path of a clip is narrower or lower than any character."""
    count = calls.count_clip_segments(clip, path)
    points = [_point(clip, path, segment) for segment in range(min(count, MAX_CLIP_SEGMENTS))]
    return bool(points) and any(max(line) - min(line) < THIN for line in zip(*points, strict=True))


def _point(clip: Address, path: int, number: int) -> tuple[float, float]:
    calls.segment_point(calls.get_clip_segment(clip, path, number), *_PLACES[:2])
    x, y, *_ = _TOLD
    return x, y


def moved_bounds(matrix: Matrix, bounds: Bounds) -> Bounds:
    """Bounds in the coordinates to which a matrix leads, whose axes may be exchanged."""
    left, bottom, right, top = bounds
    (x0, y0), (x1, y1) = apply(matrix, left, bottom), apply(matrix, right, top)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Where a point comes to lie."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
