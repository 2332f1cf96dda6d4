"""Text that is in a PDF and cannot be seen on the page.

A number that somebody corrected may be covered with white and printed anew; white digits fill
cells that are meant to be empty; a layer may be switched off, a text clipped away. All of these
are text of the file like any other. Whatever hides it, the page looks the same without it: pages
that hold text of such a kind are drawn with and without it.
"""

from __future__ import annotations

import ctypes
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from math import isfinite
from operator import itemgetter, sub

import pypdfium2.raw as raw

from parsers.reading.pdf import calls
from parsers.reading.pdf.calls import Address
from parsers.reading.pdf.objects import Area, Bounds, Objects, asked_of_all
from parsers.reading.pdf.page import PageContent

PALE = 190  # of 255, in each of red, green and blue: what is darker is seen on paper
FAINT = 64  # of 255: what lets more through may not be seen
DIFFERENCE = 24  # of 255, in one of them: less is no print
OVERLAP = 1.0  # points: so far a shape reaches over a text that it covers
DOTS = 1.5  # pixels a point of the drawn page: a digit has some ten
MAX_PIXELS = 4_000_000  # of the drawn page; A3 has 1.6 million at that size
MAX_GROUPS = 6  # each is drawn once
STRIP, MAX_STRIPS = 20.0, 200  # points; a page has some forty
MAX_COMPARED = 200_000  # pairs of a text and a shape, or of two texts; a page has some hundreds
LONGEST_TEXT = 4_000  # bytes of one text that is looked at
MAX_TOLD = 60  # characters in a note
_DRAWN_AWAY = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)


def unseen_texts(
    page: Address,
    text_page: Address,
    objects: Objects,
    areas: Sequence[Area],
    content: PageContent,
    *,
    has_layers: bool,
) -> list[int]:
    """The numbers of those texts of a page that cannot be seen; a note tells of them.

    Where nearly all text is not drawn, it is somebody's reading of a scan, and taken for that.
    """
    if not objects.texts:
        return []
    modes = list(map(calls.render_mode, objects.texts))
    if any(modes) and 2 * modes.count(raw.FPDF_TEXTRENDERMODE_INVISIBLE) > len(modes):
        content.layered = True  # beside a mark or a seal that may be drawn
        content.notes.append("a scan whose text is an invisible layer (character recognition)")
        return []
    suspects = {n for n, mode in enumerate(modes) if mode in _DRAWN_AWAY} if any(modes) else set()
    suspects.update(_faint(objects.texts), _covered(objects, areas, content))
    suspects.update(objects.in_transparent_forms(), objects.clipped_away())
    if has_layers:
        suspects = set(range(len(objects.texts)))
    if not suspects:
        return []
    bounds = objects.bounds()
    placed = ((number, bounds[number]) for number in suspects)
    asked = {number: place for number, place in placed if place and all(map(isfinite, place))}
    found = {n: _text_of(objects.texts[n], text_page) for n in _hidden(page, objects, asked)}
    # Of two texts on one place pdfium tells the first alone; spaces are never seen.
    hidden = {number: text for number, text in found.items() if not text or text.strip()}
    if any(hidden.values()):
        told = "、".join(filter(None, hidden.values()))[:MAX_TOLD]
        content.notes.append(f"text that cannot be seen is left out: {told}")
    return list(hidden)


def _text_of(text: Address, text_page: Address) -> str:
    size = calls.object_text(text, text_page, None, 0)
    buffer = ctypes.create_string_buffer(min(size, LONGEST_TEXT))
    calls.object_text(text, text_page, buffer, len(buffer))
    return buffer.raw.decode("utf-16-le", "replace").strip("\0")


def _faint(texts: Sequence[Address]) -> Iterator[int]:
    """The numbers of texts whose own colour may leave no mark."""
    for begin, told, (reds, greens, blues, opacities) in asked_of_all(calls.fill_color, texts, "I"):
        if max(reds) < PALE and min(opacities) >= FAINT:
            continue  # as on almost every page
        for number, (red, green, blue, opacity) in enumerate(
            zip(reds, greens, blues, opacities, strict=True)
        ):
            if told[number] and (min(red, green, blue) >= PALE or opacity < FAINT):
                yield begin + number


def _covered(objects: Objects, areas: Sequence[Area], content: PageContent) -> Iterator[int]:
    """The numbers of texts over which something is painted afterwards."""
    if not areas:
        return
    orders = objects.orders()
    first = min(orders)
    later = [area for area in areas if area.order > first and _is_broad(area.bounds)]
    if not later:
        return
    placed = zip(objects.bounds(), orders, strict=True)
    found = [
        (*place, order, number)
        for number, (place, order) in enumerate(placed)
        if place and _is_broad(place)
    ]
    by_height = sorted(found, key=itemgetter(1))
    heights = [bottom for _, bottom, *_ in by_height]
    tallest = max((top - bottom for _, bottom, _, top, *_ in by_height), default=0.0)
    compared = 0
    for order, (left, bottom, right, top) in later:
        low = bisect_left(heights, bottom - tallest)
        high = bisect_right(heights, top - OVERLAP)
        compared += high - low
        if compared > MAX_COMPARED:
            content.notes.append("too many shapes to tell what they cover")
            return
        left, bottom, right = left + OVERLAP, bottom + OVERLAP, right - OVERLAP
        for x0, _, x1, y1, painted, number in by_height[low:high]:
            if y1 > bottom and x0 < right and x1 > left and painted < order:
                yield number


