"""Real renderings with some of their bytes changed."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from random import Random

from tests.accuracy.labelled import PRINTINGS
from tests.sample.reports import agencies, make_report, ofd

DOCUMENTS = Path(__file__).parent.parent / "documents"
# By group and name of the accuracy gate's printings.
FORMATS = {
    "html": ("html", "from Word"),
    "docx": ("docx", "plain"),
    "pdf": ("pdf", "plain"),
    "xlsx": ("xlsx", "one sheet"),
    "xls": ("xls", "plain"),
    "tabbed": ("tabbed", "plain"),
    "viewer": ("viewer", "some columns"),
}
SPLICED = 2000  # bytes at most that are moved, doubled or taken from another document
INTERESTING = (b"\x00", b"\xff", b"\xff\xff\xff\xff", b"0", b"9" * 20, b"<", b">", b"(", b"\t")
ZIPPED = ("docx", "xlsx", "ofd")
STREAM, END_OF_STREAM = b"stream\r\n", b"endstream"


@cache
def original(name: str) -> bytes:
    """An unharmed document of a format."""
    if name == "pdf by LibreOffice":
        return (DOCUMENTS / "pdf" / "applications_libreoffice.pdf").read_bytes()
    if name == "doc":
        return (DOCUMENTS / "office" / "2021.doc").read_bytes()
    if name == "ofd":
        return ofd.render(make_report(5, agencies()["湖口县人民政府"], 2023))
    if name == "zip":
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("报告.docx", original("docx"))
            package.writestr("报告.html", original("html"))
        return written.getvalue()
    group, printing = FORMATS[name]
    render = next(p.render for p in PRINTINGS if (p.group, p.name) == (group, printing))
    report = make_report(5, agencies()["湖口县人民政府"], 2023)
    return render(report, Random(0)).data


def mutated(name: str, chance: Random) -> bytes:
    """One document of a format, changed in one to twenty places."""
    data = original(name)
    if name in ZIPPED and chance.random() < 0.7:
        return _inside_zip(data, chance)
    if name.startswith("pdf") and chance.random() < 0.5:
        data = _unpacked(data)
    return _changed(data, chance)


BUILDERS: dict[str, Callable[[Random], bytes]] = {
    f"mutated {name}": partial(mutated, name)
    for name in (*FORMATS, "pdf by LibreOffice", "ofd", "zip")
}


def _changed(data: bytes, chance: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        if not changed:
            break
        _change(changed, chance)
    return bytes(changed)


def _change(data: bytearray, chance: Random) -> None:
    at = chance.randrange(len(data))
    end = min(len(data), at + chance.randint(1, SPLICED))
    match chance.randrange(8):
        case 0:
            data[at] ^= 1 << chance.randrange(8)
        case 1:
            data[at] = chance.randrange(256)
        case 2:
            data[at:at] = chance.choice(INTERESTING)
        case 3:
            del data[at:end]
        case 4:
            data[at:at] = data[at:end]
        case 5 if chance.random() < 0.3:
            del data[at:]
        case 6:
            other = original(chance.choice(tuple(FORMATS)))
            begin = chance.randrange(len(other))
            data[at:end] = other[begin : begin + chance.randint(1, SPLICED)]
        case 7:
            data[at] = ord(chance.choice("0123456789"))


def _inside_zip(data: bytes, chance: Random) -> bytes:
    """Change the files in the package and pack them again: what is broken gets past the zip."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(written, "w") as target:
        names = source.namelist()
        largest = max(names, key=lambda name: source.getinfo(name).file_size)
        chosen = {largest, chance.choice(names)}
        for name in names:
            content = source.read(name)
            target.writestr(name, _changed(content, chance) if name in chosen else content)
    return written.getvalue()


def _unpacked(data: bytes) -> bytes:
    """A PDF with its deflated streams laid open, so that what is changed is drawing orders."""
    parts = data.replace(b"stream\n", STREAM).split(STREAM)
    opened = [parts[0]]
    for part in parts[1:]:
        packed, end, rest = part.partition(END_OF_STREAM)
        try:
            content = zlib.decompress(packed)
        except zlib.error:
            opened.append(part)
            continue
        opened[-1] = opened[-1].replace(b"/FlateDecode", b"")
        opened.append(content + b"\n" + end + rest)
    return STREAM.join(opened)
