"""Pictures in a Word document that are large enough to hold a table."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from parsers.reading.docx.inline import printed_children
from parsers.reading.docx.package import OFFICE, Package, W
from parsers.reading.model import UNREAD
from parsers.reading.pictures import MOST_PICTURES, place_of

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PLACED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
VML = "{urn:schemas-microsoft-com:vml}"

_SHOWN = {f"{W}{name}" for name in ("drawing", "pict", "object")}
_EMBEDDED = {f"{W}altChunk", f"{W}subDoc"}
_RELATIONS = (f"{{{OFFICE}}}embed", f"{{{OFFICE}}}id")  # of a blip, and of the older imagedata
EMU_PER_CM = 360_000
POINTS_PER_CM = 28.35
SMALLEST_PICTURE = (5.0, 3.0)  # cm: less cannot hold a table
_LENGTH = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([0-9.]{1,9})\s*(pt|cm|mm|in|px)?", re.I)
_TO_CM = {"pt": 1 / POINTS_PER_CM, "cm": 1.0, "mm": 0.1, "in": 2.54, "px": 2.54 / 96}


def count_pictures(body: etree._Element) -> int:
    """Number of printed pictures large enough to hold a table."""
    if next(body.iter(*_SHOWN), None) is None:  # as in most documents
        return 0
    return sum(1 for width, height in _picture_sizes(body) if _large(width, height))


def take_out(body: etree._Element, package: Package) -> list[bytes]:
    """The pictures of a document that are large enough to hold a table and stand in none, in
    order; each leaves its number in its place."""
    taken: list[bytes] = []
    if next(body.iter(*_SHOWN), None) is None:
        return taken
    parts = package.targets()
    for element in list(_printed_below(body)):
        sizes = list(_picture_sizes(element)) if element.tag in _SHOWN else []
        if len(sizes) != 1 or not _large(*sizes[0]) or len(taken) == MOST_PICTURES:
            continue
        if next(element.iterancestors(f"{W}tbl"), None) is not None:
            continue
        names = [part.get(name) for part in element.iter() for name in _RELATIONS]
        data = [package.raw(parts.get(name, "")) for name in names if name]
        if not data or not data[0] or data[0] in taken:
            continue
        element.clear()
        element.tag, element.text = f"{W}t", place_of(len(taken))
        taken.append(data[0])
    return taken


def shown(cell: etree._Element) -> str:
    """UNREAD where a cell without text shows a picture, an object or a document that was not read,
    maybe one of a number."""
    printed = (child.tag for child in _printed_below(cell))
    return UNREAD if any(tag in _SHOWN or tag in _EMBEDDED for tag in printed) else ""


def _printed_below(element: etree._Element) -> Iterator[etree._Element]:
    for child in printed_children(element):
        yield child
        yield from _printed_below(child)


def _large(width: float, height: float) -> bool:
    return width >= SMALLEST_PICTURE[0] and height >= SMALLEST_PICTURE[1]


def _picture_sizes(element: etree._Element) -> Iterator[tuple[float, float]]:
    """(width, height) in cm of the pictures below an element, alternatives once."""
    for child in printed_children(element):
        if child.tag in (f"{PLACED}inline", f"{PLACED}anchor"):
            extent = child.find(f"{PLACED}extent")
            if extent is not None and next(child.iter(f"{DRAWING}blip"), None) is not None:
                yield _emu(extent.get("cx")), _emu(extent.get("cy"))
        elif child.tag == f"{VML}shape" and child.find(f"{VML}imagedata") is not None:
            sizes = {
                name.lower(): float(number) * _TO_CM[(unit or "pt").lower()]
                for name, number, unit in _LENGTH.findall(child.get("style") or "")
                if number.count(".") < 2 and number != "."
            }
            yield sizes.get("width", 0.0), sizes.get("height", 0.0)
        elif len(child):
            yield from _picture_sizes(child)


def _emu(text: str | None) -> float:
    return int(text) / EMU_PER_CM if text and text.isdigit() and len(text) < 12 else 0.0