def _is_broad(bounds: Bounds) -> bool:
    return bounds[2] - bounds[0] > OVERLAP and bounds[3] - bounds[1] > OVERLAP


def _overlap(one: Bounds, other: Bounds) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > OVERLAP and down > OVERLAP


def _hidden(page: Address, objects: Objects, asked: dict[int, Bounds]) -> list[int]:
    """The numbers of those texts without which the page looks the same where they stand."""
    hidden: list[int] = []
    with _Drawing(page) as drawing:
        before = drawing.drawn()
        for group in _apart(asked):
            for number in group:
                calls.set_active(objects.texts[number], 0)
            after = drawing.drawn()
            for number in group:
                calls.set_active(objects.texts[number], 1)
            hidden += (n for n in group if drawing.is_same(before, after, asked[n]))
    return hidden


def _apart(asked: dict[int, Bounds]) -> list[list[int]]:
    """The texts in groups in which none overlaps another one. The last group has all those that
    are printed one on the other more often than anybody corrects a number."""
    groups: list[list[int]] = [[] for _ in range(MAX_GROUPS)]
    strips: dict[int, list[tuple[int, int]]] = {}  # across the page: the texts there, with groups
    compared = 0
    for number, bounds in sorted(asked.items()):
        crossed = range(int(bounds[1] // STRIP), int(bounds[3] // STRIP) + 1)[:MAX_STRIPS]
        near = [found for strip in crossed for found in strips.get(strip, ())]
        compared += len(near)
        if compared > MAX_COMPARED:
            groups[-1].append(number)
            continue
        taken = {group for group, other in near if _overlap(bounds, asked[other])}
        group = next((n for n in range(MAX_GROUPS) if n not in taken), MAX_GROUPS - 1)
        groups[group].append(number)
        for strip in crossed:
            strips.setdefault(strip, []).append((group, number))
    return [group for group in groups if group]


class _Drawing:
    """A page that is drawn again and again."""

    def __init__(self, page: Address) -> None:
        self._page = ctypes.cast(page, raw.FPDF_PAGE)
        width, height = raw.FPDF_GetPageWidthF(self._page), raw.FPDF_GetPageHeightF(self._page)
        scale = min(DOTS, (MAX_PIXELS / max(1.0, width * height)) ** 0.5)
        self._size = max(1, int(width * scale)), max(1, int(height * scale))
        self._bitmap = raw.FPDFBitmap_CreateEx(*self._size, raw.FPDFBitmap_BGRx, None, 0)

    def __enter__(self) -> _Drawing:
        return self

    def __exit__(self, *_: object) -> None:
        raw.FPDFBitmap_Destroy(self._bitmap)

    def drawn(self) -> bytes:
        """Four bytes a pixel, row by row."""
        width, height = self._size
        raw.FPDFBitmap_FillRect(self._bitmap, 0, 0, width, height, 0xFFFFFFFF)
        raw.FPDF_RenderPageBitmap(self._bitmap, self._page, 0, 0, width, height, 0, 0)
        begin = raw.FPDFBitmap_GetBuffer(self._bitmap)
        return ctypes.string_at(begin, height * raw.FPDFBitmap_GetStride(self._bitmap))

    def is_same(self, before: bytes, after: bytes, bounds: Bounds) -> bool:
        """Whether two drawings are alike within bounds of the page. What reaches beyond the page
        cannot be told, and counts as different."""
        (x0, y0), (x1, y1) = self._pixel(bounds[0], bounds[1]), self._pixel(bounds[2], bounds[3])
        left, right, top, bottom = min(x0, x1), max(x0, x1) + 1, min(y0, y1), max(y0, y1) + 1
        width, height = self._size
        if left < 0 or top < 0 or right > width or bottom > height:
            return False
        stride = raw.FPDFBitmap_GetStride(self._bitmap)
        rows = (slice(y * stride + 4 * left, y * stride + 4 * right) for y in range(top, bottom))
        return all(_alike(before[row], after[row]) for row in rows)

    def _pixel(self, x: float, y: float) -> tuple[int, int]:
        across, down = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(self._page, 0, 0, *self._size, 0, x, y, across, down)
        return across.value, down.value


def _alike(one: bytes, other: bytes) -> bool:
    return one == other or max(map(abs, map(sub, one, other))) < DIFFERENCE
