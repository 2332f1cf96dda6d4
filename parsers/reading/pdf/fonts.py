"""Text is read with the fonts in the file, whatever fonts the machine has.

A PDF may name a font that it does not hold (宋体, STSong). pdfium then takes one of the machine
for it, and measures every character there. Codes, places and widths are the file's own and do
not depend on it; but without any such font pdfium drops what stands alone, a single digit in a
cell among the first. So it is always given the same font, with one bar for all characters:
the same bytes are read alike on every machine, and pages open several times faster. `shapes` has
it stand for fonts of the file, too.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

_HANDLE = 1  # what pdfium calls our font by
_NAME = b"bars\0"
_UNITS = 1000  # of the em
# pdfium widens a character's box to what is drawn: nothing must stick out of the box.
_WIDTH = 150
_LOW, _HIGH = -80, 840  # from the baseline up, as most Chinese characters reach
_VERSION = 0x00010000


def _bars() -> bytes:
    """A TrueType font whose only shape, a bar, stands for all characters of Unicode."""
    height = _HIGH - _LOW
    bar = struct.pack(">5h2H4B", 1, 0, _LOW, _WIDTH, _HIGH, 3, 0, 1, 1, 1, 1)
    bar += struct.pack(">8h", 0, 0, _WIDTH, 0, _LOW, height, 0, -height)  # from corner to corner
    half = len(bar) // 2
    tables = {
        # Of kind 13: one glyph, the second, for a range of characters.
        b"cmap": struct.pack(">4HI", 0, 1, 3, 10, 12)
        + struct.pack(">2H6I", 13, 0, 28, 0, 1, 0x20, 0x10FFFF, 1),
        b"glyf": 2 * bar,
        b"head": struct.pack(">4I2H2q", _VERSION, _VERSION, 0, 0x5F0F3CF5, 0, _UNITS, 0, 0)
        + struct.pack(">4h2H3h", 0, _LOW, _WIDTH, _HIGH, 0, 8, 2, 0, 0),
        b"hhea": struct.pack(">I3hH11hH", _VERSION, _UNITS, 0, 0, _UNITS, *(0,) * 11, 1),
        b"hmtx": struct.pack(">H2h", _UNITS, 0, 0),
        b"loca": struct.pack(">3H", 0, half, 2 * half),
        b"maxp": struct.pack(">I14H", _VERSION, 2, 4, 1, *(0,) * 11),
    }
    directory, body = b"", b""
    for tag, table in tables.items():
        at = 12 + 16 * len(tables) + len(body)
        directory += struct.pack(">4s3I", tag, 0, at, len(table))
        body += table + bytes(-len(table) % 4)
    return struct.pack(">I4H", _VERSION, len(tables), 64, 2, 48) + directory + body


_FONT = _bars()


class _Fonts(pdfium.PdfSysfontBase):
    """The machine's fonts as pdfium finds them, or our own one in the place of all."""

    hidden = False

    def MapFont(self, _: Any, *wanted: Any) -> Any:
        return _HANDLE if self.hidden else self.default.MapFont(self.default, *wanted)

    def GetFont(self, _: Any, face: Any) -> Any:
        return _HANDLE if self.hidden else self.default.GetFont(self.default, face)

    def GetFontData(self, _: Any, font: Any, table: int, buffer: Any, size: int) -> Any:
        if font != _HANDLE:
            return self.default.GetFontData(self.default, font, table, buffer, size)
        return 0 if table else _copied(_FONT, buffer, size)

    def GetFaceName(self, _: Any, font: Any, buffer: Any, size: int) -> Any:
        if font != _HANDLE:
            return self.default.GetFaceName(self.default, font, buffer, size)
        return _copied(_NAME, buffer, size)

    def GetFontCharset(self, _: Any, font: Any) -> Any:
        if font != _HANDLE:
            return self.default.GetFontCharset(self.default, font)
        return raw.FXFONT_DEFAULT_CHARSET

    def DeleteFont(self, _: Any, font: Any) -> None:
        if font != _HANDLE:
            self.default.DeleteFont(self.default, font)


def _copied(data: bytes, buffer: Any, size: int) -> int:
    """What pdfium asks for: the length, and the data where there is room for them."""
    if buffer and size >= len(data):
        ctypes.memmove(buffer, data, len(data))
    return len(data)


_FONTS = _Fonts()
_FONTS.setup()


@contextmanager
def fonts_of_the_file() -> Iterator[None]:
    """While it lasts, no font of the machine is used."""
    _FONTS.hidden = True
    try:
        yield
    finally:
        _FONTS.hidden = False
