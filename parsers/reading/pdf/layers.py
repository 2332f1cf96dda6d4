"""Whether a PDF has layers (optional content), some of which may be switched off."""

from __future__ import annotations

import re
import zlib

MAX_STREAMS = 200  # a report has a handful
MAX_UNPACKED = 1024 * 1024  # bytes of one: it holds a hundred entries

_LAYERS = b"/OCProperties"
_STREAM = re.compile(rb"/ObjStm\b[^>]{0,200}>>\s{0,4}stream\r?\n")


def has_layers(data: bytes) -> bool:
    """Whether a file's catalogue names layers, be it packed with other objects or not."""
    if _LAYERS in data:
        return True
    if b"/ObjStm" not in data:
        return False
    for number, found in enumerate(_STREAM.finditer(data)):
        if number == MAX_STREAMS:
            break
        if _LAYERS in _unpacked(data, found.end()):
            return True
    return False


def _unpacked(data: bytes, start: int) -> bytes:
    packed = memoryview(data)[start : start + MAX_UNPACKED]
    try:
        return zlib.decompressobj().decompress(packed, MAX_UNPACKED)
    except zlib.error:
        return b""
