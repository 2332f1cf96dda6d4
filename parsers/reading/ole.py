"""The OLE container of old Office files ([MS-CFB]): which streams stand at its top."""

from __future__ import annotations

import struct
from collections.abc import Iterator

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_END_OF_CHAIN = 0xFFFFFFFA  # this and all above it are marks, not sectors
_NO_ENTRY = 0xFFFFFFFF
_HEADER_FAT = 109  # places of FAT sectors that the header itself lists
_ENTRY = 128
_MOST_ENTRIES = 20_000


def top_streams(data: bytes) -> dict[str, int]:
    """The streams and storages directly below the root: name -> place of the stream's first
    byte in the file (a stream of less than 4 KiB lies elsewhere). Empty where it is damaged.

    What is embedded in a document (a workbook in a Word file) lies in storages further down.
    """
    if not data.startswith(SIGNATURE) or len(data) < 512:
        return {}
    (shift,) = struct.unpack_from("<H", data, 30)
    if shift not in (9, 12):
        return {}
    entries = _directory(data, 1 << shift)
    if not entries:
        return {}
    found: dict[str, int] = {}
    seen: set[int] = set()
    open_entries = [_child(entries[0])]
    while open_entries:  # siblings form a binary tree; `seen` ends one that runs in circles
        number = open_entries.pop()
        if number in seen or number >= len(entries):
            continue
        seen.add(number)
        entry = entries[number]
        (first,) = struct.unpack_from("<I", entry, 116)
        found[_name(entry)] = (first + 1) << shift
        open_entries.extend(struct.unpack_from("<II", entry, 68))
    return found


def _directory(data: bytes, size: int) -> list[bytes]:
    (first,) = struct.unpack_from("<I", data, 48)
    entries: list[bytes] = []
    for sector in _chain(data, size, first):
        content = _sector(data, size, sector)
        entries.extend(content[at : at + _ENTRY] for at in range(0, len(content), _ENTRY))
        if len(entries) > _MOST_ENTRIES:
            break
    return [entry for entry in entries if len(entry) == _ENTRY]


def _chain(data: bytes, size: int, first: int) -> Iterator[int]:
    """The sectors of a stream; a chain that comes back to itself ends there."""
    table = struct.unpack_from(f"<{_HEADER_FAT}I", data, 76)
    per_sector = size // 4
    seen: set[int] = set()
    sector = first
    while sector < _END_OF_CHAIN and sector not in seen:
        seen.add(sector)
        yield sector
        place = sector // per_sector
        fat = table[place] if place < _HEADER_FAT else _NO_ENTRY
        content = _sector(data, size, fat) if fat < _END_OF_CHAIN else b""
        at = sector % per_sector * 4
        sector = (
            int.from_bytes(content[at : at + 4], "little") if len(content) == size else _NO_ENTRY
        )


def _sector(data: bytes, size: int, number: int) -> bytes:
    start = (number + 1) * size
    return data[start : start + size]


def _child(root: bytes) -> int:
    child: int = struct.unpack_from("<I", root, 76)[0]
    return child


def _name(entry: bytes) -> str:
    length = min(max(struct.unpack_from("<H", entry, 64)[0] - 2, 0), 62)
    return entry[:length].decode("utf-16-le", "replace")
