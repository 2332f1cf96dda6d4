"""Old Word and WPS documents (.doc, .wps), RTF and OpenDocument text.

LibreOffice, where it is installed, converts them to .docx; antiword, where it is installed,
reads .doc as DocBook, without merged cells. Otherwise the reason says what to install.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import reduce
from importlib import resources
from pathlib import Path
from urllib.parse import quote

from lxml import etree

from parsers.reading import docx, ole, programs
from parsers.reading.docx.package import MAX_BYTES, XML_OPTIONS
from parsers.reading.model import Block, Paragraph, Reading, Table, TableCell, Unreadable
from parsers.reading.wrapping import join_wrapped

OPENDOCUMENT = "application/vnd.oasis.opendocument.text"
FLAT_OPENDOCUMENT = "application/vnd.oasis.opendocument.text-flat-xml"
TIMEOUT = 45.0  # seconds; a report takes two
MAX_DOCBOOK = 16 * 1024 * 1024  # bytes

_XML_BEGINS = b"\xef\xbb\xbf\t\n\r "
_RTF = b"{\\rtf"
_ENCRYPTED = 0x0100  # in the flags of the FIB, the head of the stream WordDocument
_FIB_MAGIC = (b"\xec\xa5", b"\xdc\xa5")  # Word 97 to 2003, Word 95


def read(data: bytes) -> Reading:
    """Read an old document as what LibreOffice or antiword makes of it.

    Raises Unreadable where it is damaged, encrypted or not converted in time, and where the
    programs are missing.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(f"old Word document of {len(data)} bytes: expected at most {MAX_BYTES}")
    media_type, ending = _kind(data)
    office = programs.OFFICE.path()
    if office is not None:
        reading = docx.read(_as_docx(data, ending, office))
        notes = (*_notes(data), *reading.notes)
        return replace(reading, media_type=media_type, extractor="libreoffice", notes=notes)
    antiword = programs.ANTIWORD.path()
    if antiword is not None and ending == ".doc":
        blocks = tuple(_blocks(_as_docbook(data, antiword)))
        return Reading(
            blocks=blocks,
            media_type=media_type,
            extractor="antiword",
            notes=(
                *_notes(data),
                f"antiword leaves rows of tables out; {programs.OFFICE.advice()}",
            ),
        )
    raise Unreadable(f"{media_type}: {programs.OFFICE.advice()}")


def _kind(data: bytes) -> tuple[str, str]:
    """(media type, file ending); damage is told before a program is started."""
    if data.startswith(_RTF):
        return "application/rtf", ".rtf"
    if data.startswith(b"PK"):
        return OPENDOCUMENT, ".odt"
    if data.lstrip(_XML_BEGINS).startswith(b"<"):
        return FLAT_OPENDOCUMENT, ".fodt"
    streams = ole.top_streams(data)
    if "WordDocument" not in streams:
        raise Unreadable("damaged .doc: expected a stream WordDocument in the OLE file, found none")
    if _is_encrypted(data[streams["WordDocument"] :][:12]):
        raise Unreadable("Word document is encrypted: it opens with a password only")
    return "application/msword", ".doc"


def _notes(data: bytes) -> tuple[str, ...]:
    if "Macros" in ole.top_streams(data):
        return ("the document contains macros; they are not run",)
    return ()


def _is_encrypted(fib: bytes) -> bool:
    flags = int.from_bytes(fib[10:12], "little")
    return fib.startswith(_FIB_MAGIC) and bool(flags & _ENCRYPTED)


def _as_docx(data: bytes, ending: str, office: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="reading-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        document = folder / f"document{ending}"
        document.write_bytes(data)
        _write_profile(folder / "profile")
        command = (
            office,
            f"-env:UserInstallation=file://{quote(str(folder / 'profile'))}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            str(folder / "converted"),
            str(document),
        )
        try:
            code, _, errors = programs.run(command, folder, TIMEOUT)
        except programs.ProgramFailed as error:
            raise Unreadable(f"{ending} was not converted: {error}") from error
        converted = folder / "converted" / "document.docx"
        if not converted.is_file():
            said = " ".join(errors.split())[-200:] or "no message"
            raise Unreadable(f"{ending} was not converted by LibreOffice (exit {code}): {said}")
        if converted.stat().st_size > MAX_BYTES:
            raise Unreadable(f"{ending} becomes a .docx of more than {MAX_BYTES} bytes")
        return converted.read_bytes()


def _write_profile(profile: Path) -> None:
    """A throw-away profile: no macros, no links followed, no way to the network."""
    settings = resources.files(__package__).joinpath("data", "libreoffice.xcu")
    user = profile / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(settings.read_text("utf-8"), "utf-8")


def _as_docbook(data: bytes, antiword: str) -> etree._Element:
    with tempfile.TemporaryDirectory(prefix="reading-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        document = folder / "document.doc"
        document.write_bytes(data)
        try:
            code, output, errors = programs.run(
                (antiword, "-x", "db", str(document)), folder, TIMEOUT
            )
        except programs.ProgramFailed as error:
            raise Unreadable(f".doc was not read: {error}") from error
    if code or len(output) > MAX_DOCBOOK:
        said = " ".join(errors.split())[-200:] or f"{len(output)} bytes"
        raise Unreadable(f".doc was not read by antiword (exit {code}): {said}")
    try:
        return etree.fromstring(output, etree.XMLParser(**XML_OPTIONS))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f".doc was not read by antiword: no valid XML ({error})") from error


def _blocks(book: etree._Element) -> Iterator[Block]:
    """The paragraphs and tables of a DocBook text; each column group holds rows of one width."""
    for element in book.iter("title", "para", "informaltable"):
        holder = element.getparent()
        if element.tag == "title" and (holder is None or "sect" not in str(holder.tag)):
            continue  # of the file's properties, in whatever encoding
        if element.tag == "informaltable":
            yield Table(tuple(_row(row) for row in element.iter("row")), exact=False)
            continue
        text = (element.text or "") + "".join(_own_text(child) for child in element)
        for line in text.split("\n"):
            if line.strip():
                yield Paragraph(" ".join(line.split()))


def _own_text(child: etree._Element) -> str:
    inner = "" if child.tag == "informaltable" else "".join(map(str, child.itertext()))
    return inner + (child.tail or "")


def _row(row: etree._Element) -> tuple[TableCell, ...]:
    texts = ("".join(map(str, entry.itertext())).split("\n") for entry in row.iter("entry"))
    cells = (reduce(join_wrapped, map(str.strip, lines), "") for lines in texts)
    return tuple(TableCell(cell, column) for column, cell in enumerate(cells))
