"""Fonts in a PDF file whose letters' shapes need not be read.

pdfium measures the shape of every letter that a page shows, which takes most of its time. Where
the file tells the width and the character of each code, nothing that is read depends on shapes.
LibreOffice and OpenOffice write such files, and with a height of 0 for their fonts: pdfium then
takes that of two letters by their place in the font, whichever these are. Of fonts in a form that
can be checked here, the files are hidden, so that the bars of `fonts` stand for all their letters.
"""

from __future__ import annotations

import re
import zlib

MAX_FONTS = 60  # looked at: a report has two or three of each of its typefaces
LONGEST_FONT = 4000  # bytes of its entry, with the widths of at most 256 codes
LONGEST_DESCRIPTOR = 1000
LONGEST_MAP = 64 * 1024  # bytes of the list of 256 codes and characters
LONGEST_END = 1024  # bytes that hold the last words of a file
ENTRY = 20  # bytes of the table of objects for each of them, the first ten its place

_TABLE_AT = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF\s*$")
_TABLE = re.compile(rb"xref\r?\n0 \d{1,7}\r?\n(?=0000000000 65535 f)")
_FONT_BEGINS = b"<</Type/Font/Subtype/T"
# Each code has a width, from the first to the last one; code 0 stands for what has no character.
_FONT = re.compile(
    rb"<</Type/Font/Subtype/(?:Type1|TrueType)/BaseFont/[A-Z]{6}\+[^\s/<>]{1,99}\s"
    rb"/FirstChar 0\s/LastChar (?P<last>\d{1,3})\s/Widths\[(?P<widths>[\d\s]*)\]\s"
    rb"/FontDescriptor (?P<descriptor>\d{1,7}) 0 R\s/ToUnicode (?P<map>\d{1,7}) 0 R\s>>"
)
_MAP = re.compile(rb"<</Length [^<>]{1,40}/Filter/FlateDecode>>\sstream\r?\n")
_CODES = re.compile(rb"<([0-9A-F]{2})> <(?:[0-9A-F]{4})+>\s")
_FILE = re.compile(rb"/FontFile(?=2? \d)")
# As long as the name in whose place it stands, so that all stays where it is in the file.
_NO_FILE = b"/FontFil-"


def without_shapes(data: bytes) -> bytes:
    """The same file without the shapes of those fonts; any other file as it is."""
    entries = _entries(data)
    places = _files(data, entries) if entries is not None else []
    if not places:
        return data
    changed = bytearray(data)
    for place in places:
        changed[place : place + len(_NO_FILE)] = _NO_FILE
    return bytes(changed)


def _entries(data: bytes) -> int | None:
    """Where the table begins of where each object is, in a file that was written in one go."""
    start = _TABLE_AT.search(data, max(0, len(data) - LONGEST_END))
    table = _TABLE.match(data, int(start[1])) if start else None
    return table.end() if table else None


def _files(data: bytes, entries: int) -> list[int]:
    """Where the files are named of the fonts that tell everything else."""
    places: list[int] = []
    at = -1
    for _ in range(MAX_FONTS):
        at = data.find(_FONT_BEGINS, at + 1)
        if at < 0:
            break
        font = _FONT.match(data, at, at + LONGEST_FONT)
        if font and _tells_all(font, data, entries):
            start = _object(data, entries, int(font["descriptor"]))
            end = data.find(b"endobj", start, start + LONGEST_DESCRIPTOR)
            if named := _FILE.search(data, start, end):
                places.append(named.start())
    return places


def _tells_all(font: re.Match[bytes], data: bytes, entries: int) -> bool:
    """Whether a font tells the width and the character of each of its codes."""
    last = int(font["last"])
    packed = _MAP.match(data, _object(data, entries, int(font["map"])))
    if packed is None or len(font["widths"].split()) != last + 1:
        return False
    try:
        stream = data[packed.end() : packed.end() + LONGEST_MAP]
        told = zlib.decompressobj().decompress(stream, LONGEST_MAP)
    except zlib.error:
        return False
    codes = bytes.fromhex(b"".join(_CODES.findall(told)).decode("ascii"))
    return set(codes) >= set(range(1, last + 1))


def _object(data: bytes, entries: int, number: int) -> int:
    """Where the content of an object begins; the end of the file where it is not found."""
    place = data[entries + ENTRY * number : entries + ENTRY * number + 10]
    head = b"%d 0 obj\n" % number
    if not place.isdigit() or not data.startswith(head, int(place)):
        return len(data)
    return int(place) + len(head)
